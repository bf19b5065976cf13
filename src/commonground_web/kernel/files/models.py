"""A file that belongs to a record: what it is in the database, its content beside it, sealed."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.compartments.records import OfRecord, kept
from commonground_web.kernel.fields.sealed import SealedText


class StoredFile(OfRecord):
    """A file of a record.

    Each file has a key of its own, which lies sealed in this row: a turn of the room's keys seals
    the key anew and need not touch the content, and when the row goes, no copy of the content opens
    any more.
    """

    KEPT = kept(
        internal="id record_type record owner media_type size sha256 is_scanned added_by added_at",
        secret="name key",
    )
    ENTITY = "file"
    OF_PERSON = True
    OWNED_BY = "owner"

    owner = models.UUIDField(null=True)
    name = SealedText(_("name"), max_length=200)
    key = SealedText()
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    """Bytes of the content as it is kept, without what was stripped."""
    sha256 = models.CharField(max_length=64)
    """Of the content as it is kept."""
    is_scanned = models.BooleanField(default=False)
    """Whether a scanner for viruses read it as it came, and found nothing."""
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        db_table = "stored_file"
        indexes = [models.Index(fields=["record_type", "record"], name="stored_file_of")]

    def __str__(self) -> str:
        return f"file {self.pk}"

    @property
    def path(self) -> Path:
        """Where the sealed content lies; its name tells nothing."""
        return Path(settings.MEDIA_ROOT) / self.pk.hex


@receiver(post_delete, sender=StoredFile)
def _remove_content(instance: StoredFile, **_signal: Any) -> None:
    """Take the content away once the row is gone for good."""
    transaction.on_commit(partial(instance.path.unlink, missing_ok=True))

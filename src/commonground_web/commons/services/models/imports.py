"""A file of another directory: read, checked, and taken in once somebody says so."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.compartments.records import Record, kept
from commonground_web.kernel.rooms import Room


class DirectoryImport(Record):
    """What was read of a file, and whether it was taken in; its rows are kept until then."""

    ROOM = Room.COMMONS
    KEPT = kept(
        internal="id format sha256 content left_out counts rejects read_by read_at taken_by "
        "taken_at"
    )
    ENTITY = "directory"

    class Format(models.TextChoices):
        """The form that a file had."""

        JSON = "json", _("HSDS as JSON")
        ZIP = "zip", _("HSDS as a package of tables")

    format = models.CharField(max_length=4, choices=Format)
    sha256 = models.CharField(max_length=64)
    content = models.JSONField(default=dict)
    """The rows by table; empty once they were taken in."""
    left_out = models.JSONField(default=dict)
    """How many rows or values there were of each kind that the directory does not keep."""
    counts = models.JSONField(default=dict)
    """What was taken in, by table."""
    rejects = models.JSONField(default=list)
    """What was not taken in, and why."""
    read_by = models.UUIDField()
    read_at = models.DateTimeField()
    taken_by = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "directory_import"
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_by__isnull=True, taken_at__isnull=True)
                | Q(taken_by__isnull=False, taken_at__isnull=False),
                name="directory_import_taken_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"import of {self.read_at:%Y-%m-%d}"

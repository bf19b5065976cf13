"""A person who is helped, known to one provider."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.compartments.records import Record, kept
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.rooms import Room


class Client(Record):
    """A person as one provider knows them: what to call them, and how to reach them."""

    ROOM = Room.CAREROOM
    KEPT = kept(
        internal="id created_by created_at purge_on",
        part2="provider",
        secret="preferred_name contact",
    )
    ENTITY = "client"
    OF_PERSON = True
    OWNED_BY = "provider"

    provider = models.UUIDField(_("provider"))
    preferred_name = SealedText(_("preferred name"), max_length=120)
    contact = SealedText(_("how to reach them"), max_length=500, blank=True)
    created_by = models.UUIDField()
    created_at = models.DateTimeField()
    purge_on = models.DateField(_("to be purged on"))

    class Meta:
        db_table = "client"

    def __str__(self) -> str:
        return f"client {self.pk}"

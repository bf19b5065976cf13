"""The head of another room's audit chain at the end of a day."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.compartments.records import Record, RecordQuerySet, kept
from commonground_web.kernel.rooms import Room


class Sender(models.TextChoices):
    """A room that sends its heads."""

    CASEROOM = Room.CASEROOM.value, _("case room")
    CAREROOM = Room.CAREROOM.value, _("care room")


class RoomAnchorQuerySet(RecordQuerySet):
    """Heads."""

    def marked(self) -> Self:
        """Return them with `is_in_conflict`: whether a room sent another for the same day."""
        others = RoomAnchor.objects.filter(room=OuterRef("room"), on=OuterRef("on"))
        return self.annotate(is_in_conflict=Exists(others.exclude(hash=OuterRef("hash"))))

    def in_conflict(self) -> Self:
        """Return those of which a room sent another for the same day."""
        return self.marked().filter(is_in_conflict=True)


class RoomAnchor(Record):
    """What a room said was the head of its audit chain at the end of a day; it is never changed.

    A second head for the same day is kept beside the first: one of them was rewritten.
    """

    ROOM = Room.COMMONS
    KEPT = kept(internal="id room on hash received_at")
    ENTITY = "anchor"
    APPEND_ONLY = True
    WRITTEN_IN = ("receive",)

    room = models.CharField(_("room"), max_length=8, choices=Sender)
    on = models.DateField(_("day"))
    hash = models.CharField(_("head"), max_length=64)
    received_at = models.DateTimeField(_("received"))

    objects = RoomAnchorQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "room_anchor"
        constraints = [
            models.UniqueConstraint(fields=["room", "on", "hash"], name="room_anchor_once"),
            models.CheckConstraint(
                condition=models.Q(room__in=("caseroom", "careroom")), name="room_anchor_room"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.room} {self.on}"

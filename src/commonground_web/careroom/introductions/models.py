"""Somebody who agreed to be put in touch with one provider, until a navigator picks them up."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.states import machine
from commonground_web.kernel.compartments.records import Record, kept
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.rooms import Room


class State(models.TextChoices):
    """Where an introduction stands."""

    WAITING = "waiting", _("waits for a navigator")
    PICKED_UP = "picked_up", _("picked up")
    LAPSED = "lapsed", _("lapsed")


MACHINE = machine(
    waiting=("navigator", "picked_up lapsed"),
    picked_up=("nobody", ""),
    lapsed=("nobody", ""),
)


class Introduction(Record):
    """What the Commons says of somebody who agreed to be introduced; nothing of it goes back.

    The identifier that the Commons gave it is not kept: `reference` is a digest of it, by a key
    that this room alone has, so that nobody can match the two rooms by what they hold.
    """

    ROOM = Room.CAREROOM
    KEPT = kept(
        internal="id state received_at closed_by closed_at purge_on",
        part2="provider site language reference",
        secret="preferred_name contact",
    )
    ENTITY = "introduction"
    OF_PERSON = True
    OWNED_BY = "provider"
    FIXED = ("provider", "site", "reference", "received_at")

    provider = models.UUIDField(_("provider"))
    site = models.UUIDField(_("site"))
    reference = models.CharField(max_length=32, unique=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    preferred_name = SealedText(_("preferred name"), max_length=120)
    contact = SealedText(_("how to reach them"), max_length=200)
    language = models.CharField(_("language"), max_length=11)
    received_at = models.DateTimeField(_("received"))
    closed_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    purge_on = models.DateField(_("waits until"))

    class Meta:
        db_table = "introduction"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="introduction_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=State.WAITING, closed_by__isnull=True, closed_at__isnull=True)
                | ~Q(state=State.WAITING) & Q(closed_by__isnull=False, closed_at__isnull=False),
                name="introduction_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"introduction {self.pk}"

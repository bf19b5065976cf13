"""A person who is helped, known to one provider, and what is noted about the help."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonground_web.careroom.clients.sampling import sample_of
from commonground_web.kernel.compartments import touched
from commonground_web.kernel.compartments.records import Record, kept
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.rooms import Room

SEES_ALL = frozenset({"case_manager", "harm_reduction_worker", "provider_manager"})
"""Roles that see every client of their provider; the others see those they began or were given."""

AUDITOR = "auditor"
"""The role that sees a sample, and nothing else."""


class Origin(models.TextChoices):
    """How somebody came to the provider."""

    SELF = "self", _("came by themselves")
    OUTREACH = "street_outreach", _("met by outreach")
    INVITATION = "commons_invitation", _("introduced by the Commons")
    REFERRAL = "referral", _("referred by another provider")


class Client(Record):
    """A person as one provider knows them: what to call them, and how to reach them."""

    ROOM = Room.CAREROOM
    KEPT = kept(
        internal="id created_by created_at purge_on assigned_to assigned_at",
        part2="provider name_index origin commons_reference site language",
        secret="preferred_name contact",
    )
    ENTITY = "client"
    OF_PERSON = True
    OWNED_BY = "provider"
    FIXED = ("provider", "origin", "commons_reference", "created_by", "created_at")

    provider = models.UUIDField(_("provider"))
    preferred_name = SealedText(_("preferred name"), max_length=120)
    name_index = models.CharField(max_length=32, blank=True)
    """Digest of the name, by a key of this room, to find somebody by exactly what they are called.

    Empty for records that were begun before there was one.
    """
    contact = SealedText(_("how to reach them"), max_length=500, blank=True)
    language = models.CharField(_("language"), max_length=11, blank=True)
    origin = models.CharField(
        _("how they came"), max_length=20, choices=Origin, default=Origin.SELF
    )
    commons_reference = models.CharField(max_length=32, blank=True)
    site = models.UUIDField(_("site"), null=True)
    assigned_to = models.UUIDField(_("case manager"), null=True)
    assigned_at = models.DateTimeField(null=True)
    created_by = models.UUIDField()
    created_at = models.DateTimeField()
    purge_on = models.DateField(_("to be purged on"))

    class Meta:
        db_table = "client"
        indexes = [
            models.Index(fields=["provider", "name_index"], name="client_by_name"),
            models.Index(fields=["provider", "assigned_to"], name="client_by_manager"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(origin__in=Origin.values), name="client_origin_known"
            ),
            models.CheckConstraint(
                condition=~Q(origin=Origin.INVITATION) | ~Q(commons_reference=""),
                name="client_introduced_by_reference",
            ),
        ]

    def __str__(self) -> str:
        return f"client {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the provider's clients: all, or to a navigator those of their own intake."""
        return seen_by(actor)


class Note(Record):
    """What somebody wrote about the help that was given; it is never changed."""

    ROOM = Room.CAREROOM
    KEPT = kept(internal="id created_by created_at", part2="provider client", secret="text")
    ENTITY = "note"
    OF_PERSON = True
    OWNED_BY = "provider"
    APPEND_ONLY = True

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="notes")
    provider = models.UUIDField()
    text = SealedText(_("note"), max_length=4000)
    created_by = models.UUIDField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "client_note"

    def __str__(self) -> str:
        return f"note {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the notes on clients whom the actor sees."""
        return seen_by(actor, "client__")


def sees_a_sample(actor: Any) -> bool:
    """Say whether an actor audits, and sees no client but those of the month's sample."""
    return AUDITOR in actor.roles and not actor.roles & SEES_ALL


def seen_by(actor: Any, path: str = "") -> Q:
    """Return the condition that a client, or what hangs on one by a path, is an actor's to see."""
    own = Q(**{f"{path}provider": actor.agency})
    if actor.roles & SEES_ALL:
        return own
    if sees_a_sample(actor):
        return own & Q(**{f"{path}id__range": sample_of(actor.agency, on=touched.day())})
    mine = Q(**{f"{path}created_by": actor.id}) | Q(**{f"{path}assigned_to": actor.id})
    return own & mine

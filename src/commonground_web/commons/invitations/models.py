"""A candidate who is invited to a call-in, their safe conduct, and how a letter reached them."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.candidates.models import Candidate
from commonground_web.kernel.compartments import touched
from commonground_web.kernel.compartments.records import Record, kept, of_sites
from commonground_web.kernel.rooms import Room


class Rsvp(models.TextChoices):
    """What an invitee answered."""

    OPEN = "open", _("no answer yet")
    COMES = "comes", _("comes")
    MAYBE = "maybe", _("may come")
    NO = "no", _("does not come")


class How(models.TextChoices):
    """How a letter was brought, or that it was not."""

    BY_HAND = "by_hand", _("by hand")
    WITH_COMMUNITY = "with_community", _("by hand, with a member of the community")
    POST = "post", _("by post")
    PHONE = "phone", _("read to them on the telephone")
    NOT_FOUND = "not_found", _("not found")


class Invitee(Record):
    """A candidate who is invited to one call-in.

    The call-in and its site are named by id: rows about persons refer to no others.
    """

    ROOM = Room.COMMONS
    KEPT = kept(internal="id candidate callin site number rsvp created_by created_at")
    ENTITY = "invitee"
    OF_PERSON = True
    FIXED = ("candidate", "callin", "site", "number", "created_by", "created_at")

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="invitees")
    callin = models.UUIDField()
    site = models.UUIDField()
    number = models.PositiveIntegerField(_("number"))
    """What those call them who are not to see the name."""
    rsvp = models.CharField(_("answer"), max_length=8, choices=Rsvp, default=Rsvp.OPEN)
    created_by = models.UUIDField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "invitee"
        constraints = [
            models.CheckConstraint(condition=Q(rsvp__in=Rsvp.values), name="invitee_rsvp"),
            models.UniqueConstraint(fields=["candidate", "callin"], name="invitee_once"),
            models.UniqueConstraint(fields=["callin", "number"], name="invitee_number_once"),
        ]

    def __str__(self) -> str:
        return f"invitee {self.number}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show those of the actor's sites whom the Commons still has a use for."""
        return of_sites(actor, "site") & Q(candidate__needed_until__gt=touched.day())

    @property
    def is_off(self) -> bool:
        """Whether they are not invited any more: they are done with, or their hold is lifted."""
        return self.candidate.has_ended or self.hold.lifted_at is not None


class Hold(Record):
    """From when to when nobody arrests an invitee; each change is a revision.

    It stands once the case room has acknowledged the revision that it is at.
    """

    ROOM = Room.COMMONS
    KEPT = kept(
        internal="id invitee revision starts_at ends_at acknowledged acknowledged_at lifted_at"
    )
    ENTITY = "hold"
    OF_PERSON = True
    FIXED = ("invitee", "starts_at")

    invitee = models.OneToOneField(Invitee, on_delete=models.CASCADE, related_name="hold")
    revision = models.PositiveIntegerField(default=1)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    acknowledged = models.PositiveIntegerField(default=0)
    """The revision that the case room has acknowledged last."""
    acknowledged_at = models.DateTimeField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "safe_conduct_hold"
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="hold_lasts"),
            models.CheckConstraint(
                condition=Q(acknowledged__lte=F("revision")), name="hold_acknowledged_as_set"
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show those of the actor's sites."""
        return of_sites(actor, "invitee__site")

    @property
    def stands(self) -> bool:
        """Whether the case room has acknowledged it as it is now."""
        return self.lifted_at is None and self.acknowledged == self.revision


class Delivery(Record):
    """One try to bring a letter: how, when, by whom, and which evening the letter named."""

    ROOM = Room.COMMONS
    KEPT = kept(internal="id invitee how on wording callin_at brought_by created_at")
    ENTITY = "delivery"
    OF_PERSON = True
    APPEND_ONLY = True

    invitee = models.ForeignKey(Invitee, on_delete=models.CASCADE, related_name="deliveries")
    how = models.CharField(_("how"), max_length=16, choices=How)
    on = models.DateField(_("on"))
    wording = models.UUIDField(_("wording"))
    callin_at = models.DateTimeField()
    """The evening that the letter named; a call-in that was moved needs another letter."""
    brought_by = models.UUIDField()
    created_at = models.DateTimeField()

    class Meta:
        db_table = "letter_delivery"
        constraints = [
            models.CheckConstraint(condition=Q(how__in=How.values), name="letter_delivery_how"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show those of the actor's sites."""
        return of_sites(actor, "invitee__site")

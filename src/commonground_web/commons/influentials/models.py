"""Somebody who matters to a candidate, and agreed to be written down."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.candidates.models import Candidate
from commonground_web.kernel.compartments.records import Record, kept, of_sites
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.rooms import Room


class Relation(models.TextChoices):
    """What somebody is to a candidate."""

    PARENT = "parent", _("parent")
    GUARDIAN = "guardian", _("guardian")
    GRANDPARENT = "grandparent", _("grandparent")
    PARTNER = "partner", _("partner")
    RELATIVE = "relative", _("another relative")
    MENTOR = "mentor", _("mentor or coach")
    CLERGY = "clergy", _("clergy")
    EMPLOYER = "employer", _("employer")
    FRIEND = "friend", _("friend")


ANSWER_FOR_MINORS = (Relation.PARENT, Relation.GUARDIAN)


class Outcome(models.TextChoices):
    """What they said."""

    OPEN = "open", _("not asked yet")
    COMES = "comes", _("comes along")
    HELPS = "helps", _("helps, and does not come")
    NO = "no", _("would rather not")


class Influential(Record):
    """Somebody who is suspected of nothing; without a noted agreement there is no record.

    The record never leaves the Commons. It goes 30 days after the call-in, unless the person asks
    to stay: two persons then retain it, with that reason.
    """

    ROOM = Room.COMMONS
    KEPT = kept(
        internal="id site candidate relation agreed_on outcome contacted_by contacted_on created_by"
        " created_at purge_on",
        secret="name contact",
    )
    ENTITY = "influential"
    OF_PERSON = True
    FIXED = ("site", "relation", "agreed_on", "created_by", "created_at")

    site = models.UUIDField(_("site"))
    candidate = models.ForeignKey(
        Candidate, on_delete=models.SET_NULL, null=True, related_name="influentials"
    )
    name = SealedText(_("name"), max_length=120)
    contact = SealedText(_("how to reach them"), max_length=200)
    relation = models.CharField(
        _("what they are to the candidate"), max_length=12, choices=Relation
    )
    agreed_on = models.DateField(_("agreed to be written down on"))
    outcome = models.CharField(_("what they said"), max_length=8, choices=Outcome, default="open")
    contacted_by = models.UUIDField(null=True)
    contacted_on = models.DateField(_("contacted on"), null=True)
    created_by = models.UUIDField()
    created_at = models.DateTimeField()
    purge_on = models.DateField(_("to be purged on"))

    class Meta:
        db_table = "influential"
        constraints = [
            models.CheckConstraint(
                condition=Q(relation__in=Relation.values) & Q(outcome__in=Outcome.values),
                name="influential_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.OPEN)
                | Q(contacted_by__isnull=False, contacted_on__isnull=False),
                name="influential_asked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"influential {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show those of the actor's sites."""
        return of_sites(actor, "site")

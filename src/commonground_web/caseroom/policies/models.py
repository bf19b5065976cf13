"""Versions of the policy on violations, their clauses, and the two signatures under them."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.sides import Side
from commonground_web.caseroom.standing import was_signed_by
from commonground_web.kernel.compartments.records import Record, RecordQuerySet, kept, of_sites
from commonground_web.kernel.rooms import Room
from commonground_web.valves.messages.rules import Conduct, Consequence

LONGEST_TERM = 1095
"""Days after a call-in for which a case may stay banked: three years; the law may say less."""


class PolicyQuerySet(RecordQuerySet):
    """Versions of policies."""

    def signed(self) -> Self:
        """Return those that both sides have signed."""
        return self.annotate(_sides=Count("signatures")).filter(_sides=len(Side))

    def in_force(self, *, site: Any, on: date) -> Policy | None:
        """Return the newest version of a site that had taken effect, signed by both, on a day."""
        versions = self.signed().filter(site=site, effective_on__lte=on)
        newest = versions.order_by("-version").prefetch_related("signatures")
        found: Policy | None = next((each for each in newest if was_signed_by(on, each)), None)
        return found


class Policy(Record):
    """A version of one site's policy; another version is written, and no version edited."""

    ROOM = Room.CASEROOM
    KEPT = kept(
        internal="id site version effective_on review_days term_days why written_by written_at"
    )
    ENTITY = "policy"
    APPEND_ONLY = True

    site = models.UUIDField(_("site"))
    version = models.PositiveSmallIntegerField(_("version"))
    effective_on = models.DateField(_("takes effect on"))
    review_days = models.PositiveSmallIntegerField(_("days within which a violation is reviewed"))
    term_days = models.PositiveSmallIntegerField(_("days after the call-in for which it holds"))
    why = models.CharField(_("why this version"), max_length=300)
    written_by = models.UUIDField()
    written_at = models.DateTimeField()

    objects = PolicyQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "violation_policy"
        constraints = [
            models.UniqueConstraint(fields=["site", "version"], name="policy_version_once"),
            models.CheckConstraint(
                condition=Q(review_days__range=(1, 30), term_days__range=(1, LONGEST_TERM)),
                name="policy_days_in_reason",
            ),
        ]

    def __str__(self) -> str:
        return str(_("Policy, version %(version)s") % {"version": self.version})

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the policies of the actor's sites."""
        return of_sites(actor, "site")


class Clause(Record):
    """One clause: a kind of conduct, in words, and the most that may follow from it."""

    ROOM = Room.CASEROOM
    KEPT = kept(internal="id policy number conduct text most")
    ENTITY = "policy"
    APPEND_ONLY = True

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="clauses")
    number = models.PositiveSmallIntegerField()
    conduct = models.CharField(_("what"), max_length=12, choices=Conduct)
    text = models.CharField(_("in words"), max_length=600)
    most = models.CharField(_("the most that may follow"), max_length=12, choices=Consequence)

    class Meta:
        db_table = "violation_policy_clause"
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="policy_clause_number_once"),
            models.CheckConstraint(
                condition=Q(conduct__in=Conduct.values, most__in=Consequence.values),
                name="policy_clause_known",
            ),
            models.CheckConstraint(
                condition=~Q(conduct=Conduct.POSSESSION, most=Consequence.ACTIVATION),
                name="policy_clause_no_case_for_possession",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.get_conduct_display()}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the clauses of the actor's sites."""
        return of_sites(actor, "policy__site")


class PolicySignature(Record):
    """That one side signed a version; it is in force once both have."""

    ROOM = Room.CASEROOM
    KEPT = kept(internal="id policy side agency signed_by signed_at")
    ENTITY = "policy"
    APPEND_ONLY = True

    policy = models.ForeignKey(Policy, on_delete=models.PROTECT, related_name="signatures")
    side = models.CharField(max_length=12, choices=Side)
    agency = models.UUIDField()
    signed_by = models.UUIDField()
    signed_at = models.DateTimeField()

    class Meta:
        db_table = "violation_policy_signature"
        constraints = [
            models.UniqueConstraint(fields=["policy", "side"], name="policy_signed_by_a_side"),
            models.UniqueConstraint(fields=["policy", "agency"], name="policy_signed_by_an_agency"),
            models.CheckConstraint(
                condition=Q(side__in=Side.values), name="policy_signature_side_known"
            ),
        ]

    def __str__(self) -> str:
        return f"signature of the {self.side}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the signatures of the actor's sites."""
        return of_sites(actor, "policy__site")

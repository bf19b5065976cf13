"""A case, the controlled buys that it rests on, and who changed either."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.cases.codes import Drug, Fentanyl, Holder, Laboratory, Offence
from commonground_web.caseroom.cases.states import WAS_BANKED, State
from commonground_web.caseroom.entries.models import OfEntry
from commonground_web.kernel.access.seen import Versioned
from commonground_web.kernel.compartments.records import Record, kept, of_sites
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.rooms import Room


def seen_by(actor: Any, path: str = "") -> models.Q:
    """Return the condition that a case is an actor's to see.

    Whoever builds cases and weighs none sees those of their own agency, and banked ones: of these
    they may have to report a violation.
    """
    to = f"{path}__" if path else ""
    mine = of_sites(actor, f"{to}entry__site")
    if actor.may("create", "case") and not actor.may("review", "case"):
        own = models.Q(**{f"{to}agency": actor.agency})
        return mine & (own | models.Q(**{f"{to}state": State.BANKED}))
    return mine


class Case(Versioned, OfEntry):
    """What could be charged, until which day; the file itself lies where it always lay."""

    KEPT = kept(
        internal="id entry agency state created_by created_at reviewed_by reviewed_at"
        " program_ends_on bank_until banked_by banked_at expired_on activated_by activated_on"
        " row_version",
        caseroom="number offences statute first_on last_on drug fentanyl limitation_on holder"
        " clause",
        secret="why",
    )
    ENTITY = "case"
    FIXED = ("entry", "agency", "created_by", "created_at")

    agency = models.UUIDField(_("agency"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.BUILDING)
    number = models.CharField(_("local case number"), max_length=40)
    offences = models.JSONField(_("offences"))
    statute = models.CharField(_("statute"), max_length=200)
    first_on = models.DateField(_("first offence"))
    last_on = models.DateField(_("last offence"))
    drug = models.CharField(_("drug"), max_length=1, choices=Drug)
    fentanyl = models.CharField(_("fentanyl"), max_length=9, choices=Fentanyl)
    limitation_on = models.DateField(_("barred by limitation on"))
    holder = models.CharField(_("held by"), max_length=10, choices=Holder)
    why = SealedText(_("why it was returned, declined or withdrawn"), max_length=1000, null=True)
    created_by = models.UUIDField()
    created_at = models.DateTimeField()
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    program_ends_on = models.DateField(_("programme ends on"), null=True)
    bank_until = models.DateField(_("banked until"), null=True)
    banked_by = models.UUIDField(null=True)
    banked_at = models.DateTimeField(null=True)
    expired_on = models.DateField(null=True)
    clause = models.CharField(_("clause of the policy"), max_length=40, blank=True)
    activated_by = models.UUIDField(null=True)
    activated_on = models.DateField(null=True)

    class Meta:
        db_table = "case_file"
        indexes = [models.Index(fields=["state", "bank_until"], name="case_to_expire")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    state__in=State.values,
                    drug__in=Drug.values,
                    fentanyl__in=Fentanyl.values,
                    holder__in=Holder.values,
                ),
                name="case_known",
            ),
            models.CheckConstraint(
                condition=models.Q(first_on__lte=models.F("last_on")), name="case_dates_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_by__isnull=True)
                | ~models.Q(reviewed_by=models.F("created_by")),
                name="case_reviewed_by_another",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[State.READY, *WAS_BANKED])
                | models.Q(reviewed_by__isnull=False, program_ends_on__isnull=False),
                name="case_ready_once_reviewed",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=WAS_BANKED)
                | models.Q(
                    banked_by__isnull=False,
                    banked_at__isnull=False,
                    bank_until__isnull=False,
                    bank_until__lte=models.F("program_ends_on"),
                    bank_until__lt=models.F("limitation_on"),
                ),
                name="case_banked_until_a_day",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    state=State.EXPIRED,
                    expired_on__isnull=False,
                    expired_on__gt=models.F("bank_until"),
                )
                | (~models.Q(state=State.EXPIRED) & models.Q(expired_on__isnull=True)),
                name="case_expired_stays_expired",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=State.ACTIVATED)
                | (
                    models.Q(
                        activated_by__isnull=False,
                        activated_on__isnull=False,
                        activated_on__lte=models.F("bank_until"),
                    )
                    & ~models.Q(clause="")
                ),
                name="case_activated_in_time_by_a_clause",
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.pk}"

    @property
    def offences_in_words(self) -> list[str]:
        """The offences as people say them."""
        return [str(offence.label) for offence in Offence if offence.value in self.offences]

    @classmethod
    def limits(cls, actor: Any) -> models.Q:
        """Show the cases of the actor's sites, to officers what may concern them."""
        return seen_by(actor)


class Buy(Record):
    """A controlled buy, and what of its evidence is there."""

    ROOM = Room.CASEROOM
    KEPT = kept(
        internal="id case added_by added_at",
        caseroom="bought_on number is_on_video laboratory has_custody has_statement has_warrant",
    )
    ENTITY = "case"
    OF_PERSON = True

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="buys")
    bought_on = models.DateField(_("bought on"))
    number = models.CharField(_("number of the evidence"), max_length=40)
    is_on_video = models.BooleanField(_("on video"), default=False)
    laboratory = models.CharField(_("laboratory"), max_length=8, choices=Laboratory)
    has_custody = models.BooleanField(_("chain of custody whole"), default=False)
    has_statement = models.BooleanField(_("statement of a witness or officer"), default=False)
    has_warrant = models.BooleanField(_("warrant drafted, unsigned"), default=False)
    added_by = models.UUIDField()
    added_at = models.DateTimeField()

    class Meta:
        db_table = "controlled_buy"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(laboratory__in=Laboratory.values), name="buy_laboratory_known"
            ),
        ]

    def __str__(self) -> str:
        return f"buy {self.pk}"

    @property
    def lacks(self) -> list[str]:
        """What of its evidence is not there yet."""
        there = {
            _("video"): self.is_on_video,
            _("laboratory result"): self.laboratory == Laboratory.POSITIVE,
            _("chain of custody"): self.has_custody,
            _("statement of a witness or officer"): self.has_statement,
            _("drafted warrant"): self.has_warrant,
        }
        return [str(what) for what, is_there in there.items() if not is_there]

    @property
    def is_complete(self) -> bool:
        """Whether all of its evidence is there."""
        return not self.lacks

    @classmethod
    def limits(cls, actor: Any) -> models.Q:
        """Show the buys of the cases that the actor sees."""
        return seen_by(actor, "case")


class CaseChange(Record):
    """That somebody changed a case or one of its buys; what it said before is not kept."""

    ROOM = Room.CASEROOM
    KEPT = kept(internal="id case by at")
    ENTITY = "case"
    OF_PERSON = True
    APPEND_ONLY = True

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="changes")
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        db_table = "case_change"
        indexes = [models.Index(fields=["case", "by"], name="case_change_by")]

    def __str__(self) -> str:
        return f"change {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> models.Q:
        """Show the changes of the cases that the actor sees."""
        return seen_by(actor, "case")

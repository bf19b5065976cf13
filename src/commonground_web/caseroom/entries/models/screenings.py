"""Whether somebody who sells is a minor, forced, trafficked or addicted, and what follows."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.entries.models.entry import OfEntry
from commonground_web.kernel.compartments.records import kept
from commonground_web.kernel.fields.sealed import SealedText

STOPPING = ("is_minor", "is_coerced", "is_trafficked")
"""Answers that stop the weighing of a case, if they are yes, until somebody decided on the way."""


class Finding(models.TextChoices):
    """An answer to one question of a screening."""

    NO = "no", _("no")
    YES = "yes", _("yes")
    UNKNOWN = "unknown", _("not established")


class Way(models.TextChoices):
    """What the charging supervisor decides where a screening found something."""

    REFER_OUT = "refer_out", _("refer out: the person is not weighed for the list")
    GUARDIAN_NOTICE = "guardian_notice", _("go on, with notice to the guardian of a minor")
    NOT_BORNE_OUT = "not_borne_out", _("looked into, and not borne out by the evidence")


class Screening(OfEntry):
    """Four questions, answered by a named person with a basis; the last answers are in force."""

    KEPT = kept(
        internal="id entry answered_by answered_at",
        caseroom="is_minor is_coerced is_trafficked is_addicted",
        secret="basis",
    )
    ENTITY = "screening"
    APPEND_ONLY = True

    is_minor = models.CharField(
        _("Under 18 when the offence happened?"), max_length=8, choices=Finding
    )
    is_coerced = models.CharField(
        _("Made to sell by somebody else?"), max_length=8, choices=Finding
    )
    is_trafficked = models.CharField(
        _("Trafficked, or held by a debt or by papers?"), max_length=8, choices=Finding
    )
    is_addicted = models.CharField(
        _("Sells to pay for their own use?"), max_length=8, choices=Finding
    )
    basis = SealedText(_("What the answers rest on"), max_length=2000)
    answered_by = models.UUIDField()
    answered_at = models.DateTimeField()

    class Meta:
        db_table = "screening"
        indexes = [models.Index(fields=["entry", "answered_at"], name="screening_newest")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    is_minor__in=Finding.values,
                    is_coerced__in=Finding.values,
                    is_trafficked__in=Finding.values,
                    is_addicted__in=Finding.values,
                ),
                name="screening_known",
            ),
        ]

    def __str__(self) -> str:
        return f"screening {self.pk}"

    @property
    def stops(self) -> bool:
        """Whether one of the answers that stop is yes."""
        return any(getattr(self, question) == Finding.YES for question in STOPPING)

    @property
    def takes_back(self) -> bool:
        """Whether what stopped before, or had a guardian told, is answered otherwise now."""
        before = self._before()
        if before is None:
            return False
        way = before.decision.way if hasattr(before, "decision") else None
        stopped = {question for question in STOPPING if getattr(before, question) == Finding.YES}
        stopped |= {"is_minor"} if way == Way.GUARDIAN_NOTICE else set()
        return any(getattr(self, question) != Finding.YES for question in stopped)

    @property
    def waits(self) -> bool:
        """Whether the answers stop, or take back what did, and nobody has decided what follows."""
        return not hasattr(self, "decision") and (self.stops or self.takes_back)

    @property
    def says_minor(self) -> bool:
        """Whether the person counts as a minor: by an answer or a notice that nobody took back."""
        is_minor: bool = self.is_minor == Finding.YES
        if hasattr(self, "decision"):
            way: str = self.decision.way
            return way == Way.GUARDIAN_NOTICE or (is_minor and way != Way.NOT_BORNE_OUT)
        before = self._before()
        return is_minor or (before is not None and before.says_minor)

    @property
    def is_open(self) -> bool:
        """Whether one of the answers that stop is not established."""
        return any(getattr(self, question) == Finding.UNKNOWN for question in STOPPING)

    def _before(self) -> Screening | None:
        """Return the answers that were in force until these were given."""
        earlier = models.Q(answered_at__lt=self.answered_at) | models.Q(
            answered_at=self.answered_at, pk__lt=self.pk
        )
        asked = Screening.objects.filter(earlier, entry=self.entry_id).select_related("decision")
        found: Screening | None = asked.order_by("-answered_at", "-pk").first()
        return found


class ScreeningDecision(OfEntry):
    """What the charging supervisor decided on a screening that stops."""

    KEPT = kept(
        internal="id entry screening decided_by decided_at",
        caseroom="way guardian_told_on",
        secret="basis",
    )
    ENTITY = "screening"
    APPEND_ONLY = True

    screening = models.OneToOneField(Screening, on_delete=models.CASCADE, related_name="decision")
    way = models.CharField(_("What follows?"), max_length=16, choices=Way)
    guardian_told_on = models.DateField(_("day on which the guardian was told"), null=True)
    basis = SealedText(_("Why"), max_length=2000)
    decided_by = models.UUIDField()
    decided_at = models.DateTimeField()

    class Meta:
        db_table = "screening_decision"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(way__in=Way.values), name="screening_way_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(way=Way.GUARDIAN_NOTICE)
                | models.Q(guardian_told_on__isnull=False),
                name="screening_guardian_told",
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk}"

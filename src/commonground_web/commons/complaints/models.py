"""A complaint or a contest of being listed, and what is said about it by either side."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.complaints.states import State
from commonground_web.kernel.access.seen import Versioned
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.compartments.records import Record, kept
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.rooms import Room
from commonground_web.valves.messages.invitations import Answer, Ground, Request

ACKNOWLEDGED_WITHIN = timedelta(days=5)
"""How long oversight has to say that a complaint was read."""

APPEALED_WITHIN = timedelta(days=30)
"""How long somebody has to appeal after an answer."""

OVERSIGHT, APPEALS = "privacy_officer", "appeals_reviewer"


class About(models.TextChoices):
    """What a complaint is about."""

    CONDUCT = "conduct", _("somebody's conduct")
    LISTING = "listing", _("being on a list")
    SERVICE = "service", _("a service")
    PRIVACY = "privacy", _("privacy")
    SAFETY = "safety", _("safety")


GROUNDS = {
    Ground.NOT_ME.value: _("It is not me: somebody took me for another."),
    Ground.NOT_SELLING.value: _("I do not sell drugs."),
    Ground.MINOR.value: _("I am under 18."),
    Ground.COERCED.value: _("Somebody forced me."),
    Ground.SOURCE_UNRELIABLE.value: _("Whoever said it is not to be believed."),
    Ground.OUT_OF_DATE.value: _("It was long ago."),
    Ground.PROFILED.value: _("I was chosen for who I am or where I live."),
}
"""Why somebody contests, in their words for it; only the codes may ever leave this room."""

REQUESTS = {
    Request.REVIEW.value: _("Look at it again."),
    Request.CORRECT.value: _("Correct what is wrong."),
    Request.REMOVE.value: _("Take me off the list."),
}


class CaseRoomAnswer(models.TextChoices):
    """What the case room did about a contest; whom it is of, and what was found, stays there."""

    CORRECTED = Answer.CORRECTED.value, _("corrected")
    REMOVED = Answer.REMOVED.value, _("removed")
    STANDS = Answer.STANDS.value, _("stands, after it was checked anew")


class Complaint(Versioned, Record):
    """What somebody complains of; whoever wrote it stays unknown and follows it by a code."""

    ROOM = Room.COMMONS
    KEPT = kept(
        internal="id code about is_contest language asks state created_at acknowledged_by "
        "acknowledged_at answered_by answered_at appealed_at decided_by closed_at forwarded_by "
        "forwarded_at forwarded_as case_room_answer case_room_answered_on row_version purge_on",
        secret="text name grounds",
    )
    ENTITY = "complaint"
    OF_PERSON = True
    FIXED = ("code", "about", "is_contest", "created_at")

    code = models.CharField(max_length=64, unique=True)
    about = models.CharField(_("about"), max_length=12, choices=About)
    is_contest = models.BooleanField(_("contests a list"), default=False)
    language = models.CharField(_("language"), max_length=8, default="en")
    text = SealedText(_("what happened"), max_length=4000)
    name = SealedText(_("the name they are listed by"), max_length=120, null=True)
    grounds = SealedText(_("why they contest"), null=True)
    asks = models.CharField(
        _("what they ask for"), max_length=8, blank=True, choices=list(REQUESTS.items())
    )
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.RECEIVED)
    created_at = models.DateTimeField()
    acknowledged_by = models.UUIDField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    answered_by = models.UUIDField(null=True)
    answered_at = models.DateTimeField(null=True)
    appealed_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)
    closed_at = models.DateTimeField(null=True)
    forwarded_by = models.UUIDField(null=True)
    forwarded_at = models.DateTimeField(null=True)
    forwarded_as = models.UUIDField(null=True, unique=True)
    """What the case room calls a contest that was forwarded; whom it is of is not kept with it."""
    case_room_answer = models.CharField(
        _("answer of the case room"), max_length=10, choices=CaseRoomAnswer, blank=True
    )
    case_room_answered_on = models.DateField(_("answered by the case room on"), null=True)
    purge_on = models.DateField(_("to be purged on"))

    class Meta:
        db_table = "complaint"
        constraints = [
            models.CheckConstraint(
                condition=Q(about__in=About.values), name="complaint_about_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="complaint_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state=State.RECEIVED) | Q(acknowledged_by__isnull=False),
                name="complaint_acknowledged_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.ANSWERED, State.APPEALED, State.CLOSED])
                | Q(answered_by__isnull=False, answered_at__isnull=False),
                name="complaint_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True)
                | Q(appealed_at__isnull=False) & ~Q(decided_by=F("answered_by")),
                name="complaint_appeal_decided_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED) | Q(closed_at__isnull=False),
                name="complaint_closed_at_some_moment",
            ),
            models.CheckConstraint(
                condition=Q(case_room_answer="", case_room_answered_on__isnull=True)
                | Q(case_room_answer__in=CaseRoomAnswer.values)
                & Q(case_room_answered_on__isnull=False, forwarded_as__isnull=False),
                name="complaint_answered_as_forwarded",
            ),
        ]

    def __str__(self) -> str:
        return f"complaint {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show all; but those who hear appeals see what was appealed, and nothing else."""
        if APPEALS in actor.roles and OVERSIGHT not in actor.roles:
            return Q(appealed_at__isnull=False)
        return Q()

    @property
    def acknowledge_until(self) -> date:
        """The day by which somebody has to say that it was read."""
        return day_of(self.created_at + ACKNOWLEDGED_WITHIN)

    @property
    def appeal_until(self) -> date | None:
        """The last day on which its answer can be appealed."""
        return day_of(self.answered_at + APPEALED_WITHIN) if self.answered_at else None

    @property
    def given_grounds(self) -> list[Ground]:
        """Why they contest."""
        given = (self.grounds or "").split()
        return [ground for ground in Ground if ground.value in given]


class Side(models.TextChoices):
    """Whoever speaks about a complaint."""

    THEIRS = "theirs", _("whoever complained")
    OVERSIGHT = "oversight", _("oversight")
    APPEALS = "appeals", _("the reviewer of appeals")


class Word(Record):
    """What one side said about a complaint after it was made."""

    ROOM = Room.COMMONS
    KEPT = kept(internal="id complaint side written_by written_at", secret="text")
    ENTITY = "complaint"
    OF_PERSON = True
    FIXED = ("complaint", "side", "written_by", "written_at")

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="words")
    side = models.CharField(max_length=10, choices=Side)
    text = SealedText(_("what was said"), max_length=4000)
    written_by = models.UUIDField(null=True)
    written_at = models.DateTimeField()

    class Meta:
        db_table = "complaint_word"
        constraints = [
            models.CheckConstraint(
                condition=Q(side=Side.THEIRS, written_by__isnull=True)
                | Q(side__in=[Side.OVERSIGHT, Side.APPEALS], written_by__isnull=False),
                name="complaint_word_of_one_side",
            ),
        ]

    def __str__(self) -> str:
        return f"word {self.pk}"

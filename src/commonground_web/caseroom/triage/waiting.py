"""What waits for somebody: their findings, their review, the panel; nothing of what others said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.entries.models import Correction
from commonground_web.caseroom.entries.states import LEFT
from commonground_web.caseroom.sides import REVIEWING
from commonground_web.caseroom.triage.models import (
    CriterionFinding,
    PanelVote,
    ReviewerVote,
    TriageDecision,
)
from commonground_web.caseroom.triage.states import State
from commonground_web.kernel.access.actor import Actor

Decisions = QuerySet[TriageDecision]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One heap of cases that wait for the same thing."""

    title: str | Promise
    does: str | Promise
    """What is to be done with each."""
    decisions: list[TriageDecision]


def waiting_for(actor: Actor, mine: Decisions) -> Iterator[Waiting]:
    """Yield what waits for an actor, by what they may do; of a dropped name nothing waits."""
    mine = mine.exclude(entry__state__in=LEFT)
    heaps = (
        ("find", _("Waits for findings"), _("Answer the criteria"), _to_find(mine)),
        ("begin", _("Findings to look over"), _("Open it to review"), _to_begin(mine)),
        ("review", _("Waits for your review"), _("Review"), _to_review(mine, actor)),
        ("review", _("Both reviews are in"), _("Read both"), _to_consolidate(mine, actor)),
        ("convene", _("The reviews differ"), _("Call the panel"), _in(mine, State.CONFLICT)),
        (
            "sit",
            _("Waits for you on the panel"),
            _("Sit on the panel"),
            _to_sit(mine, actor),
        ),
        ("convene", _("Before the panel"), _("Close the panel"), _in(mine, State.PANEL)),
    )
    for verb, title, does, decisions in heaps:
        if actor.may(verb, "triage"):
            yield Waiting(title, does, list(decisions))


def _in(mine: Decisions, state: State) -> Decisions:
    return mine.filter(state=state)


def _to_find(mine: Decisions) -> Decisions:
    return _in(mine, State.OPEN)


def _to_begin(mine: Decisions) -> Decisions:
    return _in(mine, State.FINDINGS_COMPLETE)


def _to_review(mine: Decisions, actor: Actor) -> Decisions:
    """Return what nobody of the actor's own side has reviewed; the other side is not looked at."""
    sides = {side for role, side in REVIEWING.items() if role in actor.roles}
    return _not_of(_in(mine, State.INDEPENDENT_REVIEW), actor).exclude(
        Exists(_votes().filter(side__in=sides))
    )


def _to_consolidate(mine: Decisions, actor: Actor) -> Decisions:
    return _in(mine, State.CONSOLIDATING).filter(Exists(_votes().filter(reviewer=actor.id)))


def _to_sit(mine: Decisions, actor: Actor) -> Decisions:
    said = PanelVote.objects.filter(decision=OuterRef("pk"), round=OuterRef("round"))
    reviewed = ReviewerVote.objects.filter(decision=OuterRef("pk"), reviewer=actor.id)
    return (
        _not_of(_in(mine, State.PANEL), actor)
        .exclude(Exists(said.filter(member=actor.id)))
        .exclude(Exists(reviewed))
    )


def _votes() -> QuerySet[ReviewerVote]:
    """Return the votes of the round in which a case is."""
    votes: QuerySet[ReviewerVote] = ReviewerVote.objects.filter(
        decision=OuterRef("pk"), round=OuterRef("round")
    )
    return votes


def _not_of(decisions: Decisions, actor: Actor) -> Decisions:
    """Leave out what the actor wrote a part of."""
    found = CriterionFinding.objects.filter(decision=OuterRef("pk"), found_by=actor.id)
    corrected = Correction.objects.filter(entry=OuterRef("entry"), by=actor.id)
    written = Exists(found) | Exists(corrected)
    return decisions.exclude(entry__created_by=actor.id).exclude(written)

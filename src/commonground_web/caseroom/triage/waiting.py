"""What waits for somebody: their findings, their review, the panel; nothing of what others said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.entries.models import Correction
from commonground_web.caseroom.entries.states import LEFT
from commonground_web.caseroom.lists.states import ListState
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


class _Finds(Protocol):
    """Finds among the cases of an actor those that wait for them."""

    def __call__(self, mine: Decisions, actor: Actor) -> Decisions:
        """Return them, as a query."""


@dataclass(frozen=True, slots=True)
class Heap:
    """Cases that wait for the same thing."""

    verb: str
    title: str | Promise
    does: str | Promise
    """What is to be done with each."""
    find: _Finds


@dataclass(frozen=True, slots=True)
class Waiting:
    """One heap of cases, as it waits for somebody."""

    title: str | Promise
    does: str | Promise
    decisions: list[TriageDecision]


def of_open_lists(actor: Actor) -> Decisions:
    """Return an actor's cases on lists that are not locked; of a dropped name nothing waits."""
    mine = TriageDecision.objects.restrict(actor).exclude(entry__state__in=LEFT)
    found: Decisions = mine.exclude(candidate_list__state=ListState.LOCKED)
    return found


def waiting_for(actor: Actor) -> Iterator[Waiting]:
    """Yield what waits for an actor, by what they may do."""
    mine = (
        of_open_lists(actor).select_related("entry", "candidate_list").order_by("opened_at", "pk")
    )
    for heap in HEAPS:
        if actor.may(heap.verb, "triage"):
            yield Waiting(heap.title, heap.does, list(heap.find(mine, actor)))


def _in(state: State) -> _Finds:
    def find(mine: Decisions, actor: Actor) -> Decisions:  # noqa: ARG001 - whoever may
        return mine.filter(state=state)

    return find


def _to_review(mine: Decisions, actor: Actor) -> Decisions:
    """Return what nobody of the actor's own side has reviewed; the other side is not looked at."""
    sides = {side for role, side in REVIEWING.items() if role in actor.roles}
    return _not_of(mine.filter(state=State.INDEPENDENT_REVIEW), actor).exclude(
        Exists(_votes().filter(side__in=sides))
    )


def _to_consolidate(mine: Decisions, actor: Actor) -> Decisions:
    said = _votes().filter(reviewer=actor.id)
    return mine.filter(Exists(said), state=State.CONSOLIDATING)


def _to_sit(mine: Decisions, actor: Actor) -> Decisions:
    said = PanelVote.objects.filter(decision=OuterRef("pk"), round=OuterRef("round"))
    reviewed = ReviewerVote.objects.filter(decision=OuterRef("pk"), reviewer=actor.id)
    return (
        _not_of(mine.filter(state=State.PANEL), actor)
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


HEAPS = (
    Heap("find", _("Waits for findings"), _("Answer the criteria"), _in(State.OPEN)),
    Heap("begin", _("Findings to look over"), _("Open it to review"), _in(State.FINDINGS_COMPLETE)),
    Heap("review", _("Waits for your review"), _("Review"), _to_review),
    Heap("review", _("Both reviews are in"), _("Read both"), _to_consolidate),
    Heap("convene", _("The reviews differ"), _("Call the panel"), _in(State.CONFLICT)),
    Heap("sit", _("Waits for you on the panel"), _("Sit on the panel"), _to_sit),
    Heap("convene", _("Before the panel"), _("Close the panel"), _in(State.PANEL)),
)
"""What may wait, in the order in which a case comes by."""

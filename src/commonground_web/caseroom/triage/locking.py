"""What triage tells of a list, has against its lock, and does when it is locked."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from commonground_web.caseroom.entries.actions.held import let_drop
from commonground_web.caseroom.entries.states import LEFT
from commonground_web.caseroom.entries.support import what_is_missing
from commonground_web.caseroom.lists.models import CandidateList
from commonground_web.caseroom.lists.moves import Weighed, asks_before_lock, on_lock, weighs
from commonground_web.caseroom.lists.verdicts import Verdict
from commonground_web.caseroom.triage.actions.held import move
from commonground_web.caseroom.triage.models import PanelVote, ReviewerVote, TriageDecision
from commonground_web.caseroom.triage.states import State
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access

FEWEST_AGENCIES = 2


@weighs
def decided_on(candidates: CandidateList) -> Sequence[Weighed]:
    """Tell every entry of a list, what was decided, and by people of which agencies.

    A name that was dropped before the lock is on the list no more.
    """
    decisions = _standing(candidates).select_related("entry")
    agencies = _agencies(candidates)
    return [
        Weighed(
            decision.entry,
            Verdict(decision.verdict) if decision.verdict else None,
            frozenset(agencies[decision.pk, decision.round]),
        )
        for decision in decisions
    ]


@asks_before_lock
def all_is_decided(_candidates: CandidateList, weighed: Sequence[Weighed]) -> Iterator[str]:
    """Ask for a verdict on every entry, each by people of two agencies, and for its support."""
    if not weighed:
        yield _("Nobody is on the list.")
    undecided = sum(1 for each in weighed if each.verdict is None)
    if undecided:
        yield ngettext("%(n)s case is not decided.", "%(n)s cases are not decided.", undecided) % {
            "n": undecided
        }
    if any(each.verdict and len(each.agencies) < FEWEST_AGENCIES for each in weighed):
        yield _("A case was decided by people of one agency alone.")
    lacking = sum(1 for each in weighed if what_is_missing(each.entry))
    if lacking:
        yield ngettext(
            "%(n)s entry lacks something that it had when it was put on the list.",
            "%(n)s entries lack something that they had when they were put on the list.",
            lacking,
        ) % {"n": lacking}


@on_lock
def lock_decisions(
    candidates: CandidateList, _weighed: Sequence[Weighed], *, by: Actor, at: datetime
) -> None:
    """Lock every decision of a list that is locked."""
    for decision in _standing(candidates).order_by("pk"):
        move(decision, State.LOCKED, by=by, at=at)


@on_lock
def drop_names(
    candidates: CandidateList, weighed: Sequence[Weighed], *, by: Actor, at: datetime
) -> None:
    """Let the names go that a locked list decided to drop, as one that is dropped by hand."""
    for each in weighed:
        if each.verdict == Verdict.DROP:
            each.entry.why = _("Dropped by the locked list “%(list)s”.") % {"list": candidates}
            let_drop(each.entry, by=by, at=at)
            open_access().did("entry.dropped", each.entry)


def _standing(candidates: CandidateList) -> QuerySet[TriageDecision]:
    """Return what is decided on a list, or was when it was locked, of names that it is of."""
    on_it: QuerySet[TriageDecision] = TriageDecision.objects.filter(candidate_list=candidates)
    return on_it.filter(~Q(entry__state__in=LEFT) | Q(state=State.LOCKED))


def _agencies(candidates: CandidateList) -> dict[tuple[uuid.UUID, int], set[uuid.UUID]]:
    """Return the agencies of those who voted, by decision and round."""
    found: dict[tuple[uuid.UUID, int], set[uuid.UUID]] = defaultdict(set)
    for model in (ReviewerVote, PanelVote):
        votes = model.objects.filter(decision__candidate_list=candidates)
        for decision, number, agency in votes.values_list("decision", "round", "agency"):
            found[decision, number].add(agency)
    return found

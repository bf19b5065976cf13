"""A case as its page shows it: answers beside the criteria, what was said, and every step."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import formats

from commonground_web.caseroom.criteria.models import Criterion
from commonground_web.caseroom.entries.support import what_is_missing
from commonground_web.caseroom.triage.gaps import newest_findings, questions_of
from commonground_web.caseroom.triage.models import (
    CriterionFinding,
    PanelVote,
    ReviewerVote,
    TriageDecision,
    TriageMove,
)
from commonground_web.caseroom.triage.states import SETTLED, State
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.accounts.naming import agencies, names_of
from commonground_web.valves.messages.rules import AnsweredBy

TONES = {
    State.OPEN: "wait",
    State.FINDINGS_COMPLETE: "wait",
    State.INDEPENDENT_REVIEW: "wait",
    State.CONSOLIDATING: "wait",
    State.CONFLICT: "stop",
    State.PANEL: "stop",
}
"""Tones of the badges of states; what is decided has none, whatever was decided."""


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion, and what was found for it."""

    question: Criterion
    finding: CriterionFinding | None
    by: str

    @property
    def answer(self) -> str:
        """The answer as it was given."""
        return self.finding.value if self.finding else ""

    @property
    def answer_in_words(self) -> str:
        """The answer as people write it: a day in their own words."""
        if self.answer and self.question.kind == AnsweredBy.DATE:
            return formats.date_format(date.fromisoformat(self.answer), "DATE_FORMAT")
        return self.answer


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of a case, and who they are."""

    vote: Any
    by: str
    agency: str
    is_dissent: bool = False


def tone_of(decision: TriageDecision) -> str:
    """Return the tone of the badge of a case's state."""
    return TONES.get(State(decision.state), "neutral")


def shown_case(decision: TriageDecision, *, to: Actor) -> dict[str, Any]:
    """Return what the page of a case shows to an actor, by as many queries whatever it shows."""
    findings = newest_findings(decision)
    votes = list(
        ReviewerVote.objects.restrict(to).filter(decision=decision).order_by("round", "side")
    )
    panel = list(
        PanelVote.objects.restrict(to).filter(decision=decision).order_by("round", "voted_at")
    )
    moves = list(TriageMove.objects.restrict(to).filter(decision=decision).order_by("moved_at"))
    names = names_of(
        [finding.found_by for finding in findings.values()]
        + [vote.reviewer for vote in votes]
        + [vote.member for vote in panel]
        + [move.moved_by for move in moves]
    )
    called = agencies()
    lines = [
        _line(question, findings.get(question.pk), names) for question in questions_of(decision)
    ]
    return {
        "case": decision,
        "tone": tone_of(decision),
        "lines": lines,
        "gaps": [line.question for line in lines if line.finding is None],
        "missing": what_is_missing(decision.entry),
        "votes": [
            Said(vote, names.get(vote.reviewer, ""), called.get(vote.agency, "")) for vote in votes
        ],
        "panel": _panel(panel, decision, names, called),
        "voided_at": _voided_at(moves),
        "moves": [(move, names.get(move.moved_by, "")) for move in moves],
        "may_do": what_may_be_done(decision, votes, to=to),
    }


def what_may_be_done(
    decision: TriageDecision, votes: list[ReviewerVote], *, to: Actor
) -> dict[str, bool]:
    """Return which buttons an actor sees; the actions decide for themselves."""
    state, mine = State(decision.state), {str(vote.reviewer) for vote in votes}
    has_reviewed = any(
        str(vote.reviewer) == to.id and vote.round == decision.round for vote in votes
    )
    return {
        "find": state is State.OPEN and to.may("find", "triage"),
        "begin": state is State.FINDINGS_COMPLETE and to.may("begin", "triage"),
        "review": state is State.INDEPENDENT_REVIEW
        and to.may("review", "triage")
        and not has_reviewed,
        "consolidate": state is State.CONSOLIDATING and has_reviewed,
        "convene": state is State.CONFLICT and to.may("convene", "triage"),
        "sit": state is State.PANEL and to.may("sit", "triage") and to.id not in mine,
        "close": state is State.PANEL and to.may("convene", "triage"),
        "reopen": state in SETTLED and to.may("reopen", "triage"),
    }


def _line(question: Criterion, finding: CriterionFinding | None, names: Any) -> Line:
    return Line(question, finding, names.get(finding.found_by, "") if finding else "")


def _voided_at(moves: list[TriageMove]) -> datetime | None:
    """Return when a correction of the entry last voided what was said; nothing else does."""
    back = [
        move.moved_at
        for move in moves
        if move.after == State.FINDINGS_COMPLETE and move.before != State.OPEN
    ]
    return max(back, default=None)


def _panel(votes: list[PanelVote], decision: TriageDecision, names: Any, called: Any) -> list[Said]:
    """Return what the panel said; once it has decided, who said otherwise is its dissent."""
    most = Counter((vote.round, vote.verdict) for vote in votes)
    outcome = {
        number: max((v for n, v in most if n == number), key=lambda v: most[number, v])
        for number, _verdict in most
    }
    is_over = {
        number: number < decision.round or decision.state != State.PANEL for number in outcome
    }
    return [
        Said(
            vote,
            names.get(vote.member, ""),
            called.get(vote.agency, ""),
            is_dissent=is_over[vote.round] and vote.verdict != outcome[vote.round],
        )
        for vote in votes
    ]

"""Triage against a small reference model: whatever people try, in whatever order."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from commonground_web.caseroom.entries.actions import accept_entry, correct_entry, use_entry
from commonground_web.caseroom.lists.actions.locking import sign_lock
from commonground_web.caseroom.lists.models import CandidateList, ListLock
from commonground_web.caseroom.lists.states import ListState
from commonground_web.caseroom.lists.verdicts import Verdict
from commonground_web.caseroom.triage.actions.panels import (
    FEWEST_AGENCIES,
    FEWEST_MEMBERS,
    cast_panel_vote,
    close_panel,
    convene_panel,
)
from commonground_web.caseroom.triage.actions.reviews import (
    begin_review,
    cast_vote,
    consolidate,
    reopen_triage,
)
from commonground_web.caseroom.triage.models import PanelVote, ReviewerVote, TriageDecision
from commonground_web.caseroom.triage.states import (
    AGREED,
    NEED_INFO,
    REVIEWED,
    SETTLED,
    Says,
    State,
)
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import now
from tests.web.caseroom.entering import (
    CHARGING,
    OFFICER,
    PROSECUTOR,
    SUPERVISOR,
    somebody,
    written,
)
from tests.web.caseroom.people import (
    OTHER_PROSECUTOR,
    OTHER_SUPERVISOR,
    POLICE,
    PROSECUTION,
    REASON,
    checked,
    found,
    new_list,
    opened,
    reading,
)
from tests.web.models import expecting, try_out

AUTHOR = somebody("officer", "supervisor")
"""Writes the findings of every case, and may otherwise review."""

THIRD_PROSECUTOR = somebody("prosecutor", agency=PROSECUTION)
PEOPLE = (
    SUPERVISOR,
    OTHER_SUPERVISOR,
    PROSECUTOR,
    OTHER_PROSECUTOR,
    THIRD_PROSECUTOR,
    CHARGING,
    AUTHOR,
    OFFICER,
)
SIDES = {p.id: "police" for p in PEOPLE if p.agency == POLICE} | {
    p.id: "prosecution" for p in PEOPLE if p.agency == PROSECUTION
}
OFTEN_AGREED = (Verdict.BANK, Verdict.BANK, Verdict.BANK, Verdict.DROP, NEED_INFO)
EXAMPLES, STEPS = 20, 25


@dataclass
class Model:
    """What triage should be: one case, in plain Python."""

    state: str = State.OPEN
    verdict: str | None = None
    votes: dict[str, str] = field(default_factory=dict)
    """What was said in this round, by reviewer."""
    reviewers: set[str] = field(default_factory=set)
    """Everybody who ever reviewed it."""
    panel: dict[str, str] = field(default_factory=dict)
    is_checked: bool = False
    signed: set[str] = field(default_factory=set)
    is_in_use: bool = True
    """Whether somebody accepted what the entry says now, and put it into use."""

    def back(self, to: str = State.OPEN) -> None:
        """Begin another round."""
        self.state, self.verdict, self.votes, self.panel = to, None, {}, {}
        self.changed()

    def settle(self, state: str, verdict: str) -> None:
        """Keep a verdict."""
        self.state, self.verdict = state, verdict
        self.changed()

    def changed(self) -> None:
        """Void the check, and every signature under the list as it was."""
        self.is_checked, self.signed = False, set()


class Triage(RuleBasedStateMachine):
    """Everybody tries everything; what the model allows happens, and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.candidates: CandidateList = new_list()
        self.decision = opened(self.candidates)
        self.model = Model()

    def teardown(self) -> None:
        """Take everything back."""
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize(verdicts=st.lists(st.sampled_from(OFTEN_AGREED), min_size=3, max_size=14))
    def come_far(self, verdicts: list[str]) -> None:
        """Begin anywhere on the way."""
        for verdict in verdicts:
            self.go_on(verdict)

    @rule()
    def answer(self) -> None:
        with expecting(allowed=self.model.state == State.OPEN):
            found(self.fresh, by=AUTHOR)
            self.model.state = State.FINDINGS_COMPLETE

    @rule(by=st.sampled_from(PEOPLE))
    def begin(self, by: Actor) -> None:
        allowed = self.model.state == State.FINDINGS_COMPLETE and by is not OFFICER
        with expecting(allowed=allowed):
            begin_review(decision=self.fresh, by=by, at=now())
            self.model.state = State.INDEPENDENT_REVIEW

    @rule(by=st.sampled_from(PEOPLE), verdict=st.sampled_from(Says.values))
    def vote(self, by: Actor, verdict: str) -> None:
        sides = {SIDES[reviewer] for reviewer in self.model.votes}
        allowed = (
            self.model.state == State.INDEPENDENT_REVIEW
            and by not in (AUTHOR, OFFICER)
            and SIDES[by.id] not in sides
        )
        with expecting(allowed=allowed):
            cast_vote(decision=self.fresh, verdict=verdict, reason=REASON, by=by, at=now())
            self.model.votes[by.id] = verdict
            self.model.reviewers.add(by.id)
            if len(self.model.votes) == 2:
                self.model.state = State.CONSOLIDATING

    @rule(by=st.sampled_from(PEOPLE))
    def draw_together(self, by: Actor) -> None:
        allowed = self.model.state == State.CONSOLIDATING and by.id in self.model.votes
        with expecting(allowed=allowed):
            consolidate(decision=self.fresh, by=by, at=now())
            said = set(self.model.votes.values())
            if NEED_INFO in said:
                self.model.back()
            elif len(said) == 2:
                self.model.state = State.CONFLICT
            else:
                verdict = Verdict(said.pop())
                self.model.settle(AGREED[verdict], verdict)

    @rule(by=st.sampled_from(PEOPLE))
    def convene(self, by: Actor) -> None:
        may = "supervisor" in by.roles or "charging_supervisor" in by.roles
        with expecting(allowed=may and self.model.state == State.CONFLICT):
            convene_panel(decision=self.fresh, by=by, at=now())
            self.model.state = State.PANEL

    @rule(by=st.sampled_from(PEOPLE), verdict=st.sampled_from(Says.values))
    def sit(self, by: Actor, verdict: str) -> None:
        allowed = (
            self.model.state == State.PANEL
            and by not in (AUTHOR, OFFICER)
            and by.id not in self.model.reviewers | set(self.model.panel)
        )
        with expecting(allowed=allowed):
            cast_panel_vote(decision=self.fresh, verdict=verdict, reason=REASON, by=by, at=now())
            self.model.panel[by.id] = verdict

    @rule()
    def close(self) -> None:
        said = list(self.model.panel.values())
        agencies = {SIDES[member] for member in self.model.panel}
        most = [verdict for verdict in set(said) if 2 * said.count(verdict) > len(said)]
        allowed = (
            self.model.state == State.PANEL
            and len(said) >= FEWEST_MEMBERS
            and len(agencies) >= FEWEST_AGENCIES
            and bool(most)
        )
        with expecting(allowed=allowed):
            close_panel(decision=self.fresh, by=CHARGING, at=now())
            if most == [NEED_INFO]:
                self.model.back()
            else:
                self.model.settle(State.DECIDED, most[0])

    @rule()
    def reopen(self) -> None:
        with expecting(allowed=self.model.state in SETTLED):
            reopen_triage(decision=self.fresh, why=REASON, by=CHARGING, at=now())
            self.model.back()

    @rule()
    def correct(self) -> None:
        """Correct the entry: whatever was said of it is said anew, unless the list is locked."""
        is_dropped = self.model.state == State.LOCKED and self.model.verdict == Verdict.DROP
        with expecting(allowed=not is_dropped):
            entry = self.fresh.entry
            words = written(born=entry.born_on)
            correct_entry(entry=entry, written=words, why=REASON, by=AUTHOR, at=now())
            self.model.is_in_use = False
            if self.model.state in REVIEWED:
                self.model.back(State.FINDINGS_COMPLETE)

    @rule(by=st.sampled_from((SUPERVISOR, OTHER_SUPERVISOR, AUTHOR)))
    def accept_anew(self, by: Actor) -> None:
        """Accept what the entry says now, as somebody who did not write it."""
        with expecting(allowed=not self.model.is_in_use and by is not AUTHOR):
            accept_entry(entry=self.fresh.entry, by=by, at=now())
            use_entry(entry=self.fresh.entry, by=by, at=now())
            self.model.is_in_use = True

    @rule()
    def check(self) -> None:
        """Have the list checked anew: what was signed under an earlier check counts no more."""
        with expecting(allowed=self.model.state in SETTLED):
            checked(CandidateList.objects.get(pk=self.candidates.pk))
            self.model.is_checked = True
            self.model.signed.clear()

    @rule(by=st.sampled_from((SUPERVISOR, CHARGING, PROSECUTOR, AUTHOR)))
    def sign(self, by: Actor) -> None:
        allowed = (
            self.model.state in SETTLED
            and self.model.is_checked
            and self.model.is_in_use
            and by is not PROSECUTOR
            and SIDES[by.id] not in self.model.signed
        )
        with expecting(allowed=allowed):
            sign_lock(candidates=CandidateList.objects.get(pk=self.candidates.pk), by=by, at=now())
            self.model.signed.add(SIDES[by.id])
            if len(self.model.signed) == 2:
                self.model.state = State.LOCKED

    @rule(verdict=st.sampled_from(Says.values))
    def go_on(self, verdict: str) -> None:
        """Do what is next."""
        state, model = self.model.state, self.model
        if state == State.OPEN:
            self.answer()
        elif state == State.FINDINGS_COMPLETE:
            self.begin(CHARGING)
        elif state == State.INDEPENDENT_REVIEW:
            said = {SIDES[reviewer] for reviewer in model.votes}
            self.vote(SUPERVISOR if "police" not in said else PROSECUTOR, verdict)
        elif state == State.CONSOLIDATING:
            self.draw_together(next(by for by in PEOPLE if by.id in model.votes))
        elif state == State.CONFLICT:
            self.convene(CHARGING)
        elif state == State.PANEL:
            heard = model.reviewers | set(model.panel)
            fresh = [by for by in PEOPLE if by.id not in heard | {AUTHOR.id, OFFICER.id}]
            self.sit(fresh[0], verdict) if fresh else self.close()
        elif state in SETTLED and not model.is_in_use:
            self.accept_anew(SUPERVISOR)
        elif state in SETTLED and not model.is_checked:
            self.check()
        elif state in SETTLED:
            self.sign(CHARGING if "police" in model.signed else SUPERVISOR)

    @invariant()
    def is_as_the_model_says(self) -> None:
        fresh = self.fresh
        assert (fresh.state, fresh.verdict) == (self.model.state, self.model.verdict)

    @invariant()
    def is_locked_by_two_agencies_alone(self) -> None:
        locks = ListLock.objects.filter(candidate_list=self.candidates)
        assert locks.exists() == (self.model.state == State.LOCKED)
        state = CandidateList.objects.get(pk=self.candidates.pk).state
        assert (state == ListState.LOCKED) == locks.exists()
        for lock in locks:
            assert lock.first_by != lock.second_by
            with reading():
                rounds = ReviewerVote.objects.filter(decision=self.decision, round=self.fresh_round)
                assert len(set(rounds.values_list("agency", flat=True))) >= 2

    @invariant()
    def has_no_author_among_its_voters(self) -> None:
        with reading():
            for votes in (ReviewerVote.objects, PanelVote.objects):
                said = votes.filter(decision=self.decision)
                assert not {
                    str(by)
                    for by in said.values_list(
                        "reviewer" if votes is ReviewerVote.objects else "member", flat=True
                    )
                } & {AUTHOR.id, OFFICER.id}

    @invariant()
    def is_blind_until_both_are_in(self) -> None:
        if self.model.state != State.INDEPENDENT_REVIEW:
            return
        with reading():
            for by in PEOPLE:
                seen = ReviewerVote.objects.restrict(by).filter(decision=self.decision)
                assert {str(vote.reviewer) for vote in seen} <= {by.id}

    @property
    def fresh(self) -> TriageDecision:
        """The case as it is now."""
        with reading():
            decision: TriageDecision = TriageDecision.objects.select_related(
                "candidate_list", "entry"
            ).get(pk=self.decision.pk)
        return decision

    @property
    def fresh_round(self) -> int:
        """The round in which the case is."""
        number: int = TriageDecision.objects.values_list("round", flat=True).get(
            pk=self.decision.pk
        )
        return number


@pytest.mark.django_db
def test_does_what_the_model_does_and_nothing_else() -> None:
    try_out(Triage, examples=EXAMPLES, steps=STEPS)

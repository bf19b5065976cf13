"""A case against a small reference model: whatever people try, on whatever day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)

from commonground_web.caseroom.cases.actions import (
    activate_case,
    complete_case,
    decline_case,
    find_ready,
    return_case,
    withdraw_case,
)
from commonground_web.caseroom.cases.actions.building import authors_of
from commonground_web.caseroom.cases.banking import let_bank, why_not_bankable
from commonground_web.caseroom.cases.clocks import expiry
from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.cases.states import LIMITATION_MARGIN, WAS_BANKED, State
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.lists.moves import WEIGHED
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import day_of, now
from tests.web.caseroom.entering import (
    AGENCY,
    ANALYST,
    CHARGING,
    OFFICE,
    OFFICER,
    PROSECUTOR,
    SUPERVISOR,
    somebody,
    whole,
)
from tests.web.caseroom.listing import fresh_case, some_buy, some_case
from tests.web.caseroom.people import OTHER_PROSECUTOR, REASON
from tests.web.models import expecting, try_out
from tests.web.plain_record import looking
from tests.web.rows import writing

BUILDER = somebody("prosecutor", agency=OFFICE)
"""A prosecutor who opens cases, too."""

PEOPLE = (
    OFFICER,
    BUILDER,
    PROSECUTOR,
    OTHER_PROSECUTOR,
    CHARGING,
    SUPERVISOR,
    ANALYST,
)
BUILDING = (OFFICER, BUILDER, PROSECUTOR, OTHER_PROSECUTOR)
REVIEWING = (BUILDER, PROSECUTOR, OTHER_PROSECUTOR, CHARGING)
WITHDRAWING = (*REVIEWING, SUPERVISOR)
SELDOM = (*(OFFICER, ANALYST) * 4, PROSECUTOR, SUPERVISOR)
"""Who tries what would end a case: mostly people who may not, so that others come to theirs."""

MOSTLY = (*(CHARGING,) * 3, *PEOPLE)
LIMITATION_DAYS = 400
EXAMPLES, STEPS = 25, 30


@dataclass
class Model:
    """What a case should be, in plain Python."""

    agency: object
    limitation_on: date
    authors: set[str] = field(default_factory=set)
    state: str = State.BUILDING
    has_whole_buy: bool = False
    last: date | None = None
    """The last day on which it may be in the bank, once a prosecutor has found it ready."""
    is_contested: bool = False


class ACase(RuleBasedStateMachine):
    """Everybody tries everything; what the model allows happens, and nothing else."""

    def __init__(self) -> None:
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        self.at = now()

    def teardown(self) -> None:
        """Take everything back."""
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize(opener=st.sampled_from((OFFICER, BUILDER)), far=st.sampled_from((0, 1, 2, 3, 3, 3)))
    def open_it(self, opener: Actor, far: int) -> None:
        """Open it, and begin anywhere on the way to the bank."""
        limitation_on = self.today + timedelta(LIMITATION_DAYS)
        self.entry = whole(at=self.at)
        self.case = some_case(self.entry, by=opener, at=self.at, limitation_on=limitation_on)
        self.model = Model(opener.agency, limitation_on, {opener.id})
        steps: tuple[Callable[[], object], ...] = (
            lambda: self.add_a_buy(opener, is_whole=True),
            lambda: self.find_it_ready(CHARGING, days=300),
            self.bank,
        )
        for step in steps[:far]:
            step()

    @rule(by=st.sampled_from(PEOPLE), is_whole=st.booleans())
    def add_a_buy(self, by: Actor, *, is_whole: bool) -> None:
        model = self.model
        allowed = by in BUILDING and by.agency == model.agency and model.state == State.BUILDING
        with expecting(allowed=allowed):
            some_buy(self.case, by=by, at=self.at, has_warrant=is_whole)
            model.authors.add(by.id)
            model.has_whole_buy |= is_whole

    @rule(by=st.sampled_from(PEOPLE), days=st.sampled_from((1, 30, 300, 390)))
    def find_it_ready(self, by: Actor, days: int) -> None:
        model = self.model
        ends_on = self.today + timedelta(days)
        last = min(ends_on, model.limitation_on - LIMITATION_MARGIN)
        allowed = (
            by in REVIEWING
            and by.id not in model.authors
            and model.state == State.BUILDING
            and model.has_whole_buy
            and last > self.today
        )
        with expecting(allowed=allowed):
            find_ready(case=self.fresh, program_ends_on=ends_on, by=by, at=self.at)
            model.state, model.last = State.READY, last

    @rule(by=st.sampled_from(PEOPLE))
    def give_back(self, by: Actor) -> None:
        allowed = by in REVIEWING and self.model.state == State.READY
        with expecting(allowed=allowed):
            return_case(case=self.fresh, why=REASON, by=by, at=self.at)
            self.model.state, self.model.last = State.BUILDING, None

    @rule(by=st.sampled_from(SELDOM))
    def decline(self, by: Actor) -> None:
        allowed = by in REVIEWING and self.model.state in {State.BUILDING, State.READY}
        with expecting(allowed=allowed):
            decline_case(case=self.fresh, why=REASON, by=by, at=self.at)
            self.model.state = State.DECLINED

    @rule(by=st.sampled_from(SELDOM))
    def withdraw(self, by: Actor) -> None:
        before = {State.BUILDING, State.READY, State.BANKED}
        with expecting(allowed=by in WITHDRAWING and self.model.state in before):
            withdraw_case(case=self.fresh, why=REASON, by=by, at=self.at)
            self.model.state = State.WITHDRAWN

    @rule(is_contested=st.booleans())
    def bank(self, *, is_contested: bool = False) -> None:
        """Lock the list: it asks first whether the case can be banked."""
        self.contest(is_contested=is_contested)
        model = self.model
        allowed = (
            model.state == State.READY
            and model.last is not None
            and model.last > self.today
            and not model.is_contested
        )
        with looking("candidate_list", *WEIGHED, verb="lock", at=self.at, by=CHARGING):
            entry = Entry.objects.get(pk=self.entry.pk)
            assert (why_not_bankable(entry) is None) == allowed
        if allowed:
            with looking("candidate_list", *WEIGHED, verb="lock", at=self.at, by=CHARGING):
                let_bank(self.fresh_here(), by=CHARGING, at=self.at)
            model.state = State.BANKED

    @rule(
        by=st.sampled_from(MOSTLY),
        is_contested=st.booleans(),
        late=st.sampled_from((None, None, 0, 1)),
    )
    def activate(self, by: Actor, *, is_contested: bool, late: int | None) -> None:
        """Activate it today, or on its last day in the bank, or the day after."""
        model = self.model
        self.contest(is_contested=is_contested)
        if late is not None and model.last is not None and model.last >= self.today:
            self.at += model.last - self.today + timedelta(late)
        allowed = (
            by is CHARGING
            and model.state == State.BANKED
            and model.last is not None
            and model.last >= self.today
            and not model.is_contested
        )
        with expecting(allowed=allowed):
            activate_case(case=self.fresh, clause="2.1", by=by, at=self.at)
            model.state = State.ACTIVATED

    @rule(by=st.sampled_from(SELDOM))
    def complete(self, by: Actor) -> None:
        with expecting(allowed=by in REVIEWING and self.model.state == State.BANKED):
            complete_case(case=self.fresh, why=REASON, by=by, at=self.at)
            self.model.state = State.COMPLETED

    def contest(self, *, is_contested: bool) -> None:
        """Contest the listing, or have the contest answered."""
        with writing(Entry, agency=AGENCY, verb="receive"):
            entry = Entry.objects.get(pk=self.entry.pk)
            entry.contested_at = self.at if is_contested else None
            entry.save()
        self.model.is_contested = is_contested

    @rule(days=st.sampled_from((1, 29, 120)), is_tick=st.booleans())
    def wait(self, days: int, *, is_tick: bool) -> None:
        """Let days go by; the clock may run on the last of them, or late."""
        self.at += timedelta(days)
        if not is_tick:
            return
        expiry(at=self.at)
        model = self.model
        if model.state == State.BANKED and model.last is not None and model.last < self.today:
            model.state = State.EXPIRED

    @invariant()
    def is_as_the_model_says(self) -> None:
        assert self.fresh.state == self.model.state

    @invariant()
    def is_in_the_bank_until_its_last_day_and_no_longer(self) -> None:
        case = self.fresh
        if case.state not in WAS_BANKED:
            assert case.bank_until is None or case.state == State.WITHDRAWN
            return
        assert case.bank_until is not None
        assert case.bank_until == self.model.last
        assert case.bank_until <= self.model.limitation_on - LIMITATION_MARGIN
        assert (case.expired_on is not None) == (case.state == State.EXPIRED)
        if case.activated_on is not None:
            assert case.activated_on <= case.bank_until

    @invariant()
    def is_never_found_ready_by_who_built_it(self) -> None:
        with looking("case", "entry", at=now()):
            authors = authors_of(Case.objects.get(pk=self.case.pk))
        assert authors == self.model.authors
        assert str(self.fresh.reviewed_by) not in authors

    @property
    def today(self) -> date:
        """The day in the story."""
        at: datetime = self.at
        return day_of(at)

    @property
    def fresh(self) -> Case:
        """The case as it is now."""
        return fresh_case(self.case)

    def fresh_here(self) -> Case:
        """Return the case as it is now, within an event that is open."""
        found: Case = Case.objects.select_related("entry").get(pk=self.case.pk)
        return found


@pytest.mark.django_db
def test_does_what_the_model_does_and_nothing_else() -> None:
    try_out(ACase, examples=EXAMPLES, steps=STEPS)

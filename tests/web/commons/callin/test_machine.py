"""A call-in prepared, moved, held and closed in any order, against a model of it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from commonground_web.commons.callin.actions import Evening, confirm_slots
from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.callin.states import BEFORE_IT, State
from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.candidates.states import ENDED
from commonground_web.commons.candidates.states import State as Stands
from commonground_web.commons.invitations.actions.delivering import Brought, note_delivery
from commonground_web.commons.invitations.actions.inviting import (
    activate_holds,
    invite,
    lift_hold,
    release_letters,
)
from commonground_web.commons.invitations.actions.moving import cancel_callin, move_callin
from commonground_web.commons.invitations.models import How, Invitee
from commonground_web.commons.responses.actions.agreeing import (
    Given,
    give_agreement,
    give_copy,
    note_declined,
)
from commonground_web.commons.responses.actions.holding import (
    close_callin,
    hold_callin,
    note_attendance,
    report_follow_up,
)
from commonground_web.commons.responses.models import Came, ConductAgreement, FollowUp, Reached
from commonground_web.kernel.clock import day_of, now
from commonground_web.valves.messages.invitations import LONGEST_HOLD
from tests.web.commons.callin.conftest import SLOTS
from tests.web.commons.callin.evenings import (
    EVERYTHING,
    acknowledge,
    after,
    bring,
    letters_out,
    planned,
    ready_site,
    seen,
    standing,
)
from tests.web.commons.candidates.released import looking, released
from tests.web.commons.steps.partners import COORDINATOR
from tests.web.models import expecting, try_out

EXAMPLES = 5
STEPS = 25

ON_THE_LIST = 4
"""One more than there are slots."""

SAFE_AFTER = timedelta(days=1)
UNTOUCHED = (Stands.RELEASED, Stands.CONTACT_ATTEMPTED, Stands.INVITED)
LEADS_BACK = (State.HOLDS_ACTIVE, State.LETTERS_OUT)

which = st.integers(0, ON_THE_LIST - 1)


@dataclass(slots=True)
class Guest:
    """What is so of one candidate."""

    state: str = Stands.RELEASED
    begins: datetime | None = None
    """When safe conduct was first set; None while they are not invited."""
    ends: datetime | None = None
    revision: int = 0
    acknowledged: int = 0
    is_lifted: bool = False
    safe_until: datetime | None = None
    tries: list[tuple[str, datetime]] = field(default_factory=list)
    """How each letter was brought, and which evening it named."""
    came: str = ""
    follow_up: str = ""
    has_copy: bool = False

    @property
    def is_on(self) -> bool:
        """Whether they are invited and neither done with nor taken off the list."""
        return self.begins is not None and not self.is_lifted and self.state not in ENDED

    @property
    def stands(self) -> bool:
        """Whether their safe conduct stands."""
        return self.acknowledged == self.revision and not self.is_lifted

    @property
    def is_promised(self) -> bool:
        """Whether a letter has promised them safe conduct."""
        return any(how != How.NOT_FOUND for how, _evening in self.tries)

    @property
    def has_talked(self) -> bool:
        """Whether they came, or were reached afterwards."""
        is_reached = self.state == Stands.ABSENT_FOLLOWUP and self.follow_up == Reached.REACHED
        return is_reached or self.state in (Stands.ATTENDED, Stands.DECLINED)

    def set_hold(self, *, until: datetime) -> None:
        """Set safe conduct, or set it anew."""
        self.revision, self.ends, self.is_lifted = self.revision + 1, until, False
        self.safe_until = None

    def lift(self) -> None:
        """Lift safe conduct, unless it was promised."""
        if self.begins and not self.is_lifted and not self.is_promised:
            self.revision, self.is_lifted, self.safe_until = self.revision + 1, True, None

    def acknowledge(self, revision: int) -> None:
        """Have the case room acknowledge a revision; what comes late says nothing."""
        if revision == self.revision != self.acknowledged:
            self.acknowledged = revision
            self.safe_until = self.safe_until if self.is_lifted else self.ends


@dataclass(slots=True)
class Model:
    """What is so of the call-in."""

    evening: datetime
    state: State = State.PLANNING
    slots: int = 0
    guests: list[Guest] = field(default_factory=list)

    @property
    def on(self) -> list[Guest]:
        """Those who are invited."""
        return [guest for guest in self.guests if guest.is_on]

    @property
    def is_safe(self) -> bool:
        """Whether somebody is invited, and safe conduct stands for everybody who is."""
        return bool(self.on) and all(guest.stands for guest in self.on)

    @property
    def has_help(self) -> bool:
        """Whether there is a slot for every candidate who is not done with."""
        return sum(guest.state not in ENDED for guest in self.guests) <= SLOTS

    @property
    def safe_until(self) -> datetime:
        """Until when safe conduct has to last."""
        return self.evening + SAFE_AFTER

    def wait(self) -> None:
        """Go back to where holds are acknowledged, if it was further."""
        self.state = State.SLOTS_CONFIRMED if self.state in LEADS_BACK else self.state


class ACallIn(RuleBasedStateMachine):
    """A site with up to four candidates and three slots, and one call-in.

    The coordinator does it all: who else may or may not is what the matrix tries.
    """

    STAGE: ClassVar[str]
    """How far the call-in is when a run begins, so that short runs see the end of it too."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.at = now()
        self.keys: list[uuid.UUID] = []
        """The candidates, in the order of the model's guests."""

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.site = ready_site()
        guests = [Guest() for _ in range(ON_THE_LIST - 1)]
        if self.STAGE == "planned":
            self.keys = [released(self.site).pk for _ in guests]
            self.callin = planned(self.site)
            self.model = Model(self.callin.at, guests=guests)
            return
        self.callin = letters_out(self.site, candidates=ON_THE_LIST - 1)
        self.keys = [invitee.candidate_id for invitee in seen(self.callin)]
        self.model = Model(self.callin.at, State.LETTERS_OUT, SLOTS, guests)
        for guest in guests:
            guest.begins = self.at
            guest.set_hold(until=self.model.safe_until)
            guest.acknowledge(1)
        if self.STAGE == "held":
            for invitee in seen(self.callin):
                bring(invitee)
            for guest in guests:
                guest.tries, guest.state = [(How.BY_HAND, self.callin.at)], Stands.INVITED
            self.at = after(self.callin)
            hold_callin(callin=self.callin, by=COORDINATOR, at=self.at)
            self.model.state = State.HELD

    @rule()
    def release_one_more(self) -> None:
        if len(self.keys) < ON_THE_LIST:
            self.keys.append(released(self.site).pk)
            self.model.guests.append(Guest())

    @rule()
    def confirm(self) -> None:
        model = self.model
        with expecting(allowed=model.state in BEFORE_IT and model.has_help):
            confirm_slots(callin=self.fresh, by=COORDINATOR, at=self.at)
            model.slots = SLOTS
            if model.state == State.PLANNING:
                model.state = State.SLOTS_CONFIRMED

    @rule(number=which)
    def invite_one(self, number: int) -> None:
        guest, model = self.guest(number), self.model
        begins = guest.begins or self.at
        allowed = (
            model.state in {State.SLOTS_CONFIRMED, *LEADS_BACK}
            and len(model.on) < model.slots
            and guest.state in UNTOUCHED
            and (guest.begins is None or guest.is_lifted)
            and model.evening > self.at
            and model.safe_until <= begins + LONGEST_HOLD
        )
        with expecting(allowed=allowed):
            asked = [self.candidate(number)]
            invite(callin=self.fresh, candidates=asked, by=COORDINATOR, at=self.at)
            guest.begins = begins
            guest.set_hold(until=model.safe_until)
            model.wait()

    @rule(late=st.booleans())
    def acknowledge_all(self, late: bool) -> None:
        """Acknowledge every hold: as it is now, or as it was when it was first set."""
        acknowledge([one.hold for one in self.invitees()], revision=1 if late else None)
        for guest in self.model.guests:
            if guest.begins:
                guest.acknowledge(1 if late else guest.revision)

    @rule()
    def activate(self) -> None:
        allowed = self.model.state == State.SLOTS_CONFIRMED and self.model.is_safe
        with expecting(allowed=allowed):
            activate_holds(callin=self.fresh, by=COORDINATOR, at=self.at)
            self.model.state = State.HOLDS_ACTIVE

    @rule()
    def let_letters_out(self) -> None:
        model = self.model
        allowed = (
            model.state == State.HOLDS_ACTIVE
            and model.is_safe
            and model.has_help
            and model.evening > self.at
        )
        with expecting(allowed=allowed):
            release_letters(callin=self.fresh, by=COORDINATOR, at=self.at)
            model.state = State.LETTERS_OUT

    @rule(days=st.integers(-1, 60))
    def move(self, days: int) -> None:
        model, evening = self.model, self.at + timedelta(days=days)
        until = evening + SAFE_AFTER
        lasts = all(g.begins and until - g.begins <= LONGEST_HOLD for g in model.on)
        is_other = evening != model.evening
        allowed = model.state in BEFORE_IT and days > 0 and (lasts or not is_other)
        with expecting(allowed=allowed):
            said = Evening(at=evening, venue="Hall")
            move_callin(callin=self.fresh, evening=said, why="x", by=COORDINATOR, at=self.at)
            model.evening = evening
            if is_other:
                model.wait()
                for guest in model.on:
                    promised = [guest.ends] if guest.is_promised and guest.ends else []
                    guest.set_hold(until=max([until, *promised]))

    @rule(number=which)
    def lift(self, number: int) -> None:
        guest = self.guest(number)
        if guest.begins is None:
            return
        with expecting(allowed=not guest.is_lifted and not guest.is_promised):
            lift_hold(hold=self.invitee(number).hold, by=COORDINATOR, at=self.at)
            guest.lift()
            self.model.wait()

    @rule(number=which, how=st.sampled_from(How.values))
    def bring_letter(self, number: int, how: str) -> None:
        guest, model = self.guest(number), self.model
        if guest.begins is None:
            return
        is_safe = guest.safe_until is not None and guest.safe_until >= model.safe_until > self.at
        allowed = (
            model.state == State.LETTERS_OUT
            and model.is_safe
            and model.has_help
            and guest.state not in ENDED
            and is_safe
        )
        with expecting(allowed=allowed):
            brought = Brought(how=how, on=day_of(self.at), rsvp="open")
            note_delivery(invitee=self.invitee(number), brought=brought, by=COORDINATOR, at=self.at)
            assert guest.stands
            guest.tries.append((how, model.evening))
            if how != How.NOT_FOUND:
                guest.state = Stands.INVITED
            elif guest.state == Stands.RELEASED:
                guest.state = Stands.CONTACT_ATTEMPTED

    @rule(number=which, status=st.sampled_from([Stands.WITHDRAWN, *ENDED]))
    def end(self, number: int, status: str) -> None:
        """Have the case room say what became of somebody."""
        guest = self.guest(number)
        if guest.state in ENDED:
            return
        standing(self.candidate(number), status)
        guest.state = status
        if self.model.state in BEFORE_IT:
            guest.lift()

    @rule(hours=st.sampled_from([1, 1, 1, 80]))
    def wait(self, hours: int) -> None:
        """Let time pass until some hours after the evening."""
        self.at = max(self.at, self.model.evening + timedelta(hours=hours))

    @rule()
    def hold(self) -> None:
        model = self.model
        is_told = all(any(day == model.evening for _, day in guest.tries) for guest in model.on)
        allowed = (
            model.state == State.LETTERS_OUT
            and model.is_safe
            and model.has_help
            and self.at >= model.evening
            and is_told
        )
        with expecting(allowed=allowed):
            hold_callin(callin=self.fresh, by=COORDINATOR, at=self.at)
            model.state = State.HELD

    @rule(number=which, came=st.sampled_from(Came.values))
    def note(self, number: int, came: str) -> None:
        guest = self.guest(number)
        if guest.begins is None:
            return
        has_been_tried = guest.state != Stands.RELEASED
        allowed = self.model.state == State.HELD and not guest.came and has_been_tried
        with expecting(allowed=allowed):
            note_attendance(
                invitee=self.invitee(number),
                came=came,
                with_influential=False,
                by=COORDINATOR,
                at=self.at,
            )
            guest.came = came
            if guest.state not in ENDED:
                is_there = came == Came.PRESENT
                guest.state = Stands.ATTENDED if is_there else Stands.ABSENT_FOLLOWUP
                guest.follow_up = "" if is_there else Reached.OPEN

    @rule(number=which, outcome=st.sampled_from(Reached.values))
    def follow_up(self, number: int, outcome: str) -> None:
        guest = self.guest(number)
        if not guest.follow_up:
            return
        with looking(*EVERYTHING):
            task = FollowUp.objects.get(invitee__candidate=self.keys[self.index(number)])
        allowed = guest.follow_up != Reached.REACHED and outcome != Reached.OPEN
        with expecting(allowed=allowed):
            report_follow_up(follow_up=task, outcome=outcome, by=COORDINATOR, at=self.at)
            guest.follow_up = outcome

    @rule(number=which)
    def agree(self, number: int) -> None:
        guest, day = self.guest(number), day_of(self.at)
        with expecting(allowed=guest.has_talked):
            given = Given(terms=["no_sale"], given_on=day, ends_on=day + timedelta(days=90))
            candidate = self.candidate(number)
            give_agreement(candidate=candidate, given=given, by=COORDINATOR, at=self.at)
            guest.state = Stands.AGREEMENT_GIVEN

    @rule(number=which)
    def decline(self, number: int) -> None:
        guest = self.guest(number)
        allowed = guest.has_talked and guest.state != Stands.DECLINED
        with expecting(allowed=allowed):
            note_declined(candidate=self.candidate(number), by=COORDINATOR, at=self.at)
            guest.state = Stands.DECLINED

    @rule(number=which)
    def hand_copy(self, number: int) -> None:
        guest = self.guest(number)
        with looking(*EVERYTHING):
            given = ConductAgreement.objects.filter(candidate=self.keys[self.index(number)])
            agreement = given.select_related("candidate").first()
        if agreement is None:
            return
        allowed = not guest.has_copy and guest.state == Stands.AGREEMENT_GIVEN
        with expecting(allowed=allowed):
            give_copy(agreement=agreement, by=COORDINATOR, at=self.at)
            guest.has_copy, guest.state = True, Stands.IN_TERM

    @rule()
    def close(self) -> None:
        model = self.model
        is_done = not any(guest.follow_up == Reached.OPEN for guest in model.guests)
        allowed = model.state == State.HELD and all(g.came for g in model.on) and is_done
        with expecting(allowed=allowed):
            close_callin(callin=self.fresh, by=COORDINATOR, at=self.at)
            model.state = State.CLOSED

    @rule(why=st.sampled_from(["", "", "", "", "The hall burnt down."]))
    def cancel(self, why: str) -> None:
        allowed = self.model.state in BEFORE_IT and bool(why)
        with expecting(allowed=allowed):
            cancel_callin(callin=self.fresh, why=why, by=COORDINATOR, at=self.at)
            self.model.state = State.CANCELLED
            for guest in self.model.guests:
                guest.lift()

    @invariant()
    def is_as_the_model_says(self) -> None:
        callin, model = self.fresh, self.model
        assert (callin.state, callin.at, callin.slots) == (model.state, model.evening, model.slots)
        assert [self.found(key) for key in self.keys] == [
            (g.state, g.revision, g.is_lifted, bool(g.begins and g.stands), g.safe_until)
            for g in model.guests
        ]
        if model.state in BEFORE_IT:
            unsafe = sum(not guest.stands for guest in model.on)
            assert (callin.invited, callin.unsafe) == (len(model.on), unsafe)

    @invariant()
    def invites_no_more_than_there_are_slots(self) -> None:
        assert self.model.state not in BEFORE_IT or len(self.model.on) <= self.model.slots

    @invariant()
    def keeps_every_promise(self) -> None:
        assert not any(guest.is_promised and guest.is_lifted for guest in self.model.guests)

    @invariant()
    def has_followed_up_or_seen_everyone_once_closed(self) -> None:
        left = (guest.state in UNTOUCHED for guest in self.model.on)
        assert self.model.state != State.CLOSED or not any(left)

    @property
    def fresh(self) -> CallIn:
        found: CallIn = CallIn.objects.select_related("site").get(pk=self.callin.pk)
        return found

    def index(self, number: int) -> int:
        return number % len(self.keys)

    def guest(self, number: int) -> Guest:
        return self.model.guests[self.index(number)]

    def candidate(self, number: int) -> Candidate:
        with looking("candidate"):
            found: Candidate = Candidate.objects.get(pk=self.keys[self.index(number)])
        return found

    def invitees(self) -> list[Invitee]:
        return seen(self.callin)

    def invitee(self, number: int) -> Invitee:
        key = self.keys[self.index(number)]
        return next(one for one in self.invitees() if one.candidate_id == key)

    def found(self, key: uuid.UUID) -> tuple[str, int, bool, bool, datetime | None]:
        """Return what the database says of a candidate, as the model would."""
        with looking(*EVERYTHING):
            candidate = Candidate.objects.get(pk=key)
            invitee = Invitee.objects.select_related("hold").filter(candidate=candidate).first()
        hold = invitee.hold if invitee else None
        return (
            candidate.state,
            hold.revision if hold else 0,
            bool(hold and hold.lifted_at),
            bool(hold and hold.stands),
            candidate.safe_until,
        )


@pytest.mark.django_db
@pytest.mark.parametrize("stage", ["planned", "letters out", "held"])
def test_does_what_the_model_does_and_nothing_else(stage: str) -> None:
    machine = type(f"From {stage}", (ACallIn,), {"STAGE": stage})
    try_out(machine, examples=EXAMPLES, steps=STEPS)

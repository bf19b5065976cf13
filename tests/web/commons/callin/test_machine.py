"""A call-in prepared, moved, held and cancelled in any order, against what must always be true."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from commonground_web.commons.callin.actions import Evening, confirm_slots
from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.callin.states import MACHINE, State
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
from commonground_web.commons.invitations.models import Delivery, Hold, How, Invitee
from commonground_web.commons.invitations.tally import invitees_of
from commonground_web.commons.responses.actions.agreeing import Given, give_agreement
from commonground_web.commons.responses.actions.holding import (
    close_callin,
    hold_callin,
    note_attendance,
    report_follow_up,
)
from commonground_web.commons.responses.models import (
    Attendance,
    Came,
    ConductAgreement,
    FollowUp,
    Reached,
)
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.clock import day_of, now
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

which = st.integers(0, 4)
ON_THE_LIST = 4


class Preparing(RuleBasedStateMachine):
    """A site with four candidates and three slots, and one call-in."""

    STAGE: ClassVar[str]
    """How far the call-in is when a run begins, so that short runs see the end of it too."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.at = now()
        self.stood: dict[object, bool] = {}
        """Whether safe conduct stood when each letter was brought."""

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.atomic.__exit__(None, None, None)

    @initialize()
    def begin(self) -> None:
        self.site = ready_site()
        if self.STAGE == "planned":
            for _ in range(ON_THE_LIST - 1):
                released(self.site)
            self.callin = planned(self.site)
            return
        self.callin = letters_out(self.site, candidates=ON_THE_LIST - 1)
        if self.STAGE == "held":
            for invitee in seen(self.callin):
                bring(invitee)
            self.at = after(self.callin)
            hold_callin(callin=self.callin, by=COORDINATOR, at=self.at)
        with looking(*EVERYTHING):
            self.stood = dict.fromkeys(Delivery.objects.values_list("pk", flat=True), True)

    def try_to(self, act: Callable[..., Any], **given: Any) -> None:
        """Try an action; what the state of things refuses leaves everything as it was."""
        before = self.fresh().state
        with suppress(Refused), transaction.atomic():
            act(**given, by=COORDINATOR, at=self.at)
        came_to = self.fresh().state
        assert came_to == before or came_to in MACHINE.transitions[before]

    def invitee(self, number: int) -> Invitee | None:
        with looking(*EVERYTHING):
            invitees = invitees_of(self.callin.pk)
        return invitees[number % len(invitees)] if invitees else None

    def fresh(self) -> CallIn:
        found: CallIn = CallIn.objects.select_related("site").get(pk=self.callin.pk)
        return found

    @rule()
    def releases_one_more(self) -> None:
        if self._listed() < ON_THE_LIST:
            released(self.site)

    def _listed(self) -> int:
        with looking("candidate"):
            return Candidate.objects.filter(site=self.site.pk).count()

    @rule()
    def confirms_slots(self) -> None:
        self.try_to(confirm_slots, callin=self.fresh())

    @rule(number=which)
    def invites(self, number: int) -> None:
        with looking("candidate"):
            listed = list(Candidate.objects.filter(site=self.site.pk).order_by("pk"))
        self.try_to(
            invite,
            callin=self.fresh(),
            candidates=[listed[number % len(listed)]],
        )

    @rule()
    def acknowledges_all(self) -> None:
        with looking(*EVERYTHING):
            holds = list(Hold.objects.filter(invitee__callin=self.callin.pk))
        acknowledge(holds)

    @rule(number=which)
    def acknowledges_an_earlier_one(self, number: int) -> None:
        if invitee := self.invitee(number):
            acknowledge([invitee.hold], revision=1)

    @rule()
    def activates_holds(self) -> None:
        self.try_to(activate_holds, callin=self.fresh())

    @rule()
    def releases_letters(self) -> None:
        self.try_to(release_letters, callin=self.fresh())

    @rule(days=st.integers(1, 60))
    def moves(self, days: int) -> None:
        evening = Evening(at=self.at + timedelta(days=days), venue="Hall")
        self.try_to(move_callin, callin=self.fresh(), evening=evening, why="x")

    @rule(number=which)
    def lifts(self, number: int) -> None:
        if invitee := self.invitee(number):
            self.try_to(lift_hold, hold=invitee.hold)

    @rule(number=which, how=st.sampled_from(How.values))
    def brings(self, number: int, how: str) -> None:
        if invitee := self.invitee(number):
            brought = Brought(how=how, on=day_of(self.at), rsvp="open")
            stood = invitee.hold.stands
            self.try_to(note_delivery, invitee=invitee, brought=brought)
            with looking(*EVERYTHING):
                for delivery in Delivery.objects.filter(invitee=invitee):
                    self.stood.setdefault(delivery.pk, stood)

    @rule(number=which, status=st.sampled_from(["withdrawn", "activated", "completed"]))
    def ends(self, number: int, status: str) -> None:
        invitee = self.invitee(number)
        if invitee and not invitee.candidate.has_ended:
            standing(invitee.candidate, status)

    @rule()
    def waits_for_the_evening(self) -> None:
        self.at = max(self.at, self.fresh().at + timedelta(hours=1))

    @rule()
    def holds(self) -> None:
        self.try_to(hold_callin, callin=self.fresh())

    @rule(number=which, came=st.sampled_from(Came.values))
    def notes(self, number: int, came: str) -> None:
        if invitee := self.invitee(number):
            self.try_to(
                note_attendance,
                invitee=invitee,
                came=came,
                with_influential=False,
            )

    @rule(outcome=st.sampled_from([one for one in Reached.values if one != "open"]))
    def follows_up(self, outcome: str) -> None:
        with looking(*EVERYTHING):
            tasks = list(FollowUp.objects.select_related("invitee__candidate"))
        for task in tasks[:1]:
            self.try_to(report_follow_up, follow_up=task, outcome=outcome)

    @rule(number=which)
    def agrees(self, number: int) -> None:
        if invitee := self.invitee(number):
            day = day_of(self.at)
            given = Given(terms=["no_sale"], given_on=day, ends_on=day + timedelta(days=90))
            self.try_to(give_agreement, candidate=invitee.candidate, given=given)

    @rule()
    def closes(self) -> None:
        self.try_to(close_callin, callin=self.fresh())

    @rule(really=st.integers(0, 9))
    def cancels(self, really: int) -> None:
        if really == 0:
            self.try_to(cancel_callin, callin=self.fresh(), why="x")

    @invariant()
    def invites_no_more_than_there_are_slots(self) -> None:
        callin = self.fresh()
        assert callin.invited <= callin.slots

    @invariant()
    def counts_as_it_is(self) -> None:
        callin = self.fresh()
        if callin.state in (State.HELD, State.CLOSED, State.CANCELLED):
            return
        with looking(*EVERYTHING):
            here = [
                i
                for i in invitees_of(callin.pk)
                if i.candidate.state not in ENDED and i.hold.lifted_at is None
            ]
        assert callin.invited == len(here)
        assert callin.unsafe == sum(not invitee.hold.stands for invitee in here)

    @invariant()
    def brings_no_letter_before_safe_conduct_stands(self) -> None:
        assert all(self.stood.values())

    @invariant()
    def keeps_every_promise(self) -> None:
        with looking(*EVERYTHING):
            promised = Delivery.objects.exclude(how=How.NOT_FOUND).values("invitee")
            assert not Hold.objects.filter(invitee__in=promised, lifted_at__isnull=False).exists()

    @invariant()
    def has_no_agreement_without_attendance_or_contact(self) -> None:
        with looking(*EVERYTHING):
            for agreement in ConductAgreement.objects.select_related("candidate"):
                came = Attendance.objects.filter(
                    invitee__candidate=agreement.candidate, came=Came.PRESENT
                )
                reached = FollowUp.objects.filter(
                    invitee__candidate=agreement.candidate, outcome=Reached.REACHED
                )
                assert came.exists() or reached.exists()

    @invariant()
    def is_safe_only_where_the_hold_stands(self) -> None:
        with looking(*EVERYTHING):
            safe = Invitee.objects.filter(
                candidate__safe_until__isnull=False, callin=self.callin.pk
            )
            assert all(invitee.hold.stands for invitee in safe.select_related("hold"))

    @invariant()
    def has_followed_up_or_seen_everyone_once_closed(self) -> None:
        if self.fresh().state == State.CLOSED:
            with looking(*EVERYTHING):
                left = Invitee.objects.filter(
                    callin=self.callin.pk, hold__lifted_at__isnull=True
                ).exclude(candidate__state__in=[*ENDED, *SEEN])
                assert not left.exists()


SEEN = (Stands.ATTENDED, Stands.ABSENT_FOLLOWUP, Stands.AGREEMENT_GIVEN)


@pytest.mark.django_db
@pytest.mark.parametrize("stage", ["planned", "letters out", "held"])
def test_keeps_what_must_always_be_true(stage: str) -> None:
    run_state_machine_as_test(
        type(f"From {stage}", (Preparing,), {"STAGE": stage}),
        settings=settings(
            max_examples=5,
            stateful_step_count=25,
            deadline=None,
            phases=[Phase.reuse, Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )

"""A referral against its reference model: whatever two providers try, in whatever order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from commonground_web.careroom.consents.actions import revoke_consent
from commonground_web.careroom.referrals.actions import (
    Step,
    draft_referral,
    move_referral,
    send_referral,
)
from commonground_web.careroom.referrals.directory import offered_one
from commonground_web.careroom.referrals.models import Referral
from commonground_web.careroom.referrals.states import State
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.clock import now
from tests.web.careroom.people import (
    OURS,
    THEIRS,
    client_of,
    consent_of,
    publish_service,
    seen,
    someone,
)

BY_SENDER = {"cancelled": {"draft", "sent", "waitlisted", "accepted", "scheduled"}}
BY_RECEIVER = {
    "accepted": {"sent", "waitlisted"},
    "rejected": {"sent", "waitlisted"},
    "waitlisted": {"sent"},
    "scheduled": {"accepted", "scheduled"},
    "started": {"accepted", "scheduled"},
    "completed": {"started"},
    "ended": {"accepted", "scheduled", "started"},
}
"""The reference: by whom each state is reached, and from which states."""


class Following(RuleBasedStateMachine):
    """One referral from a provider to another."""

    def __init__(self) -> None:
        super().__init__()
        self.sender, self.receiver = someone(agency=OURS), someone(agency=THEIRS)
        service = offered_one(publish_service(THEIRS))
        assert service is not None
        client = client_of(self.sender)
        self.consent = consent_of(client, self.sender)
        self.referral = draft_referral(
            client=client, service=service, request="", by=self.sender, at=now()
        )
        self.state, self.is_shared, self.is_revoked = "draft", False, False

    @rule()
    def send(self) -> None:
        """Send it."""
        may = self.state == "draft" and not self.is_revoked
        try:
            send_referral(referral=self.referral, consent=self.consent, by=self.sender, at=now())
        except Refused:
            assert not may
        else:
            assert may
            self.state, self.is_shared = "sent", True

    @rule(to=st.sampled_from(State.values), is_sender=st.booleans(), says_why=st.booleans())
    def move(self, to: str, is_sender: bool, says_why: bool) -> None:
        """Move it, as either side, with or without a reason."""
        ways = BY_SENDER if is_sender else BY_RECEIVER
        may = self.state in ways.get(to, set()) and (
            says_why or to not in {"rejected", "ended", "cancelled"}
        )
        step = Step(
            to=to,
            reason="moved" if says_why else "",
            scheduled_for=now() + timedelta(days=1) if to == "scheduled" else None,
        )
        by = self.sender if is_sender else self.receiver
        if not is_sender and not self.is_shared:
            return
        try:
            move_referral(referral=self.referral, step=step, by=by, at=now())
        except Refused:
            assert not may
        else:
            assert may
            self.state = to

    @rule()
    def revoke(self) -> None:
        """Take the consent back."""
        try:
            revoke_consent(consent=self.consent, by=self.sender, at=now())
        except Refused:
            assert self.is_revoked
        self.is_revoked, self.is_shared = True, False

    @invariant()
    def is_where_the_model_is(self) -> None:
        """Compare."""
        [kept] = [row for row in seen(Referral, self.sender) if row.pk == self.referral.pk]
        assert kept.state == self.state

    @invariant()
    def is_shown_to_the_receiver_while_a_consent_lets_it(self) -> None:
        """Look as the receiver."""
        shown = [row.pk for row in seen(Referral, self.receiver)]
        assert (self.referral.pk in shown) is self.is_shared


@pytest.mark.django_db
def test_keeps_to_the_model_whatever_is_done() -> None:
    run_state_machine_as_test(
        Following,
        settings=settings(
            max_examples=25,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

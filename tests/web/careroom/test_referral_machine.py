"""A referral against its reference model: whatever two providers try, in whatever order."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

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
from tests.web.models import expecting, try_out

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
        with expecting(allowed=self.state == "draft" and not self.is_revoked):
            send_referral(referral=self.referral, consent=self.consent, by=self.sender, at=now())
            self.state, self.is_shared = "sent", True

    @rule()
    def accept(self) -> None:
        """Accept it, as the receiver, also where it is hidden from them."""
        self.move(to="accepted", is_sender=False, says_why=False)

    @rule(to=st.sampled_from(State.values), is_sender=st.booleans(), says_why=st.booleans())
    def move(self, to: str, is_sender: bool, says_why: bool) -> None:
        """Move it, as either side, with or without a reason."""
        ways = BY_SENDER if is_sender else BY_RECEIVER
        is_theirs = is_sender or self.is_shared
        says_enough = says_why or to not in {"rejected", "ended", "cancelled"}
        allowed = self.state in ways.get(to, set()) and says_enough and is_theirs
        step = Step(
            to=to,
            reason="moved" if says_why else "",
            scheduled_for=now() + timedelta(days=1) if to == "scheduled" else None,
        )
        by = self.sender if is_sender else self.receiver
        with expecting(allowed=allowed):
            move_referral(referral=self.referral, step=step, by=by, at=now())
            self.state = to

    @rule()
    def revoke(self) -> None:
        """Take the consent back."""
        with expecting(allowed=not self.is_revoked):
            revoke_consent(consent=self.consent, by=self.sender, at=now())
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
def test_does_what_the_model_does_and_nothing_else() -> None:
    try_out(Following, examples=25, steps=12)

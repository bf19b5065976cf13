"""Purges, reviews and holds in any order, against a model of what should be there."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.purge.actions import witness_purge
from commonground_web.kernel.purge.clockwork import digest_of, purge_due
from commonground_web.kernel.purge.holds import confirm_hold, place_hold, release_hold
from commonground_web.kernel.purge.models import LegalHold, Purge, PurgeCertificate, PurgeItem
from commonground_web.kernel.purge.states import Fate, State
from commonground_web.kernel.retention.actions import (
    confirm_review,
    confirm_site_rule,
    propose_review,
    propose_site_rule,
)
from tests.web.plain_record import (
    AGENCY,
    found,
    holder,
    keeper,
    looking,
    make_record,
    plain_model,
    writer,
)

START = datetime(2026, 3, 2, 17, tzinfo=UTC)
DAYS = 10
"""The days that the site keeps records for, so that a run sees them come and go."""


@dataclass
class Kept:
    """A record as it should be."""

    purge_on: date
    hold: LegalHold | None = None
    held_until: date = date.min
    days: list[date] = field(default_factory=list)


class Keeping(RuleBasedStateMachine):
    """A room in which records are entered, reviewed, held and let go."""

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.at = START
        self.kept: dict[uuid.UUID, Kept] = {}
        self.gone: set[uuid.UUID] = set()

    @property
    def today(self) -> date:
        return day_of(self.at)

    @initialize()
    def keep_for_ten_days(self) -> None:
        changed = propose_site_rule(
            record_type=plain_model()._meta.label_lower, days=DAYS, by=keeper(), at=self.at
        )
        confirm_site_rule(changed=changed, by=keeper(), at=self.at)

    @rule()
    def enter(self) -> None:
        self.kept[make_record(at=self.at)] = Kept(self.today + timedelta(days=DAYS))

    @rule(days=st.integers(1, 8))
    def wait(self, days: int) -> None:
        self.at += timedelta(days=days)

    @precondition(lambda self: self.kept)
    @rule(data=st.data(), decision=st.sampled_from(["retain", "correct", "purge"]))
    def review(self, data: st.DataObject, decision: str) -> None:
        key = data.draw(st.sampled_from(sorted(self.kept)))
        record, model = found(key, at=self.at), self.kept[key]
        until = {
            "retain": self.today + timedelta(days=DAYS),
            "correct": model.purge_on,
            "purge": min(model.purge_on, self.today),
        }[decision]
        try:
            proposal = propose_review(
                record=record,
                decision=decision,
                reason="still_valid",
                explanation="Looked at.",
                by=keeper(),
                at=self.at,
            )
            confirm_review(proposal=proposal, by=keeper(), at=self.at)
        except Refused:
            assert model.purge_on <= self.today or until <= model.purge_on
        else:
            assert model.purge_on > self.today
            model.purge_on = until

    @precondition(lambda self: self.kept)
    @rule(data=st.data(), days=st.integers(1, 20))
    def hold(self, data: st.DataObject, days: int) -> None:
        key = data.draw(st.sampled_from(sorted(self.kept)))
        hold = place_hold(
            record=found(key, at=self.at),
            authority="Order 17.",
            expires_on=self.today + timedelta(days=days),
            by=holder(),
            at=self.at,
        )
        confirm_hold(hold=hold, by=holder(), at=self.at)
        model = self.kept[key]
        if hold.expires_on >= model.held_until:
            model.hold, model.held_until = hold, hold.expires_on

    @precondition(lambda self: any(kept.hold for kept in self.kept.values()))
    @rule(data=st.data())
    def release(self, data: st.DataObject) -> None:
        held = sorted(key for key, kept in self.kept.items() if kept.hold)
        key = data.draw(st.sampled_from(held))
        for hold in LegalHold.objects.filter(
            record=key, released_by__isnull=True, expires_on__gt=self.today
        ):
            release_hold(hold=hold, by=holder(), at=self.at)
            release_hold(hold=hold, by=holder(), at=self.at)
        self.kept[key].hold, self.kept[key].held_until = None, date.min

    @rule()
    def witness(self) -> None:
        for purge in Purge.objects.filter(state=State.LISTED):
            witness_purge(purge=purge, by=keeper(agency=purge.owner or AGENCY), at=self.at)

    @rule()
    def tick(self) -> None:
        purge_due(at=self.at)
        for key in [key for key in self.kept if found(key, at=self.at) is None]:
            model = self.kept.pop(key)
            assert model.purge_on <= self.today, "went before its day"
            assert model.held_until <= self.today, "went while a hold kept it"
            self.gone.add(key)

    @invariant()
    def has_the_days_of_the_model(self) -> None:
        days = {key: found(key, at=self.at).purge_on for key in self.kept}
        assert days == {key: kept.purge_on for key, kept in self.kept.items()}

    @invariant()
    def hides_what_is_due(self) -> None:
        with looking(at=self.at):
            seen = set(plain_model().objects.restrict(writer()).values_list("pk", flat=True))
        assert seen == {key for key, kept in self.kept.items() if kept.purge_on > self.today}

    @invariant()
    def certifies_what_went(self) -> None:
        label = plain_model()._meta.label_lower
        certified: set[uuid.UUID] = set()
        for certificate in PurgeCertificate.objects.all():
            items = PurgeItem.objects.filter(purge=certificate.purge_id, fate=Fate.GONE)
            rows = list(items.values_list("record_type", "record"))
            assert certificate.n == len(rows)
            assert certificate.digest == digest_of(rows)
            certified |= {key for kind, key in rows if kind == label}
        assert certified == self.gone

    def teardown(self) -> None:
        """Let all clocks run out: nothing that is due stays."""
        try:
            for _ in range(3):
                self.at += timedelta(days=20 + django_settings.PURGE_WAITS_DAYS)
                self.tick()
                self.at += timedelta(days=django_settings.PURGE_WAITS_DAYS)
                self.tick()
            assert self.kept == {}
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)


@pytest.mark.django_db
def test_keeps_to_the_model_whatever_is_done() -> None:
    run_state_machine_as_test(
        Keeping,
        settings=settings(
            max_examples=12,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )

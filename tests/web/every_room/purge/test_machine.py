"""Purges, reviews and holds in any order, against a model of what should be there."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.purge.actions import witness_purge
from commonground_web.kernel.purge.clockwork import digest_of, purge_due
from commonground_web.kernel.purge.holds import LONGEST_DAYS, confirm_hold, place_hold, release_hold
from commonground_web.kernel.purge.models import LegalHold, Purge, PurgeCertificate, PurgeItem
from commonground_web.kernel.purge.states import Fate, State
from commonground_web.kernel.retention.actions import (
    confirm_review,
    confirm_site_rule,
    propose_review,
    propose_site_rule,
)
from tests.web.models import expecting, try_out
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

ANOTHER, SAME, WRITER = "another", "the same", "a writer"
SECONDS = st.sampled_from([ANOTHER, ANOTHER, ANOTHER, SAME, WRITER])
"""Who is asked to be the second person: another who may, who asked, or somebody who may not."""


def second(who: str, first: Actor, *, another: Actor) -> Actor:
    """Return the person that somebody is."""
    return {ANOTHER: another, SAME: first, WRITER: writer()}[who]


@dataclass
class Kept:
    """A record as it should be."""

    purge_on: date
    held_until: date = date.min


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
    def begin(self) -> None:
        changed = propose_site_rule(
            record_type=plain_model()._meta.label_lower, days=DAYS, by=keeper(), at=self.at
        )
        confirm_site_rule(changed=changed, by=keeper(), at=self.at)
        self.enter()

    @rule()
    def enter(self) -> None:
        self.kept[make_record(at=self.at)] = Kept(self.today + timedelta(days=DAYS))

    @rule(days=st.integers(1, 8))
    def wait(self, days: int) -> None:
        self.at += timedelta(days=days)

    @precondition(lambda self: self.kept)
    @rule(data=st.data(), decision=st.sampled_from(["retain", "correct", "purge"]), who=SECONDS)
    def review(self, data: st.DataObject, decision: str, who: str) -> None:
        key = data.draw(st.sampled_from(list(self.kept)))
        record, model = found(key, at=self.at), self.kept[key]
        until = {
            "retain": self.today + timedelta(days=DAYS),
            "correct": model.purge_on,
            "purge": min(model.purge_on, self.today),
        }[decision]
        moves = decision != "retain" or until > model.purge_on
        allowed = who == ANOTHER and model.purge_on > self.today and moves
        first = keeper()
        with expecting(allowed=allowed):
            proposal = propose_review(
                record=record,
                decision=decision,
                reason="still_valid",
                explanation="Looked at.",
                by=first,
                at=self.at,
            )
            by = second(who, first, another=keeper())
            confirm_review(proposal=proposal, by=by, at=self.at)
        if allowed:
            model.purge_on = until

    @precondition(lambda self: self.kept)
    @rule(data=st.data(), days=st.sampled_from([0, 1, 5, 12, 20, LONGEST_DAYS + 1]), who=SECONDS)
    def hold(self, data: st.DataObject, days: int, who: str) -> None:
        key = data.draw(st.sampled_from(list(self.kept)))
        allowed = who == ANOTHER and 0 < days <= LONGEST_DAYS
        first, expires_on = holder(), self.today + timedelta(days=days)
        with expecting(allowed=allowed):
            hold = place_hold(
                record=found(key, at=self.at),
                authority="Order 17.",
                expires_on=expires_on,
                by=first,
                at=self.at,
            )
            confirm_hold(hold=hold, by=second(who, first, another=holder()), at=self.at)
        if allowed:
            self.kept[key].held_until = max(self.kept[key].held_until, expires_on)

    @precondition(lambda self: self._held())
    @rule(data=st.data(), who=SECONDS)
    def release(self, data: st.DataObject, who: str) -> None:
        key = data.draw(st.sampled_from(self._held()))
        for hold in LegalHold.objects.filter(
            record=key, released_by__isnull=True, expires_on__gt=self.today
        ):
            first = holder()
            with expecting(allowed=who == ANOTHER):
                release_hold(hold=hold, by=first, at=self.at)
                release_hold(hold=hold, by=second(who, first, another=holder()), at=self.at)
        if who == ANOTHER:
            self.kept[key].held_until = date.min

    def _held(self) -> list[uuid.UUID]:
        return [key for key, kept in self.kept.items() if kept.held_until > self.today]

    @rule(may=st.booleans())
    def witness(self, may: bool) -> None:
        for purge in Purge.objects.filter(state=State.LISTED):
            agency = purge.owner or AGENCY
            by = keeper(agency=agency) if may else writer(agency=agency)
            with expecting(allowed=may):
                witness_purge(purge=purge, by=by, at=self.at)

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
    try_out(Keeping, examples=25, steps=30)

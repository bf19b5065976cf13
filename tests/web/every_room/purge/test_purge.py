"""Tests of how what is due is let go."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.audit.models import AuditSeal
from commonground_web.kernel.audit.opening import access
from commonground_web.kernel.audit.verifying import verify_audit
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.compartments import hanging
from commonground_web.kernel.purge import clockwork
from commonground_web.kernel.purge.actions import witness_purge
from commonground_web.kernel.purge.clockwork import digest_of, purge_due
from commonground_web.kernel.purge.holds import confirm_hold, place_hold, release_hold
from commonground_web.kernel.purge.listing import CLOCKWORK, purging
from commonground_web.kernel.purge.models import LegalHold, Purge, PurgeCertificate
from commonground_web.kernel.purge.states import TRANSITIONS, TURNS, Fate, State, Turn
from commonground_web.kernel.retention.actions import propose_review
from commonground_web.kernel.retention.days import purge_day
from commonground_web.kernel.retention.models import RetentionProposal
from tests.web.plain_record import (
    AGENCY,
    found,
    holder,
    keeper,
    looking,
    make_record,
    person,
    plain_model,
    writer,
)
from tests.web.rows import made_up

pytestmark = pytest.mark.django_db

ENTERED = datetime(2026, 3, 2, 15, tzinfo=UTC)
SOON = timedelta(days=settings.PURGE_WAITS_DAYS)


def due_at() -> datetime:
    """Return noon of the day on which what was entered at ENTERED is due."""
    day = purge_day(plain_model(), at=ENTERED)
    return datetime(day.year, day.month, day.day, 17, tzinfo=UTC)


def held(key: uuid.UUID, *, until: date, at: datetime = ENTERED) -> LegalHold:
    """Place a hold that two persons stand for."""
    hold = place_hold(
        record=found(key, at=at), authority="Order 17.", expires_on=until, by=holder(), at=at
    )
    confirm_hold(hold=hold, by=holder(), at=at)
    return hold


class TestStates:
    """Where a purge stands."""

    def test_knows_what_follows_every_state_and_whose_turn_it_is(self) -> None:
        assert set(TRANSITIONS) == set(TURNS) == set(State)

    def test_leads_from_every_state_to_the_end(self) -> None:
        for state in State:
            seen = [state]
            while TRANSITIONS[seen[-1]]:
                seen.append(TRANSITIONS[seen[-1]][0])
            assert seen[-1] is State.CERTIFIED

    def test_ends_only_where_it_is_nobodys_turn(self) -> None:
        assert [s for s in State if not TRANSITIONS[s]] == [
            s for s in State if TURNS[s] is Turn.NOBODY
        ]


class TestDue:
    """What happens on the day."""

    def test_hides_what_is_due_at_once(self) -> None:
        key = make_record(at=ENTERED)

        for at, is_seen in ((due_at() - timedelta(days=1), True), (due_at(), False)):
            with looking(at=at):
                assert plain_model().objects.restrict(writer()).filter(pk=key).exists() is is_seen

    def test_lists_what_is_due_by_key_and_kind(self) -> None:
        key = make_record(at=ENTERED)
        make_record(at=ENTERED + timedelta(days=1))

        assert purge_due(at=due_at()).listed == 1

        purge = Purge.objects.get()
        label = plain_model()._meta.label_lower
        assert purge.state == State.LISTED
        assert purge.kinds == {label: 1}
        assert list(purge.items.values_list("record_type", "record")) == [(label, key)]

    def test_lists_a_day_once(self) -> None:
        make_record(at=ENTERED)

        assert [purge_due(at=due_at()).listed for _ in range(3)] == [1, 0, 0]

    def test_lists_nothing_before_its_day(self) -> None:
        make_record(at=ENTERED)

        assert purge_due(at=due_at() - timedelta(days=1)).listed == 0

    def test_lets_go_what_was_witnessed(self) -> None:
        key, at, witness = make_record(at=ENTERED), due_at(), keeper()
        purge_due(at=at)

        witness_purge(purge=Purge.objects.get(), by=witness, at=at)
        assert purge_due(at=at).certified == 1

        assert found(key, at=at) is None
        certificate = PurgeCertificate.objects.get()
        assert certificate.n == 1
        assert certificate.digest == digest_of([(plain_model()._meta.label_lower, key)])
        assert certificate.witnessed_by == witness.id
        assert certificate.by == CLOCKWORK.id

    def test_waits_for_a_witness(self) -> None:
        key = make_record(at=ENTERED)
        purge_due(at=due_at())

        purge_due(at=due_at() + SOON - timedelta(hours=1))

        assert found(key, at=due_at()) is not None

    def test_goes_on_without_a_witness_after_a_while(self) -> None:
        key = make_record(at=ENTERED)
        purge_due(at=due_at())

        done = purge_due(at=due_at() + SOON)

        assert (done.witnessed, done.certified) == (1, 1)
        assert found(key, at=due_at()) is None
        assert PurgeCertificate.objects.get().witnessed_by == CLOCKWORK.id

    def test_takes_along_what_names_the_record(self) -> None:
        key = make_record(at=ENTERED)
        propose_review(
            record=found(key, at=ENTERED),
            decision="correct",
            reason="inaccurate",
            explanation="The date is wrong.",
            by=keeper(),
            at=ENTERED,
        )
        _let_go()

        with looking("retention", at=due_at()):
            assert not RetentionProposal.objects.exists()
        assert PurgeCertificate.objects.get().kinds == {
            plain_model()._meta.label_lower: 1,
            "retention.retentionproposal": 1,
        }

    def test_notes_every_key_in_the_audit(self) -> None:
        key = make_record(at=ENTERED)
        _let_go()

        ids = [s.ids for s in AuditSeal.objects.all() if "purge.deleted" in s.acts]
        assert ids[0][plain_model()._meta.label_lower] == [str(key)]

    def test_certifies_in_batches(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(clockwork, "BATCH", 2)
        keys = {make_record(at=ENTERED) for _ in range(5)}
        _let_go()

        certificate = PurgeCertificate.objects.get()
        label = plain_model()._meta.label_lower
        assert certificate.n == 5
        assert certificate.digest == digest_of([(label, key) for key in keys])
        assert sum("purge.deleted" in s.acts for s in AuditSeal.objects.all()) == 3

    def test_goes_on_where_it_was_cut_off(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(clockwork, "BATCH", 2)
        keys = [make_record(at=ENTERED) for _ in range(5)]
        purge_due(at=due_at())
        witness_purge(purge=Purge.objects.get(), by=keeper(), at=due_at())
        calls = []

        def cut_off(*args: Any, **kwargs: Any) -> Any:
            calls.append(1)
            if len(calls) == 2:
                raise KeyboardInterrupt
            return let_go(*args, **kwargs)

        let_go = hanging.let_go
        monkeypatch.setattr(clockwork, "let_go", cut_off)
        with pytest.raises(KeyboardInterrupt):
            purge_due(at=due_at())
        assert sum(found(key, at=due_at()) is not None for key in keys) == 3
        monkeypatch.setattr(clockwork, "let_go", let_go)
        purge_due(at=due_at())

        assert PurgeCertificate.objects.get().n == 5
        assert not any(found(key, at=due_at()) for key in keys)

    def test_keeps_the_purges_of_agencies_apart(self) -> None:
        if not plain_model().OWNED_BY:
            pytest.skip("rows of this record have no owner")
        other = uuid.uuid4()
        make_record(at=ENTERED)
        make_record(at=ENTERED, by=writer(agency=other))
        purge_due(at=due_at())

        assert {purge.owner for purge in Purge.objects.all()} == {AGENCY, other}
        assert [p.owner for p in Purge.objects.restrict(keeper(agency=other))] == [other]

    def test_refuses_who_may_not_witness(self) -> None:
        make_record(at=ENTERED)
        purge_due(at=due_at())

        with pytest.raises(NotPermitted):
            witness_purge(purge=Purge.objects.get(), by=person("administrator"), at=due_at())

    def test_refuses_a_second_witness(self) -> None:
        make_record(at=ENTERED)
        _let_go()

        with pytest.raises(Refused, match="certified"):
            witness_purge(purge=Purge.objects.get(), by=keeper(), at=due_at())

    def test_refuses_to_change_a_certificate(self) -> None:
        make_record(at=ENTERED)
        _let_go()

        with pytest.raises(DatabaseError), transaction.atomic():
            PurgeCertificate.objects.update(n=0)


class TestHold:
    """What a legal hold keeps, and what it does not."""

    def test_keeps_a_record_until_it_ends(self) -> None:
        key, at = make_record(at=ENTERED), due_at()
        before = at - timedelta(days=30)
        held(key, until=day_of(at + timedelta(days=40)), at=before)

        assert purge_due(at=at).listed == 0
        assert purge_due(at=at + timedelta(days=39)).listed == 0
        assert purge_due(at=at + timedelta(days=40)).listed == 1

    def test_opens_no_access_to_what_is_due(self) -> None:
        key, at = make_record(at=ENTERED), due_at()
        held(key, until=day_of(at + timedelta(days=40)), at=at - timedelta(days=30))

        with looking(at=at):
            assert not plain_model().objects.restrict(writer()).filter(pk=key).exists()

    def test_keeps_what_was_listed_and_witnessed_already(self) -> None:
        key, other, at = make_record(at=ENTERED), make_record(at=ENTERED), due_at()
        record = found(key, at=at)
        hold = place_hold(
            record=record,
            authority="Order 17.",
            expires_on=day_of(at + timedelta(days=9)),
            by=holder(),
            at=at - timedelta(days=1),
        )
        purge_due(at=at)
        witness_purge(purge=Purge.objects.get(), by=keeper(), at=at)
        confirm_hold(hold=hold, by=holder(), at=at)
        purge_due(at=at)

        assert found(key, at=at) is not None
        assert found(other, at=at) is None
        assert PurgeCertificate.objects.get().n == 1
        assert Purge.objects.get().items.get(record=key).fate == Fate.HELD
        assert purge_due(at=at + timedelta(days=9)).listed == 1

    def test_keeps_nothing_until_a_second_person_confirms(self) -> None:
        key, at = make_record(at=ENTERED), due_at()
        place_hold(
            record=found(key, at=at),
            authority="Order 17.",
            expires_on=day_of(at + timedelta(days=9)),
            by=holder(),
            at=at - timedelta(days=1),
        )

        assert purge_due(at=at).listed == 1

    def test_refuses_to_confirm_ones_own(self) -> None:
        one = holder()
        hold = place_hold(
            record=found(make_record(at=ENTERED), at=ENTERED),
            authority="Order 17.",
            expires_on=date(2026, 9, 1),
            by=one,
            at=ENTERED,
        )

        with pytest.raises(Refused, match="second person"):
            confirm_hold(hold=hold, by=one, at=ENTERED)

    @pytest.mark.parametrize("days", [0, -1, 367])
    def test_refuses_an_end_that_is_none(self, days: int) -> None:
        record = found(make_record(at=ENTERED), at=ENTERED)

        with pytest.raises(Refused, match="366 days"):
            place_hold(
                record=record,
                authority="Order 17.",
                expires_on=date(2026, 3, 2) + timedelta(days=days),
                by=holder(),
                at=ENTERED,
            )

    def test_is_ended_early_by_two(self) -> None:
        key, at, one = make_record(at=ENTERED), due_at(), holder()
        hold = held(key, until=day_of(at + timedelta(days=40)), at=at - timedelta(days=30))

        assert not release_hold(hold=hold, by=one, at=at)
        with pytest.raises(Refused, match="second person"):
            release_hold(hold=hold, by=one, at=at)
        assert purge_due(at=at).listed == 0
        assert release_hold(hold=hold, by=holder(), at=at)

        assert purge_due(at=at + timedelta(days=1)).listed == 1

    def test_is_kept_by_the_database_too(self) -> None:
        key = make_record(at=ENTERED)
        held(key, until=date(2026, 9, 1))

        with pytest.raises(DatabaseError, match="legal hold"), _purging_event(at=ENTERED):
            _delete(key)

    def test_is_no_longer_kept_by_the_database_once_it_ends(self) -> None:
        key = make_record(at=ENTERED)
        held(key, until=date(2026, 9, 1))

        with _purging_event(at=datetime(2026, 9, 1, 17, tzinfo=UTC)):
            _delete(key)


class TestDatabase:
    """What the verbs of the room's clocks license."""

    def test_reaches_no_other_agency_by_the_verb_alone(self) -> None:
        if not plain_model().OWNED_BY:
            pytest.skip("rows of this record have no owner")
        key = make_record(at=ENTERED)
        stranger = writer(agency=uuid.uuid4())

        try:
            with looking(at=ENTERED, verb="purge", by=stranger):
                gone = _delete(key)
        except DatabaseError:
            gone = 0

        assert gone == 0
        assert found(key, at=ENTERED) is not None

    @pytest.mark.parametrize("verb", ["purge", "rekey"])
    def test_enters_nothing(self, verb: str) -> None:
        row = made_up(plain_model(), owner=AGENCY)

        with pytest.raises(DatabaseError), looking(at=ENTERED, verb=verb):
            row.save(force_insert=True)


def test_leaves_an_audit_that_verifies() -> None:
    make_record(at=ENTERED)
    _let_go()

    assert verify_audit(kept={}).is_intact


def _let_go() -> None:
    purge_due(at=due_at())
    for purge in Purge.objects.all():
        witness_purge(purge=purge, by=keeper(agency=purge.owner or AGENCY), at=due_at())
    purge_due(at=due_at())


def _purging_event(*, at: datetime) -> Any:
    return access(purging(plain_model()), at=at)


def _delete(key: uuid.UUID) -> int:
    pk = plain_model()._meta.pk.get_db_prep_value(key, connection)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{plain_model()._meta.db_table}" WHERE id = %s', [pk])
        return int(cursor.rowcount)

"""Tests of the rules on how long records are kept, and of the reviews that retain them."""

import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.compartments.rules import Rule, room_rules
from commonground_web.kernel.retention.actions import (
    confirm_review,
    confirm_site_rule,
    decline_review,
    propose_review,
    propose_site_rule,
)
from commonground_web.kernel.retention.days import purge_day
from commonground_web.kernel.retention.models import RetentionProposal, RetentionReview
from tests.web.plain_record import (
    found,
    keeper,
    looking,
    make_record,
    person,
    plain_model,
    writer,
)

pytestmark = pytest.mark.django_db

ENTERED = datetime(2026, 3, 2, 15, tzinfo=UTC)
LATER = ENTERED + timedelta(days=400)


def proposed(
    key: uuid.UUID, *, by: Actor, decision: str = "retain", at: datetime = LATER
) -> RetentionProposal:
    return propose_review(
        record=found(key, at=at, by=by),
        decision=decision,
        reason="still_valid",
        explanation="Two sources were asked again.",
        by=by,
        at=at,
    )


def test_computes_the_day_of_purge_on_entry() -> None:
    rule = room_rules()[plain_model()._meta.label_lower]

    record = found(make_record(at=ENTERED), at=ENTERED)

    assert record.purge_on == timezone.localdate(ENTERED) + timedelta(days=rule.days)


def test_retains_a_record_once_a_second_person_confirms() -> None:
    one, other = keeper(), keeper()
    key = make_record(at=ENTERED)
    before = found(key, at=LATER).purge_on
    proposal = proposed(key, by=one)

    assert found(key, at=LATER).purge_on == before
    review = confirm_review(proposal=proposal, by=other, at=LATER)

    assert found(key, at=LATER).purge_on == review.to_day == purge_day(plain_model(), at=LATER)
    assert review.from_day == before
    with looking("retention", at=LATER):
        assert RetentionReview.objects.get().explanation == "Two sources were asked again."
        assert RetentionProposal.objects.get().explanation == ""


def test_purges_now_when_two_persons_decide_so() -> None:
    key = make_record(at=ENTERED)

    confirm_review(proposal=proposed(key, by=keeper(), decision="purge"), by=keeper(), at=LATER)

    with looking(at=LATER):
        assert not plain_model().objects.restrict(writer()).exists()
    assert found(key, at=LATER).purge_on == timezone.localdate(LATER)


def test_leaves_the_day_when_a_record_is_to_be_corrected() -> None:
    key = make_record(at=ENTERED)
    before = found(key, at=LATER).purge_on

    confirm_review(proposal=proposed(key, by=keeper(), decision="correct"), by=keeper(), at=LATER)

    assert found(key, at=LATER).purge_on == before


def test_refuses_to_confirm_ones_own_proposal() -> None:
    one = keeper()
    proposal = proposed(make_record(at=ENTERED), by=one)

    with pytest.raises(Refused, match="second person"):
        confirm_review(proposal=proposal, by=one, at=LATER)


def test_refuses_that_the_author_confirms() -> None:
    author = keeper()
    if not hasattr(plain_model(), "created_by"):
        pytest.skip("nobody knows who wrote this record")
    author = Actor(author.id, author.roles | writer().roles, author.agency)
    key = make_record(at=ENTERED, by=author)
    proposal = proposed(key, by=keeper())

    with pytest.raises(Refused, match="wrote"):
        confirm_review(proposal=proposal, by=author, at=LATER)


def test_refuses_a_second_answer() -> None:
    proposal = proposed(make_record(at=ENTERED), by=keeper())
    decline_review(proposal=proposal, by=keeper(), at=LATER)

    with pytest.raises(Refused, match="answered"):
        confirm_review(proposal=proposal, by=keeper(), at=LATER)


def test_refuses_to_retain_what_is_due() -> None:
    key = make_record(at=ENTERED)
    day = purge_day(plain_model(), at=ENTERED)
    at = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)

    with pytest.raises(Refused, match="has come"):
        proposed(key, by=keeper(), at=at)


def test_refuses_who_may_not_review() -> None:
    key = make_record(at=ENTERED)

    with pytest.raises(NotPermitted):
        proposed(key, by=person("administrator"))


def test_takes_the_record_back_when_the_answer_cannot_be_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proposal = proposed(make_record(at=ENTERED), by=keeper())
    before = found(proposal.record, at=LATER).purge_on

    def fail(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("the answer is lost")

    monkeypatch.setattr("commonground_web.kernel.retention.actions._answer", fail)
    with pytest.raises(RuntimeError, match="lost"):
        confirm_review(proposal=proposal, by=keeper(), at=LATER)

    assert found(proposal.record, at=LATER).purge_on == before
    with looking("retention", at=LATER):
        assert not RetentionReview.objects.exists()


class TestDatabase:
    """What the database refuses, whatever the code does."""

    @pytest.mark.parametrize("verb", ["update", "retain", "purge", "rekey"])
    def test_refuses_a_later_day_without_a_review(self, verb: str) -> None:
        key = make_record(at=ENTERED)

        with pytest.raises(DatabaseError), looking(at=LATER, verb=verb):
            _set_day(key, date(2099, 1, 1))

    def test_refuses_no_day_at_all(self) -> None:
        key = make_record(at=ENTERED)

        with pytest.raises(DatabaseError), looking(at=LATER, verb="retain"):
            _set_day(key, None)

    def test_lets_a_day_become_earlier(self) -> None:
        key = make_record(at=ENTERED)

        with looking(at=LATER, verb="update"):
            _set_day(key, date(2027, 6, 1))

        assert found(key, at=LATER).purge_on == date(2027, 6, 1)

    @pytest.mark.parametrize(
        "wrong",
        [
            {"to_day": date(2031, 2, 2)},
            {"decision": "correct"},
            {"record": "00000000-0000-4000-8000-000000000000"},
            {"record_type": "other.record"},
            {"event": "00000000-0000-4000-8000-000000000000"},
        ],
        ids=lambda wrong: next(iter(wrong)),
    )
    def test_refuses_a_review_of_something_else(self, wrong: dict[str, object]) -> None:
        key = make_record(at=ENTERED)
        until = found(key, at=LATER).purge_on + timedelta(days=10)

        with pytest.raises(DatabaseError):
            _review_and_set(key, until, **wrong)

    def test_takes_a_review_of_this_record_and_day(self) -> None:
        key = make_record(at=ENTERED)
        until = found(key, at=LATER).purge_on + timedelta(days=10)

        _review_and_set(key, until)

        assert found(key, at=LATER).purge_on == until

    def test_refuses_a_day_beyond_the_most_of_the_rule(self) -> None:
        key = make_record(at=ENTERED)
        until = purge_day(plain_model(), at=LATER) + timedelta(days=1)

        with pytest.raises(DatabaseError, match="beyond the most"):
            _review_and_set(key, until)

    def test_refuses_to_enter_a_record_for_longer_than_the_rule(self) -> None:
        key = make_record(at=ENTERED)
        record = found(key, at=LATER)
        record.pk, record._state.adding = None, True
        record.pk = plain_model()().pk
        record.purge_on += timedelta(days=1)
        if hasattr(record, "code"):
            record.code = "other"

        with (
            pytest.raises(DatabaseError, match="beyond the most"),
            looking(at=LATER, verb="create"),
        ):
            record.save(force_insert=True)

    def test_refuses_one_person_alone(self) -> None:
        key = make_record(at=ENTERED)
        until = found(key, at=LATER).purge_on + timedelta(days=10)
        same = keeper().id

        with (
            pytest.raises(DatabaseError),
            looking(plain_model().ENTITY, "retention", at=LATER, verb="retain") as opened,
        ):
            _review(key, opened.event, until, decided_by=same, confirmed_by=same)

    def test_refuses_to_change_a_review(self) -> None:
        key = make_record(at=ENTERED)
        confirm_review(proposal=proposed(key, by=keeper()), by=keeper(), at=LATER)

        with (
            pytest.raises(DatabaseError),
            looking("retention", at=LATER, verb="update"),
        ):
            RetentionReview.objects.update(reason="inaccurate")


class TestSiteRule:
    """What a site keeps shorter."""

    def test_counts_for_what_is_entered_after_a_second_person_confirmed(self) -> None:
        label = plain_model()._meta.label_lower
        before = purge_day(plain_model(), at=LATER)
        changed = propose_site_rule(record_type=label, days=30, by=keeper(), at=LATER)

        assert purge_day(plain_model(), at=LATER) == before
        confirm_site_rule(changed=changed, by=keeper(), at=LATER)

        assert purge_day(plain_model(), at=LATER) == timezone.localdate(LATER) + timedelta(days=30)

    def test_refuses_more_than_the_most(self) -> None:
        rule = room_rules()[plain_model()._meta.label_lower]

        with pytest.raises(Refused, match=str(rule.most_days)):
            propose_site_rule(
                record_type=rule.record_type, days=rule.most_days + 1, by=keeper(), at=LATER
            )

    def test_refuses_to_confirm_ones_own_change(self) -> None:
        one = keeper()
        changed = propose_site_rule(
            record_type=plain_model()._meta.label_lower, days=30, by=one, at=LATER
        )

        with pytest.raises(Refused, match="second person"):
            confirm_site_rule(changed=changed, by=one, at=LATER)


def test_refuses_a_rule_that_keeps_longer_than_its_most() -> None:
    with pytest.raises(ValueError, match="not from 1 to 5"):
        Rule(record_type="a.b", title="A", days=9, most_days=7, hard_days=5, basis="Policy.")


def test_has_a_rule_for_every_record_with_a_clock() -> None:
    clocked = {
        model._meta.label_lower
        for model in apps.get_models()
        if any(field.name == "purge_on" for field in model._meta.concrete_fields)
    }

    assert clocked == set(room_rules())


def _set_day(key: object, day: date | None) -> None:
    table = plain_model()._meta.db_table
    pk = plain_model()._meta.pk.get_db_prep_value(key, connection)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f'UPDATE "{table}" SET purge_on = %s WHERE id = %s', [day, pk])


def _review_and_set(key: uuid.UUID, until: date, **wrong: object) -> None:
    with looking(plain_model().ENTITY, "retention", at=LATER, verb="retain") as opened:
        _review(key, opened.event, until, **wrong)
        _set_day(key, until)


def _review(key: object, opened: object, until: date, **wrong: object) -> None:
    said = {
        "record_type": plain_model()._meta.label_lower,
        "record": key,
        "decision": "retain",
        "from_day": purge_day(plain_model(), at=ENTERED),
        "to_day": until,
        "reason": "still_valid",
        "explanation": "Two sources were asked again.",
        "decided_by": keeper().id,
        "confirmed_by": keeper().id,
        "on": timezone.localdate(LATER),
        "at": LATER,
        "event": opened,
    }
    RetentionReview(**{**said, **wrong}).save(force_insert=True)

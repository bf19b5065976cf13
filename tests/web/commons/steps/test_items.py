"""Tests of items: who scores them, what as planned needs, and who confirms."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from commonground_web.commons.steps.actions.items import (
    Assigned,
    Shown,
    add_evidence,
    assign_item,
    confirm_item,
)
from commonground_web.commons.steps.actions.plans import move_callin, open_plan
from commonground_web.commons.steps.models import Change, Evidence, Link, Plan, PlanItem, Score
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.audit.models import AuditSeal
from commonground_web.kernel.clock import now, today
from tests.web.commons.steps.partners import (
    AGENCY,
    COORDINATOR,
    DIRECTOR,
    EVERYTHING,
    approved_boundary,
    confirm,
    do,
    give_to,
    item_of,
    new_plan,
    new_site,
    score,
    show,
    somebody,
)
from tests.web.signed_in import account_with

pytestmark = pytest.mark.django_db

CHIEF, MAP = "P1.chief", "P2.rationale"
"""An item on which a gate hangs, and one on which none does."""


@pytest.fixture
def plan() -> Plan:
    """Keep a new plan."""
    return new_plan()


def test_opens_with_every_item_of_the_model_and_its_due_date(plan: Plan) -> None:
    due = dict(plan.items.values_list("code", "due"))

    assert set(due) == set(plan.model.by_code)
    assert due["P4.held"] == plan.callin_on
    assert due[CHIEF] == plan.callin_on - timedelta(days=180)


def test_opens_once(plan: Plan) -> None:
    with pytest.raises(Refused, match="already"):
        open_plan(site=plan.site, callin_on=plan.callin_on, by=COORDINATOR, at=now())


@pytest.mark.parametrize("day", [date.min, date.max])
def test_takes_no_day_that_cannot_be_meant(plan: Plan, day: date) -> None:
    with pytest.raises(Refused, match="look at the year"):
        open_plan(site=new_site(), callin_on=day, by=COORDINATOR, at=now())
    with pytest.raises(Refused, match="look at the year"):
        move_callin(plan=plan, callin_on=day, by=COORDINATOR, at=now())


def test_moves_due_dates_with_the_call_in_but_for_those_set_by_hand(plan: Plan) -> None:
    by_hand = Assigned(agency=None, owner=None, due=today())
    item = item_of(plan, MAP)
    assign_item(item=item, assigned=by_hand, version=1, by=COORDINATOR, at=now())

    later = plan.callin_on + timedelta(days=10)
    move_callin(plan=plan, callin_on=later, by=COORDINATOR, at=now())

    assert item_of(plan, "P4.held").due == later
    assert item_of(plan, MAP).due == today()


def test_is_as_planned_only_with_evidence(plan: Plan) -> None:
    with pytest.raises(Refused, match="only with evidence"):
        score(plan, MAP, Score.AS_PLANNED)

    show(plan, MAP)
    score(plan, MAP, Score.AS_PLANNED)

    assert item_of(plan, MAP).score == Score.AS_PLANNED


def test_is_partly_done_without_evidence(plan: Plan) -> None:
    score(plan, MAP, Score.PARTLY)

    assert item_of(plan, MAP).score == Score.PARTLY


@pytest.mark.parametrize("amount", [None, 2])
def test_is_not_as_planned_below_the_number_it_asks(plan: Plan, amount: int | None) -> None:
    show(plan, "P2.sources")

    with pytest.raises(Refused, match="from 3 sources"):
        score(plan, "P2.sources", Score.AS_PLANNED, amount=amount)


def test_is_as_planned_from_the_number_it_asks(plan: Plan) -> None:
    show(plan, "P2.sources")
    score(plan, "P2.sources", Score.AS_PLANNED, amount=3)

    assert item_of(plan, "P2.sources").amount == 3


def test_waits_behind_shut_gates(plan: Plan) -> None:
    with pytest.raises(Refused, match=r"The chief of police has signed.*Owed by: police"):
        score(plan, "P2.video", Score.PARTLY)

    approved_boundary(plan.site)
    do(plan, CHIEF, "P1.prosecutor", "P2.choice")
    score(plan, "P2.video", Score.PARTLY, amount=50)

    assert item_of(plan, "P2.video").score == Score.PARTLY


def test_can_always_be_scored_down(plan: Plan) -> None:
    score(plan, "P2.video", Score.NOT_DONE)


def test_is_confirmed_by_somebody_else(plan: Plan) -> None:
    show(plan, CHIEF)
    score(plan, CHIEF, Score.AS_PLANNED, by=EVERYTHING)

    with pytest.raises(Refused, match="another director"):
        confirm(plan, CHIEF, by=EVERYTHING)
    confirm(plan, CHIEF)

    assert str(item_of(plan, CHIEF).confirmed_by) == DIRECTOR.id


def test_is_confirmed_by_directors_alone(plan: Plan) -> None:
    show(plan, CHIEF)
    score(plan, CHIEF, Score.AS_PLANNED)

    with pytest.raises(NotPermitted):
        confirm(plan, CHIEF, by=somebody("coordinator"))


def test_needs_no_confirmation_where_no_gate_hangs_on_it(plan: Plan) -> None:
    do(plan, MAP)

    with pytest.raises(Refused, match="No gate"):
        confirm(plan, MAP)


def test_is_confirmed_anew_once_it_is_scored_or_its_evidence_replaced(plan: Plan) -> None:
    do(plan, CHIEF, "P1.prosecutor")

    score(plan, CHIEF, Score.AS_PLANNED)
    wrong = item_of(plan, "P1.prosecutor").rests_on
    right = show(plan, "P1.prosecutor", replaces=wrong)

    assert item_of(plan, CHIEF).confirmed_by is None
    assert item_of(plan, "P1.prosecutor").confirmed_by is None
    assert item_of(plan, "P1.prosecutor").rests_on == right


def test_refuses_what_was_decided_on_an_older_look(plan: Plan) -> None:
    show(plan, CHIEF)
    score(plan, CHIEF, Score.AS_PLANNED)
    seen = item_of(plan, CHIEF)
    show(plan, CHIEF)

    with pytest.raises(Refused, match="changed this item"):
        confirm_item(item=seen, version=seen.row_version, by=DIRECTOR, at=now())


def test_is_worked_on_by_its_own_agency(plan: Plan) -> None:
    mine, other = uuid.uuid4(), uuid.uuid4()
    give_to(plan, MAP, mine)

    score(plan, MAP, Score.PARTLY, by=somebody("partner", agency=mine))

    with pytest.raises(NotPermitted):
        score(plan, MAP, Score.PARTLY, by=somebody("partner", agency=other))
    with pytest.raises(NotPermitted):
        show(plan, MAP, by=somebody("community_liaison", agency=other))
    with pytest.raises(NotPermitted):
        score(plan, "P2.boundary", Score.PARTLY, by=somebody("partner", agency=None))


def test_has_an_owner_of_the_agency_that_owes_it(plan: Plan) -> None:
    agency = give_to(plan, MAP, AGENCY)
    item = item_of(plan, MAP)
    stranger = account_with("partner", agency=uuid.uuid4())
    given = Assigned(agency=agency, owner=stranger, due=item.due)

    with pytest.raises(Refused, match="of the agency"):
        assign_item(item=item, assigned=given, version=item.row_version, by=COORDINATOR, at=now())


@pytest.mark.parametrize(
    ("shown", "why"),
    [
        (Shown(note="Soon.", happened_on=today() + timedelta(days=2)), "to come"),
        (Shown(note="Minutes.", happened_on=today(), link=Link.MEETING), "neither"),
    ],
    ids=["of a day to come", "that points to nothing certain"],
)
def test_takes_no_evidence(plan: Plan, shown: Shown, why: str) -> None:
    with pytest.raises(Refused, match=why):
        add_evidence(item=item_of(plan, MAP), shown=shown, version=1, by=COORDINATOR, at=now())


def test_replaces_only_what_stands_for_the_item(plan: Plan) -> None:
    first = show(plan, MAP)
    show(plan, MAP, replaces=first)

    with pytest.raises(Refused, match="can be replaced"):
        show(plan, MAP, replaces=first)
    with pytest.raises(Refused, match="can be replaced"):
        show(plan, CHIEF, replaces=first)


def test_keeps_who_did_what_and_no_words_in_the_audit(plan: Plan) -> None:
    do(plan, CHIEF)

    acts = Change.objects.filter(plan=plan).order_by("at").values_list("act", "by", "score")
    assert [(act, str(by), held) for act, by, held in acts] == [
        ("shown", COORDINATOR.id, 0),
        ("scored", COORDINATOR.id, 2),
        ("confirmed", DIRECTOR.id, 2),
    ]
    seals = list(AuditSeal.objects.order_by("seq"))[-3:]
    assert [seal.acts for seal in seals] == [["item.shown"], ["item.scored"], ["item.confirmed"]]
    assert "shelf" not in "".join(f"{seal.ids}{seal.changes}" for seal in seals)


def test_leaves_nothing_when_refused(plan: Plan) -> None:
    before = (AuditSeal.objects.count(), Change.objects.count(), item_of(plan, MAP).row_version)

    with pytest.raises(Refused):
        score(plan, MAP, Score.AS_PLANNED)

    after = (AuditSeal.objects.count(), Change.objects.count(), item_of(plan, MAP).row_version)
    assert after == before


def test_leaves_nothing_when_its_trace_fails(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise DatabaseError("the disk is full")

    monkeypatch.setattr(Change, "save", fail)
    with pytest.raises(DatabaseError):
        score(plan, MAP, Score.PARTLY)

    assert item_of(plan, MAP).score == Score.NOT_DONE


@pytest.mark.parametrize(
    "wrong",
    [
        {"score": Score.AS_PLANNED},
        {"score": 3},
        {"confirmed_by": uuid.UUID(int=7)},
        {"waived_by": uuid.UUID(int=7)},
        {"waived_by": uuid.UUID(int=7), "second_waiver": uuid.UUID(int=7)},
    ],
)
def test_is_held_to_its_rules_by_the_database(plan: Plan, wrong: dict[str, object]) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        PlanItem.objects.filter(plan=plan, code=MAP).update(**wrong)


def test_is_not_confirmed_by_its_scorer_behind_the_action(plan: Plan) -> None:
    show(plan, CHIEF)
    score(plan, CHIEF, Score.AS_PLANNED)

    with pytest.raises(DatabaseError), transaction.atomic():
        PlanItem.objects.filter(plan=plan, code=CHIEF).update(confirmed_by=COORDINATOR.id)


@pytest.mark.parametrize("model", [Evidence, Change])
def test_never_changes_what_was_written_down(
    plan: Plan, model: type[Evidence] | type[Change]
) -> None:
    show(plan, MAP)

    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().update(agency=uuid.uuid4())
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()

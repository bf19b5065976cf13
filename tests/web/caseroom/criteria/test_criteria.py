"""Tests of criteria: what they may ask, who signs them, and when they are in force."""

from __future__ import annotations

import uuid
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from commonground_web.caseroom.criteria.actions import sign_criteria, write_criteria
from commonground_web.caseroom.criteria.barred import barred_in
from commonground_web.caseroom.criteria.models import CriteriaSet, CriteriaSignature, Criterion
from commonground_web.caseroom.criteria.published import PUBLISHED, Question
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.clock import now, today
from commonground_web.valves.messages.rules import AnsweredBy, BearsOn
from tests.web.caseroom.entering import CHARGING, PROSECUTOR, SITE, SUPERVISOR, somebody
from tests.web.caseroom.people import POLICE, new_criteria, signed_criteria
from tests.web.caseroom.places import publish_site
from tests.web.rows import made_up, writing
from tests.web.signed_in import signed_in

pytestmark = pytest.mark.django_db

YES_NO = AnsweredBy.YES_NO


def _one(question: str = "Is a case ready?", **given: object) -> Question:
    said = {"kind": YES_NO, "bears_on": BearsOn.CASE, **given}
    return Question("one", question, **said)  # type: ignore[arg-type]


def _write(*questions: Question) -> CriteriaSet:
    return write_criteria(
        site=SITE, questions=questions, effective_on=today(), why="Why.", by=CHARGING, at=now()
    )


def test_publishes_questions_that_it_would_take() -> None:
    assert len(new_criteria().questions.all()) == len(PUBLISHED)


def test_counts_versions_by_site() -> None:
    assert [new_criteria().version, new_criteria().version] == [1, 2]
    assert new_criteria(site=uuid.uuid4()).version == 1


def test_is_in_force_once_both_sides_have_signed() -> None:
    written = new_criteria()
    sign_criteria(criteria=written, by=SUPERVISOR, at=now())
    assert CriteriaSet.objects.in_force(site=SITE, on=today()) is None

    sign_criteria(criteria=written, by=CHARGING, at=now())

    assert CriteriaSet.objects.in_force(site=SITE, on=today()) == written


def test_is_not_in_force_before_its_day() -> None:
    written = new_criteria(effective_on=today() + timedelta(days=1))
    for by in (SUPERVISOR, CHARGING):
        sign_criteria(criteria=written, by=by, at=now())

    assert CriteriaSet.objects.in_force(site=SITE, on=today()) is None


def test_is_in_force_on_no_day_before_both_sides_had_signed() -> None:
    written = new_criteria()
    for by, days in ((SUPERVISOR, 0), (CHARGING, 2)):
        sign_criteria(criteria=written, by=by, at=now() + timedelta(days=days))

    in_force = CriteriaSet.objects.in_force
    assert in_force(site=SITE, on=today() + timedelta(days=1)) is None
    assert in_force(site=SITE, on=today() + timedelta(days=2)) == written


def test_is_written_for_no_day_that_is_past() -> None:
    with pytest.raises(Refused, match="today or later"):
        new_criteria(effective_on=today() - timedelta(days=1))


def test_stays_in_force_until_a_newer_version_is_signed() -> None:
    first = signed_criteria()
    new_criteria()
    assert CriteriaSet.objects.in_force(site=SITE, on=today()) == first

    second = signed_criteria()

    assert CriteriaSet.objects.in_force(site=SITE, on=today()) == second


def test_is_signed_once_by_a_side() -> None:
    written = new_criteria()
    sign_criteria(criteria=written, by=SUPERVISOR, at=now())

    with pytest.raises(Refused, match="police has signed"):
        sign_criteria(criteria=written, by=somebody("supervisor"), at=now())


def test_is_signed_by_two_agencies() -> None:
    written = new_criteria()
    sign_criteria(criteria=written, by=SUPERVISOR, at=now())

    with pytest.raises(Refused, match="another agency's"):
        sign_criteria(criteria=written, by=somebody("charging_supervisor", agency=POLICE), at=now())


def test_is_signed_by_nobody_who_speaks_for_both_sides() -> None:
    with pytest.raises(Refused, match="alone"):
        sign_criteria(
            criteria=new_criteria(), by=somebody("supervisor", "charging_supervisor"), at=now()
        )


def test_is_signed_by_no_deputy() -> None:
    with pytest.raises(NotPermitted):
        sign_criteria(criteria=new_criteria(), by=PROSECUTOR, at=now())


def test_is_not_signed_once_a_newer_version_is() -> None:
    old = new_criteria()
    signed_criteria()

    with pytest.raises(Refused, match="newer version"):
        sign_criteria(criteria=old, by=SUPERVISOR, at=now())


@pytest.mark.parametrize(
    "question",
    [
        "What is their ethnicity?",
        "Are they Hispanic?",
        "Do they go to church?",
        "Are they a citizen?",
        "Are they in treatment?",
        "Did they attend?",
        "Are they addicted?",
        "What is their RACE?",
    ],
)
def test_refuses_to_ask_who_somebody_is(question: str) -> None:
    with pytest.raises(Refused, match="decide nothing here"):
        _write(_one(question))


def test_refuses_it_in_an_answer_and_beside_one_too() -> None:
    choice = AnsweredBy.CHOICE
    with pytest.raises(Refused, match="immigrant"):
        _write(_one(kind=choice, choices=("immigrant", "other")))
    with pytest.raises(Refused, match="methadone"):
        _write(_one(shown_beside="Except on methadone."))


def test_bars_no_word_for_part_of_another() -> None:
    assert not barred_in("Was there an embrace, a blackout or a racecourse?")


@pytest.mark.parametrize(
    ("questions", "why"),
    [
        ((), "at least one"),
        ((_one(), _one("Is it still?")), "same code"),
        ((_one(kind=AnsweredBy.CHOICE),), "answers are listed"),
        ((_one(choices=("a", "b")),), "answers are listed"),
    ],
)
def test_refuses_questions_that_cannot_be_answered(
    questions: tuple[Question, ...], why: str
) -> None:
    with pytest.raises(Refused, match=why):
        _write(*questions)


def test_is_written_for_no_site_of_others() -> None:
    with pytest.raises(NotPermitted):
        write_criteria(
            site=SITE,
            questions=PUBLISHED,
            effective_on=today(),
            why="Why.",
            by=replace(CHARGING, sites=frozenset({uuid.uuid4()})),
            at=now(),
        )


@pytest.mark.parametrize("change", [{"question": "Other?"}, {"shown_beside": "More."}])
def test_is_never_edited(change: dict[str, str]) -> None:
    question = new_criteria().questions.first()
    assert question is not None
    for name, value in change.items():
        setattr(question, name, value)

    with (
        pytest.raises(DatabaseError),
        transaction.atomic(),
        writing(Criterion, agency=POLICE, verb="create"),
    ):
        question.save()


@pytest.mark.parametrize("bears_on", ["race", "health", "services", ""])
def test_keeps_no_criterion_that_bears_on_anything_else(bears_on: str) -> None:
    row = made_up(Criterion, owner=POLICE, criteria=new_criteria(), number=99, bears_on=bears_on)

    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


def test_keeps_no_second_signature_of_a_side() -> None:
    written = new_criteria()
    sign_criteria(criteria=written, by=SUPERVISOR, at=now())
    row = made_up(CriteriaSignature, owner=uuid.uuid4(), criteria=written, side="police")

    with pytest.raises(DatabaseError), transaction.atomic():
        row.save(force_insert=True)


def test_is_adopted_and_signed_in_the_browser() -> None:
    publish_site(SITE)
    charging = signed_in("charging_supervisor", agency=CHARGING.agency)
    form = charging.get(reverse("criteria-create")).context
    fields = {
        field.html_name: field.value() or ""
        for question in form["questions"]
        for field in question
        if field.name != "DELETE"
    }
    management = {field.html_name: field.value() for field in form["questions"].management_form}

    said = {"site": SITE, "effective_on": today().isoformat(), "why": "Adopted as published."}
    answer = charging.post(reverse("criteria-create"), {**management, **fields, **said})

    written = CriteriaSet.objects.get(site=SITE)
    assert answer.headers["Location"] == reverse("criteria-set", args=[written.pk])
    assert len(written.questions.all()) == len(PUBLISHED)
    for client in (charging, signed_in("supervisor")):
        assert b"Sign for my agency" in client.get(answer.headers["Location"]).content
        client.post(reverse("criteria-sign", args=[written.pk]))
    page = charging.get(answer.headers["Location"]).content.decode()
    assert "signed by both sides" in page
    assert "Sign for my agency" not in page


def test_says_what_to_do_where_no_site_is_known() -> None:
    assert b"knows no site yet" in signed_in("prosecutor").get(reverse("criteria-create")).content

"""Tests of what supports an entry: independent sources, and a screening that stops nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from commonground_web.caseroom.entries.actions import Decided, decide_screening
from commonground_web.caseroom.entries.ages import age_on, was_minor
from commonground_web.caseroom.entries.grades import Reliability, SourceKind, Validity
from commonground_web.caseroom.entries.independence import are_independent, has_two_independent
from commonground_web.caseroom.entries.models import Entry, Finding, Screening, Way
from commonground_web.caseroom.entries.support import READ, what_is_missing
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.clock import now, today
from tests.web.caseroom.entering import (
    ANALYST,
    CHARGING,
    OFFICE,
    OFFICER,
    PROSECUTOR,
    SUPERVISOR,
    accepted,
    mention,
    screen,
    whole,
)
from tests.web.plain_record import looking
from tests.web.signed_in import signed_in


@dataclass
class Told:
    """A mention, as far as independence looks at it."""

    kind: str = SourceKind.PATROL
    agency: object = 1
    observer_key: str = "a"
    reliability: str = Reliability.RELIABLE
    validity: str = Validity.PROBABLE


@pytest.mark.parametrize(
    ("other", "independent"),
    [
        (Told(kind=SourceKind.NARCOTICS, agency=2, observer_key="b"), True),
        (Told(kind=SourceKind.NARCOTICS, agency=2, observer_key=""), True),
        (Told(kind=SourceKind.NARCOTICS, observer_key="b"), True),
        (Told(kind=SourceKind.NARCOTICS), False),
        (Told(kind=SourceKind.NARCOTICS, observer_key=""), False),
        (Told(agency=2, observer_key="b"), False),
    ],
)
def test_knows_which_sources_are_independent(other: Told, *, independent: bool) -> None:
    assert are_independent(Told(), other) is independent


@pytest.mark.parametrize(
    "weak", [{"reliability": Reliability.UNRELIABLE}, {"validity": Validity.DOUBTFUL}]
)
def test_counts_no_source_that_is_unreliable_or_doubtful(weak: dict[str, str]) -> None:
    other = Told(kind=SourceKind.COMPLAINT, agency=2)

    assert has_two_independent([Told(), other])
    assert not has_two_independent([Told(**weak), other])


MENTIONS = st.builds(
    Told,
    kind=st.sampled_from(SourceKind.values),
    agency=st.integers(1, 2),
    observer_key=st.sampled_from(["", "a", "b"]),
    reliability=st.sampled_from(Reliability.values),
    validity=st.sampled_from(Validity.values),
)


@given(MENTIONS, MENTIONS)
def test_is_independent_in_both_directions_and_never_of_itself(one: Told, other: Told) -> None:
    assert are_independent(one, other) == are_independent(other, one)
    assert not are_independent(one, one)


@given(st.lists(MENTIONS, max_size=5), MENTIONS)
def test_loses_no_support_by_a_further_source(mentions: list[Told], more: Told) -> None:
    assert not has_two_independent(mentions) or has_two_independent([*mentions, more])


def test_counts_years_from_birthday_to_birthday() -> None:
    born = date(2008, 2, 29)

    assert age_on(date(2026, 2, 28), born=born) == 17
    assert age_on(date(2026, 3, 1), born=born) == 18
    assert was_minor(born, [date(2026, 2, 28)])
    assert not was_minor(None, [date(2026, 2, 28)])


def missing(entry: Entry) -> str:
    """Return what an entry lacks, in one text."""
    with looking(*READ, at=now()):
        return " ".join(what_is_missing(fresh_here(entry)))


def fresh_here(entry: Entry) -> Entry:
    """Return an entry as it is now, in the event that is open."""
    return Entry.objects.get(pk=entry.pk)


def newest(entry: Entry) -> Screening:
    """Return the newest screening of an entry."""
    with looking("screening", at=now()):
        found = Screening.objects.filter(entry=entry).select_related("entry", "decision")
        last: Screening = found.order_by("-answered_at")[0]
        return last


@pytest.mark.django_db
def test_lacks_nothing_once_it_is_in_use() -> None:
    assert missing(whole()) == ""


@pytest.mark.django_db
def test_says_everything_that_an_accepted_entry_lacks() -> None:
    said = missing(accepted())

    assert "put it into use" in said
    assert "Two independent sources" in said
    assert "screened" in said


@pytest.mark.django_db
def test_takes_one_observer_for_one_however_the_badge_is_typed() -> None:
    entry = accepted()
    mention(entry, observer="Badge 12")
    mention(entry, kind=SourceKind.NARCOTICS, observer="badge-12")

    assert "Two independent sources" in missing(entry)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "days", [{"seen_on": 1, "last_selling_on": 0}, {"seen_on": -2, "last_selling_on": -1}]
)
def test_refuses_a_report_from_the_future_or_before_what_it_tells(days: dict[str, int]) -> None:
    told: dict[str, Any] = {name: today() + timedelta(days=n) for name, n in days.items()}

    with pytest.raises(Refused, match="not from the future"):
        mention(accepted(), **told)


@pytest.mark.django_db
def test_lets_analysts_add_sources_and_supervisors_not() -> None:
    assert str(mention(accepted(), by=ANALYST).added_by) == ANALYST.id
    with pytest.raises(NotPermitted):
        mention(accepted(), by=SUPERVISOR)


@pytest.mark.django_db
@pytest.mark.parametrize("question", ["is_minor", "is_coerced", "is_trafficked"])
def test_stops_at_a_yes_until_the_charging_supervisor_decided(question: str) -> None:
    entry = whole()
    found: dict[str, Any] = {question: Finding.YES}
    screen(entry, **found)
    assert "charging supervisor decides" in missing(entry)
    with pytest.raises(Refused, match="A yes stands"):
        screen(entry)

    decide_screening(
        screening=newest(entry),
        decided=Decided(way=Way.NOT_BORNE_OUT, basis="Looked into."),
        by=CHARGING,
        at=now(),
    )

    assert missing(entry) == ""


@pytest.mark.django_db
def test_goes_on_where_only_addiction_was_found() -> None:
    entry = whole()
    screen(entry, is_addicted=Finding.YES)

    assert missing(entry) == ""


@pytest.mark.django_db
def test_waits_for_what_is_not_established() -> None:
    entry = whole()
    screen(entry, is_coerced=Finding.UNKNOWN)

    assert "left open" in missing(entry)


@pytest.mark.django_db
def test_never_weighs_whoever_was_referred_out() -> None:
    entry = whole()
    screen(entry, is_trafficked=Finding.YES)

    decide_screening(
        screening=newest(entry),
        decided=Decided(way=Way.REFER_OUT, basis="Held by a debt."),
        by=CHARGING,
        at=now(),
    )

    assert "referred the person out" in missing(entry)
    with pytest.raises(Refused, match="not asked again"):
        screen(entry)
    assert "referred the person out" in missing(entry)


def decided_by_charging(entry: Entry, way: Way, **said: Any) -> None:
    """Have the charging supervisor decide on the newest answers."""
    decided = Decided(way=way, basis="Looked into.", **said)
    decide_screening(screening=newest(entry), decided=decided, by=CHARGING, at=now())


@pytest.mark.django_db
@pytest.mark.parametrize("later", [Finding.NO, Finding.UNKNOWN])
def test_keeps_notice_to_a_guardian_until_the_charging_supervisor_decides_anew(
    later: Finding,
) -> None:
    entry = whole()
    screen(entry, is_minor=Finding.YES)
    decided_by_charging(entry, Way.GUARDIAN_NOTICE, guardian_told_on=today())
    assert missing(entry) == ""

    screen(entry, is_minor=later)

    assert "takes an earlier yes back" in missing(entry)
    with pytest.raises(Refused, match="A yes stands"):
        screen(entry)
    decided_by_charging(entry, Way.GUARDIAN_NOTICE, guardian_told_on=today())
    screen(entry)
    assert "takes an earlier yes back" in missing(entry)


@pytest.mark.django_db
def test_offers_the_decision_on_answers_that_take_a_yes_back() -> None:
    entry = whole()
    screen(entry, is_minor=Finding.YES)
    decided_by_charging(entry, Way.GUARDIAN_NOTICE, guardian_told_on=today())
    room = signed_in("charging_supervisor", agency=OFFICE)
    session = room.session
    session["purposes"] = {str(entry.pk): ["entry", "2999-01-01T00:00:00+00:00"]}
    session.save()

    def is_offered() -> bool:
        page = room.get(reverse("entry", args=[entry.pk]))
        assert page.status_code == 200
        return reverse("screening-decide", args=[newest(entry).pk]) in page.content.decode()

    assert not is_offered()
    screen(entry, is_minor=Finding.NO)
    assert is_offered()


@pytest.mark.django_db
def test_asks_for_no_second_decision_once_a_no_was_decided_on() -> None:
    entry = whole()
    screen(entry, is_coerced=Finding.YES)
    decided_by_charging(entry, Way.NOT_BORNE_OUT)
    screen(entry)
    assert "takes an earlier yes back" in missing(entry)

    decided_by_charging(entry, Way.NOT_BORNE_OUT)
    screen(entry)

    assert missing(entry) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("found", "told_on", "why"),
    [
        ({"is_coerced": Finding.YES}, 0, "no coercion"),
        ({"is_minor": Finding.YES}, 1, "on which day"),
        ({"is_minor": Finding.YES}, None, "on which day"),
    ],
)
def test_takes_notice_to_a_guardian_for_a_minor_alone(
    found: dict[str, Any], told_on: int | None, why: str
) -> None:
    entry = whole()
    screen(entry, **found)
    day = None if told_on is None else today() + timedelta(days=told_on)

    with pytest.raises(Refused, match=why):
        decide_screening(
            screening=newest(entry),
            decided=Decided(way=Way.GUARDIAN_NOTICE, basis="Told.", guardian_told_on=day),
            by=CHARGING,
            at=now(),
        )


@pytest.mark.django_db
def test_is_decided_by_nobody_but_the_charging_supervisor() -> None:
    entry = whole()
    screen(entry, by=PROSECUTOR, is_minor=Finding.YES)

    with pytest.raises(NotPermitted):
        decide_screening(
            screening=newest(entry),
            decided=Decided(way=Way.REFER_OUT, basis="A minor."),
            by=PROSECUTOR,
            at=now(),
        )


@pytest.mark.django_db
def test_takes_no_answer_that_the_dates_contradict() -> None:
    entry = accepted(born=today() - timedelta(days=365 * 15))
    mention(entry)

    with pytest.raises(Refused, match="was a minor"):
        screen(entry, by=OFFICER)
    assert screen(entry, is_minor=Finding.YES).stops


def test_is_of_four_questions_and_no_number() -> None:
    names = {field.name for field in Screening._meta.concrete_fields}

    assert not {name for name in names if "score" in name or "risk" in name}

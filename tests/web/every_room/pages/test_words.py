"""Tests of dates, clocks and values as people write them."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context
from django.utils import timezone, translation

from commonground_web.kernel.pages.templatetags.page import as_written, day, moment, runs_out, span

TODAY = date(2026, 3, 5)


def test_writes_a_day_for_people_and_for_programs() -> None:
    assert day(TODAY) == '<time datetime="2026-03-05">March 5, 2026</time>'


def test_writes_a_day_in_spanish() -> None:
    with translation.override("es"):
        assert "5 de marzo de 2026" in day(TODAY)


def test_writes_a_moment_in_the_time_of_the_place() -> None:
    with timezone.override("America/New_York"):
        assert moment(datetime(2026, 3, 5, 20, 40, tzinfo=UTC)) == (
            '<time datetime="2026-03-05T15:40-05:00">March 5, 2026, 3:40 p.m.</time>'
        )


@pytest.mark.parametrize(
    ("on", "says", "tone"),
    [
        (date(2026, 3, 2), "ran out 3 days ago", "stop"),
        (date(2026, 3, 5), "runs out today", "stop"),
        (date(2026, 3, 6), "runs out in 1 day", "wait"),
        (date(2026, 3, 19), "runs out in 14 days", "wait"),
        (date(2026, 3, 20), "runs out in 15 days", ""),
        (date(2026, 9, 5), "runs out in 6 months", ""),
        (date(2031, 3, 4), "runs out in 5 years", ""),
    ],
)
def test_says_how_long_a_clock_runs(on: date, says: str, tone: str) -> None:
    badge = runs_out(Context({"today": TODAY}), on)

    assert f">{says}</span>" in badge
    assert f'class="badge {tone}"' in badge


@pytest.mark.parametrize(
    ("days", "says"), [(1, "1 day"), (60, "60 days"), (61, "2 months"), (730, "2 years")]
)
def test_tells_a_span_as_people_say_it(days: int, says: str) -> None:
    assert span(days) == says


@pytest.mark.parametrize(
    ("value", "says"), [(None, "–"), ("", "–"), (True, "yes"), (0, 0), ("x", "x")]
)
def test_writes_what_is_not_known_as_a_dash(value: object, says: object) -> None:
    assert as_written(value) == says


def test_escapes_what_a_person_wrote() -> None:
    from django.template import Template

    page = Template("{% load page %}{{ value|as_written }}").render(Context({"value": "<b>x</b>"}))

    assert page == "&lt;b&gt;x&lt;/b&gt;"

"""Tests of counts that other rooms released: kept once, never small, shown to members."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from commonground_web.commons.counts.models import ReleasedCount
from commonground_web.kernel.clock import now
from commonground_web.kernel.rooms import Room
from commonground_web.valves.boxes.models import Outcome
from commonground_web.valves.boxes.receiving import receive_one
from commonground_web.valves.messages.counts import (
    CareCount,
    CareMeasure,
    CaseCount,
    CaseMeasure,
)
from commonground_web.valves.published.tables import public_tables
from commonground_web.valves.releases.words import MEASURES
from tests.web.every_room.valves.neighbours import meet_neighbours, sealed_by
from tests.web.rows import SOME_MOMENT, writing
from tests.web.signed_in import AGENCY, signed_in

pytestmark = pytest.mark.django_db


def heard(folder: Path, *counts: CareCount | CaseCount) -> list[Outcome | None]:
    """Return what came of counts that were sent."""
    homes = meet_neighbours(folder)
    of = {CareCount: Room.CAREROOM, CaseCount: Room.CASEROOM}
    return [
        receive_one(sealed_by(homes[of[type(count)]], count, at=now()), at=now())
        for count in counts
    ]


def helped(n: int) -> CareCount:
    """Return a count of people helped in a month."""
    return CareCount(release=uuid.uuid4(), measure=CareMeasure.PEOPLE_HELPED, month="2026-03", n=n)


def test_keeps_what_both_rooms_release(tmp_path: Path) -> None:
    banked = CaseCount(
        release=uuid.uuid4(), measure=CaseMeasure.CASES_BANKED, month="2026-03", n="<11"
    )

    assert heard(tmp_path, helped(12), banked) == [Outcome.HANDLED, Outcome.HANDLED]

    kept = ReleasedCount.objects.order_by("room").values_list("room", "n", "is_small")
    assert list(kept) == [("careroom", 12, False), ("caseroom", None, True)]


def test_keeps_one_count_of_a_month_alone(tmp_path: Path) -> None:
    assert heard(tmp_path, helped(12), helped(13)) == [Outcome.HANDLED, Outcome.REFUSED]

    assert ReleasedCount.objects.get().n == 12


def test_keeps_no_second_count_of_all_sites_behind_the_door(tmp_path: Path) -> None:
    heard(tmp_path, helped(12))

    with (
        pytest.raises(IntegrityError, match=r"released_count\.month|released_count_once"),
        writing(ReleasedCount, agency=AGENCY, verb="receive"),
        transaction.atomic(),
    ):
        _kept(month="2026-03", measure="people_helped", n=13, is_small=False)


@pytest.mark.parametrize(("n", "is_small"), [(10, False), (None, False), (12, True), (5, True)])
def test_keeps_no_small_number(n: int | None, is_small: bool) -> None:
    with (
        pytest.raises(IntegrityError),
        writing(ReleasedCount, agency=AGENCY, verb="receive"),
        transaction.atomic(),
    ):
        _kept(month="2026-03", measure="waiting", n=n, is_small=is_small)


def _kept(**said: Any) -> None:
    """Keep a count of the care room as it is said, past the door."""
    row = ReleasedCount(room="careroom", release=uuid.uuid4(), received_at=SOME_MOMENT, **said)
    row.save(force_insert=True)


def test_changes_nothing_that_was_released(tmp_path: Path) -> None:
    heard(tmp_path, helped(12))

    with pytest.raises(DatabaseError), transaction.atomic():
        ReleasedCount.objects.update(n=13)


def test_has_words_for_every_measure() -> None:
    assert set(MEASURES) == {*CareMeasure, *CaseMeasure}


def test_is_shown_to_members_published_and_exported(tmp_path: Path) -> None:
    heard(tmp_path, helped(12))
    room = signed_in("partner")

    page = room.get("/counts/").content.decode()

    assert "People helped" in page
    assert "all together" in page
    assert '<option value="2026-03">March 2026</option>' in page
    assert "no row" not in room.get("/counts/?month=2026-03").content.decode()
    taken = room.get("/counts/export/?as=csv").content.decode("utf-8-sig")
    assert '"2026-03"' in taken
    assert "12" in taken
    [row] = public_tables()["released_count"]
    assert row.fields["n"] == 12
    assert "release" not in row.fields


def test_is_listed_by_room_within_a_month(tmp_path: Path) -> None:
    banked = CaseCount(
        release=uuid.uuid4(), measure=CaseMeasure.CASES_BANKED, month="2026-03", n="<11"
    )
    waiting = CareCount(release=uuid.uuid4(), measure=CareMeasure.WAITING, month="2026-03", n="<11")
    heard(tmp_path, banked, waiting, helped(12))

    page = signed_in("partner").get("/counts/").content.decode()

    places = [page.index(said) for said in ("People helped", "waiting list", "Cases banked")]
    assert places == sorted(places)

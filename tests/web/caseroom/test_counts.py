"""Tests of the counts of the case room: counted by its clock, checked by two, sent to everyone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.counts.models import Tally
from commonground_web.kernel.access.actions import NotPermitted, Refused
from commonground_web.kernel.audit.models import AuditEvent
from commonground_web.kernel.clock import day_of
from commonground_web.valves.boxes.models import OutMessage
from commonground_web.valves.messages.counts import CaseMeasure
from commonground_web.valves.releases.actions import check_release, draft_release, send_release
from commonground_web.valves.releases.counting import count_last_month
from tests.web.caseroom.entering import (
    AGENCY,
    CHARGING,
    OFFICER,
    PROSECUTOR,
    SITE,
    SUPERVISOR,
    accepted,
    whole,
)
from tests.web.caseroom.listing import ready
from tests.web.every_room.valves.neighbours import meet_neighbours
from tests.web.rows import writing

pytestmark = pytest.mark.django_db

IN_MARCH = datetime(2026, 3, 10, 17, tzinfo=UTC)
IN_APRIL = datetime(2026, 4, 9, 17, tzinfo=UTC)
MARCH = "2026-03"


def counted(n: int) -> None:
    """Have so many names accepted in March, and March counted."""
    for number in range(n):
        accepted(at=IN_MARCH, name=f"Zed Fictional {number}")
    assert count_last_month(at=IN_APRIL)


def shown(release: Any) -> dict[tuple[str, object], str]:
    """Return what a release lets out."""
    return {(cell.measure, cell.site): cell.shown for cell in release.cells.all()}


def test_counts_names_of_a_month_by_site() -> None:
    counted(2)

    assert Tally.objects.get(measure="entries_accepted", site=SITE).n == 2
    assert set(Tally.objects.values_list("measure", flat=True)) == set(CaseMeasure)
    assert AuditEvent.objects.get(verb="count").actor == "system:counts"


def test_counts_cases_by_what_became_of_them() -> None:
    case = ready(whole(at=IN_MARCH), at=IN_MARCH)
    banked = {"state": "banked", "banked_by": CHARGING.id, "banked_at": IN_MARCH}
    with writing(Case, agency=AGENCY):
        until = day_of(IN_MARCH) + timedelta(days=5)
        Case.objects.filter(pk=case.pk).update(
            **banked | {"state": "expired", "bank_until": until, "expired_on": until + timedelta(1)}
        )
    count_last_month(at=IN_APRIL)

    n = dict(Tally.objects.filter(site=SITE).values_list("measure", "n"))
    assert (n["cases_banked"], n["cases_expired"]) == (1, 1)
    assert "cases_activated" not in n


@pytest.mark.parametrize(("n", "leaves"), [(10, {None: "<11"}), (11, {None: "11", SITE: "11"})])
def test_lets_no_small_count_out(n: int, leaves: dict[object, str]) -> None:
    counted(n)

    release = draft_release(month=MARCH, by=SUPERVISOR, at=IN_APRIL)

    accepted_ones = {
        site: said for (measure, site), said in shown(release).items() if "accepted" in measure
    }
    assert accepted_ones == leaves


def test_sends_what_two_others_checked(tmp_path: Path) -> None:
    meet_neighbours(tmp_path)
    counted(11)
    release = draft_release(month=MARCH, by=SUPERVISOR, at=IN_APRIL)

    for by in (SUPERVISOR, CHARGING, CHARGING, PROSECUTOR):
        with pytest.raises(Refused), transaction.atomic():
            send_release(release=release, by=SUPERVISOR, at=IN_APRIL)
        try:
            check_release(release=release, by=by, at=IN_APRIL)
        except Refused:
            assert by in (SUPERVISOR, CHARGING)
    send_release(release=release, by=SUPERVISOR, at=IN_APRIL)

    assert OutMessage.objects.filter(kind="case_count").count() == len(shown(release))


def test_is_drafted_by_nobody_without_the_right() -> None:
    counted(1)

    for by in (OFFICER, PROSECUTOR):
        with pytest.raises(NotPermitted):
            draft_release(month=MARCH, by=by, at=IN_APRIL)

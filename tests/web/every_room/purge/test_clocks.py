"""Tests of what is let go by itself."""

from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings

from commonground_web.kernel.clocks import room_clocks
from commonground_web.kernel.purge.models import PurgeCertificate
from commonground_web.kernel.retention.days import purge_day
from tests.web.plain_record import found, make_record, plain_model

ENTERED = datetime(2026, 3, 2, 15, tzinfo=UTC)


@pytest.mark.django_db
def test_goes_by_the_rooms_clocks_alone() -> None:
    key = make_record(at=ENTERED)
    day = purge_day(plain_model(), at=ENTERED)
    at = datetime(day.year, day.month, day.day, 17, tzinfo=UTC)
    purge = room_clocks()["purge.due"]

    purge(at=at)
    purge(at=at + timedelta(days=settings.PURGE_WAITS_DAYS))

    assert found(key, at=at) is None
    assert PurgeCertificate.objects.count() == 1


def test_sweeps_files_by_itself() -> None:
    assert "files.sweep" in room_clocks()

"""Tests of a rule with a most that no review moves, which the guard is made anew for."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.utils import timezone

from commonground_web.kernel.home import PART
from commonground_web.kernel.retention.models import RetentionReview
from tests.web.plain_record import found, keeper, looking, make_record, plain_model

ENTERED = datetime(2026, 3, 2, 15, tzinfo=UTC)
LATER = ENTERED + timedelta(days=400)
HARD = 3000

AS_OWNER = """
import dataclasses, sys
import django
django.setup()
from django.db import connection
from commonground_web.kernel.compartments import declared, setting
label, name = sys.argv[1:]
connection.settings_dict["NAME"] = name
hard = dataclasses.replace(declared.room_rules()[label], hard_days=%d)
declared.room_rules = lambda: {label: hard}
setting.set_guard()
"""


@pytest.fixture
def hard_rule(own_database: None) -> None:  # noqa: ARG001 - it is what is changed
    """Have the owner make the guard anew, for a rule with a hard most."""
    name = str(connection.settings_dict["NAME"])
    connection.close()
    subprocess.run(
        [sys.executable, "-c", AS_OWNER % HARD, plain_model()._meta.label_lower, name],
        env={**os.environ, PART: "owner"},
        check=True,
    )


@pytest.mark.usefixtures("hard_rule")
@pytest.mark.parametrize(("days", "is_taken"), [(HARD, True), (HARD + 1, False)])
def test_holds_whatever_a_review_says(days: int, is_taken: bool) -> None:
    key = make_record(at=ENTERED)
    until = timezone.localdate(ENTERED) + timedelta(days=days)
    at = datetime(2030, 12, 1, 17, tzinfo=UTC)

    if is_taken:
        _retain(key, until, at=at)
    else:
        with pytest.raises(DatabaseError, match="beyond the most"):
            _retain(key, until, at=at)

    assert (found(key, at=at).purge_on == until) is is_taken


@pytest.mark.usefixtures("hard_rule")
def test_keeps_the_day_of_entry_from_which_it_counts() -> None:
    key = make_record(at=ENTERED)

    with pytest.raises(DatabaseError, match="never changed"), looking(at=LATER, verb="update"):
        plain_model().objects.filter(pk=key).update(created_at=LATER)


def _retain(key: uuid.UUID, until: date, *, at: datetime) -> None:
    with looking(plain_model().ENTITY, "retention", at=at, verb="retain") as opened:
        row = plain_model().objects.get(pk=key)
        RetentionReview(
            record_type=plain_model()._meta.label_lower,
            record=row.pk,
            decision="retain",
            from_day=row.purge_on,  # type: ignore[attr-defined]
            to_day=until,
            reason="still_valid",
            explanation="Asked again.",
            decided_by=keeper().id,
            confirmed_by=keeper().id,
            on=timezone.localdate(at),
            at=at,
            event=opened.event,
        ).save(force_insert=True)
        row.purge_on = until  # type: ignore[attr-defined]
        row.save()

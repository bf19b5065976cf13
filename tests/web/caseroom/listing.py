"""A locked list with a candidate on it, and cases, for tests that come after the list."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from commonground_web.caseroom.cases.actions import (
    Bought,
    Charge,
    add_buy,
    find_ready,
    open_case,
)
from commonground_web.caseroom.cases.codes import Drug, Fentanyl, Holder, Laboratory, Offence
from commonground_web.caseroom.cases.models import Buy, Case
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.lists.models import Candidate
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import day_of, now
from tests.web.caseroom.entering import OFFICE, OFFICER, PROSECUTOR
from tests.web.plain_record import looking
from tests.web.rows import keep


def candidate_of(entry: Entry) -> Candidate:
    """Keep a candidate for the person of an entry, as a locked list leaves one."""
    row = keep(Candidate, owner=OFFICE, entry=entry)
    assert isinstance(row, Candidate)
    return row


def some_case(
    entry: Entry, *, by: Actor = OFFICER, at: datetime | None = None, **said: Any
) -> Case:
    """Keep a case that is being built."""
    at = at or now()
    on = day_of(at)
    whole: dict[str, Any] = {
        "number": "26-0417",
        "offences": [Offence.SALE],
        "statute": "Plainly made up, section 1",
        "first_on": on - timedelta(days=30),
        "last_on": on - timedelta(days=10),
        "drug": Drug.OTHER_NARCOTICS,
        "fentanyl": Fentanyl.SUSPECTED,
        "limitation_on": on + timedelta(days=3 * 365),
        "holder": Holder.PROSECUTOR,
    }
    return open_case(entry=entry, charge=Charge(**whole | said), by=by, at=at)


def some_buy(case: Case, *, by: Actor = OFFICER, at: datetime | None = None, **said: Any) -> Buy:
    """Keep a complete buy, unless said otherwise."""
    at = at or now()
    whole: dict[str, Any] = {
        "bought_on": day_of(at) - timedelta(days=10),
        "number": "E-1",
        "laboratory": Laboratory.POSITIVE,
        "is_on_video": True,
        "has_custody": True,
        "has_statement": True,
        "has_warrant": True,
    }
    return add_buy(case=case, bought=Bought(**whole | said), by=by, at=at)


def ready(
    entry: Entry, *, at: datetime | None = None, program_ends_on: date | None = None, **said: Any
) -> Case:
    """Keep a case that a prosecutor found ready."""
    at = at or now()
    case = some_case(entry, at=at, **said)
    some_buy(case, at=at)
    ends_on = program_ends_on or day_of(at) + timedelta(days=365)
    find_ready(case=fresh_case(case), program_ends_on=ends_on, by=PROSECUTOR, at=at)
    return fresh_case(case)


def fresh_case(case: Case, *, at: datetime | None = None) -> Case:
    """Return a case as it is now, with its entry."""
    with looking("case", "entry", at=at or now()):
        found: Case = Case.objects.select_related("entry").get(pk=case.pk)
        return found

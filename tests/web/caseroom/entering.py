"""People of the case room, and short ways to bring an entry where a test needs it."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from commonground_web.caseroom.entries.actions import (
    Mentioned,
    Screened,
    Written,
    accept_entry,
    add_source,
    answer_screening,
    create_entry,
    submit_entry,
    use_entry,
)
from commonground_web.caseroom.entries.grades import (
    Activity,
    Confidence,
    Reliability,
    Sensitivity,
    SourceKind,
    Validity,
)
from commonground_web.caseroom.entries.models import Entry, Finding, Screening, SourceMention
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.clock import day_of, now

AGENCY = uuid.uuid4()
OFFICE = uuid.uuid4()
SITE = uuid.uuid4()


def somebody(*roles: str, agency: uuid.UUID | None = AGENCY) -> Actor:
    """Return a new person with these roles."""
    return Actor(str(uuid.uuid4()), frozenset(roles), agency)


OFFICER = somebody("officer")
SUPERVISOR = somebody("supervisor")
ANALYST = somebody("analyst")
PROSECUTOR = somebody("prosecutor", agency=OFFICE)
CHARGING = somebody("charging_supervisor", agency=OFFICE)
BOTH = Actor(OFFICER.id, frozenset({"officer", "supervisor", "charging_supervisor"}), AGENCY)
"""An officer with too many roles, for rules that count persons."""


def written(**said: Any) -> Written:
    """Return what is written about a plainly fictional person."""
    whole: dict[str, Any] = {
        "name": "Zed Fictional",
        "facts": "Sold to two officers.",
        "activity": Activity.SALE,
        "report_number": "R-17",
        "reliability": Reliability.RELIABLE,
        "validity": Validity.PROBABLE,
        "sensitivity": Sensitivity.CONFIDENTIAL,
        "confidence": Confidence.MODERATE,
    }
    return Written(**whole | said)


def draft(
    *, by: Actor = OFFICER, at: datetime | None = None, site: uuid.UUID = SITE, **said: Any
) -> Entry:
    """Keep a draft."""
    return create_entry(site=site, written=written(**said), is_another=True, by=by, at=at or now())


def accepted(*, at: datetime | None = None, **said: Any) -> Entry:
    """Keep an entry that a supervisor accepted."""
    at = at or now()
    entry = draft(at=at, **said)
    submit_entry(entry=entry, by=said.get("by", OFFICER), at=at)
    entry = fresh(entry)
    accept_entry(entry=entry, by=SUPERVISOR, at=at)
    return fresh(entry)


def mention(
    entry: Entry, *, by: Actor = OFFICER, at: datetime | None = None, **said: Any
) -> SourceMention:
    """Keep a mention of the person as a seller."""
    at = at or now()
    on = day_of(at)
    whole: dict[str, Any] = {
        "kind": SourceKind.PATROL,
        "agency": AGENCY,
        "seen_on": on,
        "last_selling_on": on - timedelta(days=1),
        "place": "the corner",
        "reliability": Reliability.RELIABLE,
        "validity": Validity.PROBABLE,
        "note": "Seen selling.",
        "observer": "unit 4",
    }
    return add_source(entry=entry, mentioned=Mentioned(**whole | said), by=by, at=at)


def screen(
    entry: Entry, *, by: Actor = OFFICER, at: datetime | None = None, **said: Any
) -> Screening:
    """Keep the answers of a screening: no to all, unless said otherwise."""
    whole: dict[str, Any] = {
        "is_minor": Finding.NO,
        "is_coerced": Finding.NO,
        "is_trafficked": Finding.NO,
        "is_addicted": Finding.NO,
        "basis": "Papers were seen.",
    }
    return answer_screening(entry=entry, screened=Screened(**whole | said), by=by, at=at or now())


def whole(*, at: datetime | None = None, **said: Any) -> Entry:
    """Keep an entry that is in use: accepted, with two independent sources, and screened."""
    at = at or now()
    entry = accepted(at=at, **{"born": date(1990, 5, 1), **said})
    mention(entry, at=at)
    mention(entry, at=at, kind=SourceKind.NARCOTICS, observer="badge 9")
    screen(entry, at=at)
    use_entry(entry=entry, by=SUPERVISOR, at=at)
    return fresh(entry)


def fresh(entry: Entry) -> Entry:
    """Return an entry as it is now."""
    from tests.web.plain_record import looking

    with looking("entry", at=now()):
        return Entry.objects.get(pk=entry.pk)

"""Write down where it is said that somebody sells."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.entries.actions.held import require_open
from commonground_web.caseroom.entries.models import Entry, SourceMention
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.fields.keyring import room_keyring


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentioned:
    """One mention of a person as a seller."""

    kind: str
    agency: uuid.UUID
    seen_on: date
    last_selling_on: date
    place: str
    reliability: str
    validity: str
    note: str
    observer: str = ""


@action("source", "create")
def add_source(*, entry: Entry, mentioned: Mentioned, by: Actor, at: datetime) -> SourceMention:
    """Write down a mention; once written it is never changed."""
    held = entry.held_now()
    require_open(held)
    if not mentioned.last_selling_on <= mentioned.seen_on <= day_of(at):
        raise Refused(
            _("A report is not from the future, and tells of what was seen before it was written.")
        )
    source = SourceMention(
        entry=held,
        kind=mentioned.kind,
        agency=mentioned.agency,
        observer=mentioned.observer,
        observer_key=observer_key(mentioned.observer),
        seen_on=mentioned.seen_on,
        last_selling_on=mentioned.last_selling_on,
        place=mentioned.place,
        reliability=mentioned.reliability,
        validity=mentioned.validity,
        note=mentioned.note,
        added_by=uuid.UUID(by.id),
        added_at=at,
    )
    source.save(force_insert=True)
    open_access().did("source.added", source)
    return source


def observer_key(observer: str) -> str:
    """Return a keyed digest, equal for one observer however the number is typed."""
    plain = "".join(filter(str.isalnum, observer.casefold()))
    return room_keyring().fingerprint(plain, place="source|observer") if plain else ""

"""Write an entry down, change a draft, and lay a document beside it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from commonground_web.caseroom.entries.actions.held import require_open, require_site
from commonground_web.caseroom.entries.models import Entry, State
from commonground_web.caseroom.entries.twins import same_person, standing_twins
from commonground_web.kernel.access.actions import Refused, action, agency_of
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.seen import require_as_seen
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.files.keeping import keep_file
from commonground_web.kernel.files.kinds import UnusableFile
from commonground_web.kernel.retention.days import purge_day


class StandsAlready(Refused):
    """An entry of the same name and date of birth stands already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What is written about one person: who it is, the basis, and the label."""

    name: str
    facts: str
    activity: str
    reliability: str
    validity: str
    sensitivity: str
    confidence: str
    born: date | None = None
    aliases: str = ""
    report_number: str = ""
    control_official: uuid.UUID | None = None
    """Whoever answers for the entry; its writer, if left out."""


@action("entry", "create", with_entities=("file",))
def create_entry(
    *,
    site: uuid.UUID,
    written: Written,
    document: UploadedFile[bytes] | None = None,
    is_another: bool = False,
    by: Actor,
    at: datetime,
) -> Entry:
    """Write down a name with its basis; its day of purge is set at once.

    Parameters
    ----------
    site
        The site whose market it is.
    written
        The name, the basis and the label.
    document
        A source document; a report number may stand in its place.
    is_another
        Whether the writer looked at the entries of this name, and says it is somebody else.
    by, at
        Who writes, and when.

    Raises
    ------
    Refused
        If the basis is not whole, nobody would answer for the entry, or the name stands already.
    """
    agency = agency_of(by)
    require_site(by, site)
    require_basis(written, has_file=document is not None, on=day_of(at))
    if not is_another and standing_twins(written.name, written.born, actor=by):
        raise StandsAlready(
            _("An entry with this name and date of birth stands already; look at it first.")
        )
    entry = Entry(
        site=site,
        agency=agency,
        has_file=document is not None,
        control_official=uuid.UUID(by.id),
        created_by=uuid.UUID(by.id),
        created_at=at,
        purge_on=purge_day(Entry, at=at),
    )
    write(entry, written)
    entry.save(force_insert=True)
    if document is not None:
        _keep(entry, document, by=by, at=at)
    open_access().did("entry.created", entry)
    return entry


@action("entry", "update")
def change_draft(*, entry: Entry, written: Written, by: Actor, at: datetime) -> None:
    """Change a draft of one's own, as they saw it last."""
    held = entry.held_now()
    if held.state != State.DRAFT:
        raise Refused(_("Only a draft is changed; what was submitted is corrected."))
    if str(held.created_by) != by.id:
        raise Refused(_("A draft is changed by whoever wrote it."))
    require_as_seen(held, entry)
    require_basis(written, has_file=held.has_file, on=day_of(at))
    write(held, written)
    held.save()
    open_access().did("entry.changed", held)


@action("entry", "update", with_entities=("file",))
def add_document(*, entry: Entry, document: UploadedFile[bytes], by: Actor, at: datetime) -> None:
    """Lay a further source document beside an entry."""
    held = entry.held_now()
    require_open(held)
    _keep(held, document, by=by, at=at)
    held.has_file = True
    held.save()
    open_access().did("entry.documented", held)


def write(entry: Entry, written: Written) -> None:
    """Put what was written into an entry that is about to be saved."""
    entry.name, entry.aliases = written.name, written.aliases or None
    entry.born = written.born.isoformat() if written.born else None
    entry.same_person = same_person(written.name, written.born)
    entry.facts, entry.activity = written.facts, written.activity
    entry.report_number = written.report_number
    entry.reliability, entry.validity = written.reliability, written.validity
    entry.sensitivity, entry.confidence = written.sensitivity, written.confidence
    if written.control_official is not None:
        entry.control_official = written.control_official


def require_basis(written: Written, *, has_file: bool, on: date) -> None:
    """Refuse what has no documented basis.

    Raises
    ------
    Refused
        If there are no facts, or no source document.
    """
    if not written.name.strip() or not written.facts.strip():
        raise Refused(_("An entry needs a name, and the facts that give reasonable suspicion."))
    if not has_file and not written.report_number.strip():
        raise Refused(
            _("An entry needs a source document: add a file, or the number of your report.")
        )
    if written.born is not None and written.born >= on:
        raise Refused(_("The date of birth is not in the past."))


def _keep(entry: Entry, document: UploadedFile[bytes], *, by: Actor, at: datetime) -> None:
    try:
        keep_file(record=entry, upload=document, by=by, at=at)
    except UnusableFile as unusable:
        raise Refused(str(unusable)) from unusable

"""Build a case: open it, change what it says, and add the buys that it rests on."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.cases.models import Buy, Case, CaseChange
from commonground_web.caseroom.cases.states import State
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.entries.states import STANDING
from commonground_web.kernel.access.actions import Refused, action, agency_of
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.seen import require_as_seen
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """What could be charged, from when to when, and until when."""

    number: str
    offences: Sequence[str]
    statute: str
    first_on: date
    last_on: date
    drug: str
    fentanyl: str
    limitation_on: date
    holder: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Bought:
    """One controlled buy, and what of its evidence is there."""

    bought_on: date
    number: str
    laboratory: str
    is_on_video: bool = False
    has_custody: bool = False
    has_statement: bool = False
    has_warrant: bool = False


@action("case", "create", with_entities=("entry",))
def open_case(*, entry: Entry, charge: Charge, by: Actor, at: datetime) -> Case:
    """Begin a case against the person of an accepted entry."""
    held = entry.held_now()
    if held.state not in STANDING:
        raise Refused(_("A case is built on an entry that a supervisor has accepted."))
    _require_dates(charge, on=day_of(at))
    case = Case(entry=held, agency=agency_of(by), created_by=uuid.UUID(by.id), created_at=at)
    _write(case, charge)
    case.save(force_insert=True)
    open_access().did("case.opened", case)
    return case


@action("case", "update", with_entities=("entry",))
def change_case(*, case: Case, charge: Charge, by: Actor, at: datetime) -> None:
    """Change what a case says, while it is being built."""
    held = _building(case, by=by)
    require_as_seen(held, case)
    _require_dates(charge, on=day_of(at))
    _write(held, charge)
    held.save()
    _note_change(held, by=by, at=at)
    open_access().did("case.changed", held)


@action("case", "update", with_entities=("entry",))
def add_buy(*, case: Case, bought: Bought, by: Actor, at: datetime) -> Buy:
    """Add a controlled buy; the case is another since."""
    held = _building(case, by=by)
    _require_past(bought, on=day_of(at))
    buy = Buy(case=held, added_by=uuid.UUID(by.id), added_at=at)
    _write_buy(buy, bought)
    buy.save(force_insert=True)
    held.save()
    open_access().did("buy.added", buy)
    return buy


@action("case", "update", with_entities=("entry",))
def change_buy(*, buy: Buy, bought: Bought, by: Actor, at: datetime) -> None:
    """Say anew what of a buy's evidence is there."""
    case = _building(buy.case, by=by)
    require_as_seen(case, buy.case)
    _require_past(bought, on=day_of(at))
    held = buy.held_now()
    _write_buy(held, bought)
    held.save()
    case.save()
    _note_change(case, by=by, at=at)
    open_access().did("buy.changed", held)


def authors_of(case: Case) -> set[str]:
    """Return whoever opened or changed a case, or added or changed a buy of it."""
    buyers = case.buys.values_list("added_by", flat=True)
    changers = case.changes.values_list("by", flat=True)
    return {str(author) for author in (case.created_by, *buyers, *changers)}


def _note_change(case: Case, *, by: Actor, at: datetime) -> None:
    CaseChange(case=case, by=uuid.UUID(by.id), at=at).save(force_insert=True)


def _building(case: Case, *, by: Actor) -> Case:
    held = case.held_now()
    if held.state != State.BUILDING:
        raise Refused(_("Only a case that is being built is changed; have it returned first."))
    if held.agency != by.agency:
        raise Refused(_("A case is built by the agency that opened it."))
    return held


def _require_dates(charge: Charge, *, on: date) -> None:
    if not charge.first_on <= charge.last_on <= on:
        raise Refused(_("The first offence is not after the last, and neither is in the future."))
    if charge.limitation_on <= charge.last_on:
        raise Refused(_("Limitation comes after the last offence."))
    if not charge.offences:
        raise Refused(_("Choose at least one offence."))


def _require_past(bought: Bought, *, on: date) -> None:
    if bought.bought_on > on:
        raise Refused(_("A buy is not in the future."))


def _write(case: Case, charge: Charge) -> None:
    case.number, case.statute = charge.number, charge.statute
    case.offences = list(charge.offences)
    case.first_on, case.last_on = charge.first_on, charge.last_on
    case.drug, case.fentanyl = charge.drug, charge.fentanyl
    case.limitation_on, case.holder = charge.limitation_on, charge.holder


def _write_buy(buy: Buy, bought: Bought) -> None:
    buy.bought_on, buy.number = bought.bought_on, bought.number
    buy.laboratory, buy.is_on_video = bought.laboratory, bought.is_on_video
    buy.has_custody, buy.has_statement = bought.has_custody, bought.has_statement
    buy.has_warrant = bought.has_warrant

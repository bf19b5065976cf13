"""Answer the four questions of a screening, and decide what follows a yes."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.entries.actions.held import require_open
from commonground_web.caseroom.entries.ages import was_minor
from commonground_web.caseroom.entries.models import (
    Entry,
    Finding,
    Screening,
    ScreeningDecision,
    Way,
)
from commonground_web.caseroom.entries.support import is_referred_out, newest_screening
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """The answers to the four questions, and what they rest on."""

    is_minor: str
    is_coerced: str
    is_trafficked: str
    is_addicted: str
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What follows a screening that stops, and why."""

    way: str
    basis: str
    guardian_told_on: date | None = None


@action("screening", "create", with_entities=("entry", "source"))
def answer_screening(*, entry: Entry, screened: Screened, by: Actor, at: datetime) -> Screening:
    """Answer the questions; the last answers are those in force.

    Answers that take an earlier yes back wait for the charging supervisor, as the yes did.

    Raises
    ------
    Refused
        If a yes waits for the charging supervisor, who was referred out would be asked about again,
        or the dates of the entry say otherwise.
    """
    held = entry.held_now()
    require_open(held)
    before = newest_screening(held)
    if before is not None and before.waits:
        raise Refused(_("A yes stands; the charging supervisor decides before it is asked again."))
    if is_referred_out(before):
        raise Refused(
            _(
                "The charging supervisor referred the person out; that stays, and the questions "
                "are not asked again."
            )
        )
    seen = held.sourcementions.values_list("last_selling_on", flat=True)
    if screened.is_minor != Finding.YES and was_minor(held.born_on, seen):
        raise Refused(_("By the date of birth and the sources the person was a minor; answer yes."))
    screening = Screening(
        entry=held,
        is_minor=screened.is_minor,
        is_coerced=screened.is_coerced,
        is_trafficked=screened.is_trafficked,
        is_addicted=screened.is_addicted,
        basis=screened.basis,
        answered_by=uuid.UUID(by.id),
        answered_at=at,
    )
    screening.save(force_insert=True)
    open_access().did("screening.answered", screening)
    return screening


@action("screening", "decide", with_entities=("entry",))
def decide_screening(
    *, screening: Screening, decided: Decided, by: Actor, at: datetime
) -> ScreeningDecision:
    """Decide what follows a screening that stops."""
    held = screening.entry.held_now()
    if newest_screening(held) != screening:
        raise Refused(_("The questions were answered again since; look at the newer answers."))
    if not screening.waits:
        raise Refused(_("Nothing in this screening waits for a decision."))
    if str(screening.answered_by) == by.id:
        raise Refused(_("Whoever answered the questions does not decide what follows."))
    if decided.way == Way.GUARDIAN_NOTICE:
        _require_guardian_told(screening, decided, on=day_of(at))
    decision = ScreeningDecision(
        entry=held,
        screening=screening,
        way=decided.way,
        guardian_told_on=decided.guardian_told_on,
        basis=decided.basis,
        decided_by=uuid.UUID(by.id),
        decided_at=at,
    )
    decision.save(force_insert=True)
    open_access().did("screening.decided", decision)
    return decision


def _require_guardian_told(screening: Screening, decided: Decided, *, on: date) -> None:
    if Finding.YES in {screening.is_coerced, screening.is_trafficked}:
        raise Refused(
            _("Notice to a guardian answers no coercion or trafficking; refer the person out.")
        )
    if decided.guardian_told_on is None or decided.guardian_told_on > on:
        raise Refused(_("Say on which day the guardian was told; it is not in the future."))

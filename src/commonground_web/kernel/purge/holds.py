"""Legal holds: which rows they keep, and how two persons place and release them."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.exposures import WITH_A_CLOCK
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.compartments.hanging import hanging_on, hung_from
from commonground_web.kernel.compartments.records import Record
from commonground_web.kernel.purge.models import LegalHold
from commonground_web.kernel.retention.actions import owner_of, rule_of

LONGEST_DAYS = 366
"""The longest that one hold lasts; who needs more asks again, with the authority of that day."""


def held_rows(*, day: date) -> set[tuple[str, uuid.UUID]]:
    """Return the rows that a hold keeps on a day, by label and key."""
    in_force = LegalHold.objects.filter(
        confirmed_by__isnull=False, released_by__isnull=True, expires_on__gt=day
    )
    return set(in_force.values_list("record_type", "record"))


def is_held(model: type[Record], key: uuid.UUID, *, held: set[tuple[str, uuid.UUID]]) -> bool:
    """Say whether a hold keeps a row, or what hangs on it, or what it hangs on."""
    if not held:
        return False
    reach = hung_from(model, key)
    for other, keys in hanging_on(model, [key]).items():
        reach |= {(other._meta.label_lower, found) for found in keys}
    return not reach.isdisjoint(held)


@action("legal_hold", "place", with_entities=(WITH_A_CLOCK,))
def place_hold(
    *, record: Record, authority: str, expires_on: date, by: Actor, at: datetime
) -> LegalHold:
    """Ask for a hold on a record; it keeps nothing until a second person confirms it."""
    rule_of(record._meta.label_lower)
    day = day_of(at)
    if not day < expires_on <= day + timedelta(days=LONGEST_DAYS):
        raise Refused(
            _("A hold ends after today and within %(days)s days; ask again when more is needed.")
            % {"days": LONGEST_DAYS}
        )
    hold = LegalHold(
        record_type=record._meta.label_lower,
        record=record.pk,
        owner=owner_of(record),
        authority=authority,
        expires_on=expires_on,
        placed_by=uuid.UUID(by.id),
        placed_at=at,
    )
    hold.save(force_insert=True)
    open_access().did("legal_hold.placed", hold)
    return hold


@action("legal_hold", "confirm")
def confirm_hold(*, hold: LegalHold, by: Actor, at: datetime) -> None:
    """Confirm a hold that somebody else asked for; from now on it keeps its record."""
    hold.lock()
    if hold.confirmed_by is not None:
        raise Refused(_("This hold is confirmed already."))
    if hold.expires_on <= day_of(at):
        raise Refused(_("This hold has ended before it was confirmed; ask for a new one."))
    if str(hold.placed_by) == by.id:
        raise Refused(_("Whoever asks for a hold does not confirm it; ask a second person."))
    hold.confirmed_by, hold.confirmed_at = uuid.UUID(by.id), at
    hold.save()
    open_access().did("legal_hold.confirmed", hold)


@action("legal_hold", "release")
def release_hold(*, hold: LegalHold, by: Actor, at: datetime) -> bool:
    """Ask for the end of a hold, or as a second person end it; return whether it has ended."""
    hold.lock()
    if hold.released_by is not None or hold.expires_on <= day_of(at):
        raise Refused(_("This hold has ended."))
    if hold.release_asked_by is None:
        hold.release_asked_by, hold.release_asked_at = uuid.UUID(by.id), at
        act = "legal_hold.release_asked"
    elif str(hold.release_asked_by) == by.id:
        raise Refused(_("You asked for the end of this hold; a second person ends it."))
    else:
        hold.released_by, hold.released_at = uuid.UUID(by.id), at
        act = "legal_hold.released"
    hold.save()
    open_access().did(act, hold)
    return hold.released_by is not None

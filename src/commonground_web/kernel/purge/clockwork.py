"""The clock of purges: list, witness what nobody witnessed, delete in batches, certify.

Each step is a transaction of its own and leaves the state from which the next call goes on, so that
it may be killed anywhere. Rows that went lie in no page of an SQLite file (`secure_delete`, and the
log is written down and emptied afterwards); in PostgreSQL they lie in dead tuples until the next
`VACUUM`, which the owner of the database runs, or autovacuum. A backup keeps them for as long as it
is kept itself.
"""

from __future__ import annotations

import hashlib
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.apps import apps
from django.conf import settings

from commonground_web.kernel.audit.opening import access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.compartments.engines import empty_log
from commonground_web.kernel.compartments.hanging import let_go
from commonground_web.kernel.purge.actions import advance, witness_purge
from commonground_web.kernel.purge.holds import held_rows, is_held
from commonground_web.kernel.purge.listing import CLOCKWORK, list_due, purging
from commonground_web.kernel.purge.models import Purge, PurgeCertificate, PurgeItem
from commonground_web.kernel.purge.states import Fate, State

BATCH = 100
"""Records that go in one transaction, with what hangs on them."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one call of the clock did."""

    listed: int
    witnessed: int
    certified: int


def purge_due(*, at: datetime) -> Round:
    """Take every purge of the room as far as it may go now; may be called as often as one likes.

    Parameters
    ----------
    at
        The moment of the call.
    """
    listed = list_due(at=at)
    witnessed = _witness_overdue(at=at)
    certified = 0
    for purge in Purge.objects.filter(state__in=[State.WITNESSED, State.EXECUTED]).order_by("pk"):
        while _execute_batch(purge, at=at):
            pass
        certified += _certify(purge, at=at)
    if certified:
        empty_log()
    return Round(len(listed), witnessed, certified)


def _witness_overdue(*, at: datetime) -> int:
    """Witness by the system what nobody witnessed in time: a purge must not become retention."""
    last = at - timedelta(days=settings.PURGE_WAITS_DAYS)
    overdue = list(Purge.objects.filter(state=State.LISTED, listed_at__lte=last))
    for purge in overdue:
        witness_purge(purge=purge, by=CLOCKWORK, at=at)
    return len(overdue)


def _execute_batch(purge: Purge, *, at: datetime) -> bool:
    """Delete the next rows of a purge, and return whether more may be left."""
    model = apps.get_model(purge.record_type)
    with access(purging(model), at=at) as opened:
        current = purge.held_now()
        if current.state != State.WITNESSED:
            return False
        waiting = current.items.filter(is_root=True, fate=Fate.WAITING).order_by("record")
        keys = list(waiting.values_list("record", flat=True)[:BATCH])
        if not keys:
            advance(current, State.EXECUTED)
            current.executed_at = at
            current.save()
            opened.did("purge.executed", current)
            return False
        held = held_rows(day=day_of(at))
        kept = [key for key in keys if is_held(model, key, held=held)]
        waiting.filter(record__in=kept).update(fate=Fate.HELD)
        going = model.objects.filter(pk__in=set(keys) - set(kept))
        gone = let_go(model, list(going.values_list("pk", flat=True)))
        for other, rows in gone.items():
            _note_gone(current, other._meta.label_lower, rows)
        waiting.filter(record__in=keys, fate=Fate.WAITING).update(fate=Fate.ABSENT)
        opened.did("purge.deleted", current)
        return True


def _note_gone(purge: Purge, record_type: str, keys: set[uuid.UUID]) -> None:
    """Note on the list which rows went, also those that came to hang on them since it was made."""
    listed = purge.items.filter(record_type=record_type, record__in=keys)
    known = set(listed.values_list("record", flat=True))
    listed.update(fate=Fate.GONE)
    PurgeItem.objects.bulk_create(
        PurgeItem(purge=purge, record_type=record_type, record=key, is_root=False, fate=Fate.GONE)
        for key in keys - known
    )


def _certify(purge: Purge, *, at: datetime) -> int:
    """Write the certificate of a purge that is executed, and return how many were written."""
    with access(purging(), at=at) as opened:
        current = purge.held_now()
        if current.state != State.EXECUTED:
            return 0
        waiting = current.items.filter(fate=Fate.WAITING)
        waiting.update(fate=Fate.ABSENT)
        gone = list(current.items.filter(fate=Fate.GONE).values_list("record_type", "record"))
        certificate = PurgeCertificate(
            purge=current,
            record_type=current.record_type,
            owner=current.owner,
            n=len(gone),
            kinds=dict(Counter(record_type for record_type, _ in gone)),
            digest=digest_of(gone),
            rule=current.rule,
            by=CLOCKWORK.id,
            witnessed_by=current.witnessed_by,
            at=at,
        )
        certificate.save(force_insert=True)
        advance(current, State.CERTIFIED)
        current.save()
        opened.did("purge.certified", certificate)
    return 1


def digest_of(rows: list[tuple[str, object]]) -> str:
    """Return the SHA-256 of the sorted lines `record type:key` of rows."""
    lines = sorted(f"{record_type}:{key}" for record_type, key in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()

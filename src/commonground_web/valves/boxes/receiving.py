"""Receive what the carrier brought: each message in an event of its own, wholly or not at all.

A message comes to one of four ends. It is handled: its receipt and all that its handler did
commit together. It is refused for good: a receipt says why. Its handling fails, by a fault of
ours, or as it is signed with a key on no card that we keep, which a neighbour may have turned:
nothing of it stays, a receipt counts the failure, and after `TRIES` it is stuck, told of, and tried
again once an hour. Or it waits, untouched: for a handler that a later release brings, for something
that it is about, or for the database. What waits is refused in the end by its day of expiry.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError

from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import system_actor
from commonground_web.kernel.access.exposures import tables_of
from commonground_web.kernel.audit.opening import Access, AuditUnavailable, Setting, access
from commonground_web.kernel.rooms import Room, this_room
from commonground_web.valves.boxes.handlers import Handler, NotYet, handler_of
from commonground_web.valves.boxes.keys import room_peers, room_valve_keys
from commonground_web.valves.boxes.models import TRIES, InMessage, Outcome, Receipt, waiting
from commonground_web.valves.envelope import LONGEST, Reason, Unacceptable, open_envelope

log = logging.getLogger("commonground.valves")

VALVE = system_actor("valve")
"""Who acts when a message is received."""

TRIED_AGAIN_AFTER = timedelta(hours=1)
"""A message that failed as often as it is tried at once is tried again after this."""

OF_A_KEY = {Reason.STRANGER, Reason.FORGED}
"""What cannot be told from a neighbour whose new card has not come yet."""


@dataclass(slots=True)
class Round:
    """What came of one look into the inbox: numbers by kind, and nothing else."""

    handled: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)
    waiting: Counter[str] = field(default_factory=Counter)
    stuck: Counter[str] = field(default_factory=Counter)
    """Messages that failed as often as they are tried at once: somebody must look."""

    def count(self, kind: str, outcome: Outcome | None) -> None:
        """Count what came of a message of a kind; None where it waits."""
        (getattr(self, outcome.value) if outcome else self.waiting)[kind] += 1


def receive(*, at: datetime) -> Round:
    """Look into the inbox, and act on each message that nothing final came of."""
    done = Round()
    for row in waiting(at=at):
        if _is_stuck(row) and row.failed_at and at - row.failed_at < TRIED_AGAIN_AFTER:
            done.stuck[row.kind] += 1
        else:
            done.count(row.kind, receive_one(row, at=at))
    return done


def what_is_stuck(*, at: datetime) -> Iterator[str]:
    """Yield a sentence on the messages of each kind that somebody must see to."""
    stuck = Counter((row.sender, row.kind) for row in waiting(at=at) if _is_stuck(row))
    for (sender, kind), count in sorted(stuck.items()):
        yield (
            f"Of the messages from the {sender}, {count} of kind {kind} failed {TRIES} times; they "
            "are tried again every hour until they expire. Its log says why."
        )


def _is_stuck(row: InMessage) -> bool:
    return row.failures >= TRIES


def receive_one(row: InMessage, *, at: datetime) -> Outcome | None:
    """Act on one message, and return what came of it; None where it waits."""
    handler = handler_of(row.kind, version=row.version)
    if handler is None and row.expires_at > at:
        return None
    try:
        return _handle(row, handler, at=at)
    except NotYet:
        return None
    except (Unacceptable, Refused) as refusal:
        reason = refusal.reason if isinstance(refusal, Unacceptable) else Reason.STATE
        if reason in OF_A_KEY and at < min(row.expires_at, row.created_at + LONGEST):
            return _fail(row, f"no card of the {row.sender} that was accepted signs it", at=at)
        return _conclude(row, Outcome.REFUSED, reason=reason, at=at)
    except Exception as error:  # one message that fails must not hold up the others
        if _is_of_the_database(error):
            raise
        return _fail(row, type(error).__name__, at=at)


def _fail(row: InMessage, why: str, *, at: datetime) -> Outcome | None:
    """Count a failure; unless another process was first, and came to an end with the message."""
    if Receipt.objects.final().filter(message=row.pk).exists():
        return None
    log.error("%s %s could not be handled (%s)", row.kind, row.pk, why)
    return _conclude(row, Outcome.FAILED, at=at)


def _is_of_the_database(error: Exception) -> bool:
    """Say whether the database is out of reach or busy, which is no fault of the message."""
    cause = error.__cause__ if isinstance(error, AuditUnavailable) else error
    return isinstance(cause, (OperationalError, InterfaceError))


def _handle(row: InMessage, handler: Handler | None, *, at: datetime) -> Outcome:
    def act(_opened: Access) -> None:
        message = open_envelope(
            row.as_envelope(),
            room=this_room(),
            keys=room_valve_keys(),
            peers=room_peers(),
            at=at,
        )
        if handler is None:
            raise Unacceptable(Reason.MALFORMED)
        handler(message, sender=Room(row.sender), by=VALVE, at=at)

    entities = handler.entities if handler else ()
    return _conclude(row, Outcome.HANDLED, at=at, entities=entities, first=act)


def _conclude(
    row: InMessage,
    outcome: Outcome,
    *,
    at: datetime,
    reason: str = "",
    entities: tuple[str, ...] = (),
    first: Callable[[Access], None] = lambda _opened: None,
) -> Outcome:
    """Write the receipt of a message in an event, together with what is to be done first."""
    setting = Setting(
        actor=VALVE.id, verb="receive", entity="valve_message", tables=tables_of(*entities)
    )
    with access(setting, at=at) as opened:
        # A second process that receives the same message stops here until the first is done.
        receipt = Receipt(
            message=row.pk,
            kind=row.kind,
            sender=row.sender,
            outcome=outcome,
            reason=reason,
            at=at,
            expires_at=min(row.expires_at, at + LONGEST),
        )
        receipt.save(force_insert=True)
        first(opened)
        opened.outcome = outcome.value
        opened.did(f"valve.{outcome.value}", receipt)
    return outcome

"""What the tests of the valves have rooms do: each function is called in a room's own process."""

from __future__ import annotations

import os
import signal
import sys
import uuid
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, timedelta
from itertools import pairwise
from types import FrameType
from typing import Any

TRACED = ("commonground_web/valves/boxes", "kernel/audit/opening.py", "together/steps.py")


def send_holds(count: int) -> list[str]:
    """Send safe-conduct holds from the Commons, each in a piece of work of its own."""
    from commonground_web.kernel.clock import now
    from commonground_web.valves.boxes.sending import send
    from commonground_web.valves.messages.invitations import HoldSet

    holds = []
    for _ in range(count):
        at = now()
        hold = HoldSet(
            hold=uuid.uuid4(),
            candidate=uuid.uuid4(),
            revision=1,
            starts_at=at,
            ends_at=at + timedelta(days=3),
        )
        with _working(at):
            send(hold, at=at)
        holds.append(str(hold.hold))
    return holds


def send_and_fail() -> int:
    """Send a hold in a piece of work that fails in the end; return how many messages lie there."""
    from commonground_web.kernel.clock import now
    from commonground_web.valves.boxes.models import OutMessage

    before = OutMessage.objects.count()
    with suppress(ZeroDivisionError), _working(now()):
        _send_one_inside()
        _ = 1 / 0
    return OutMessage.objects.count() - before


def receive_holds(fails: str = "", minutes: int = 0) -> dict[str, Any]:
    """Receive in the case room; return what came of it, and how often each hold was handled."""
    from commonground_web.kernel.clock import now
    from commonground_web.valves.boxes.receiving import receive

    _handle_holds(fails=fails)
    done = receive(at=now() + timedelta(minutes=minutes))
    return {
        "handled": done.handled["hold_set"],
        "refused": done.refused["hold_set"],
        "failed": done.failed["hold_set"],
        "waiting": done.waiting["hold_set"],
        "stuck": done.stuck["hold_set"],
        "holds": _handled_holds(),
    }


def receive_and_be_killed() -> dict[str, Any]:
    """Receive again and again, killed at the first line, the second, the third, until one lives."""
    from commonground_web.kernel.clock import now
    from commonground_web.valves.boxes.receiving import receive

    _handle_holds()
    kills = _killed_at_every_line(lambda: receive(at=now()))
    return {"kills": kills, "holds": _handled_holds(), "verified": _chain_holds()}


def send_and_be_killed() -> dict[str, Any]:
    """Send again and again, killed at every line; return what lies there and what was sealed."""
    from commonground_web.kernel.audit.models import AuditSeal
    from commonground_web.valves.boxes.models import OutMessage

    kills = _killed_at_every_line(lambda: send_holds(1))
    sealed = [seal.ids.get("boxes.outmessage", []) for seal in AuditSeal.objects.all()]
    return {
        "kills": kills,
        "messages": sorted(str(pk) for pk in OutMessage.objects.values_list("pk", flat=True)),
        "sealed": sorted(pk for ids in sealed for pk in ids),
        "verified": _chain_holds(),
    }


def acts_of(prefix: str) -> dict[str, int]:
    """Return how often each act with a prefix was sealed in this room's audit."""
    from commonground_web.kernel.audit.models import AuditSeal

    sealed = AuditSeal.objects.values_list("acts", flat=True)
    return Counter(act for acts in sealed for act in acts if act.startswith(prefix))


def purge(days: int) -> int:
    """Purge as if so many days had gone by."""
    from commonground_web.kernel.access.actor import system_actor
    from commonground_web.kernel.clock import now
    from commonground_web.valves.boxes.purging import purge_messages

    return purge_messages(by=system_actor("clock"), at=now() + timedelta(days=days))


def publish_agencies(names: list[str]) -> list[str]:
    """Publish agencies from the Commons, and return the rooms that needed a snapshot."""
    from commonground_web.kernel.access.actor import system_actor
    from commonground_web.kernel.clock import now
    from commonground_web.valves.messages.snapshots import PublicRow
    from commonground_web.valves.published import tables
    from commonground_web.valves.published.publishing import publish, unpublished

    class Agencies:
        def read(self) -> tuple[PublicRow, ...]:
            return tuple(
                PublicRow(id=uuid.uuid5(uuid.NAMESPACE_DNS, name), fields={"name": name})
                for name in names
            )

    tables._publishers["agency"] = Agencies()  # type: ignore[assignment]
    at = now()
    rooms = unpublished(at=at)
    if rooms:
        publish(to=rooms, by=system_actor("clock"), at=at)
    return [str(room) for room in rooms]


def receive_snapshots() -> list[str]:
    """Receive, and return the names of the agencies that are published here."""
    from commonground_web.kernel.clock import now
    from commonground_web.valves.boxes.receiving import receive
    from commonground_web.valves.published.models import Published

    receive(at=now())
    return sorted(row["name"] for row in Published.objects.of("agency"))


def die_at_line(number: int, paths: tuple[str, ...]) -> None:
    """Be killed, as by `kill -9`, at the n-th line that runs in these files."""
    left = number

    def trace(frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal left
        if not any(path in frame.f_code.co_filename for path in paths):
            return None
        if event == "line":
            left -= 1
            if left <= 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)


def _killed_at_every_line(work: Callable[[], object]) -> int:
    """Do work in children killed at the first line, the second, ...; return how many were."""
    from django.db import connection

    for kills in range(2000):
        connection.close()
        child = os.fork()
        if child == 0:
            die_at_line(kills + 1, TRACED)
            work()
            os._exit(0)
        _, status = os.waitpid(child, 0)
        if not os.WIFSIGNALED(status):
            return kills
    raise AssertionError("none came to its end")


def _working(at: datetime) -> Any:
    from commonground_web.kernel.audit.opening import Setting, access

    return access(Setting(actor="test", verb="create", entity="hold"), at=at)


def _send_one_inside() -> None:
    from commonground_web.kernel.clock import now
    from commonground_web.valves.boxes.sending import send
    from commonground_web.valves.messages.invitations import AgreementGiven

    send(
        AgreementGiven(candidate=uuid.uuid4(), given_on=date(2026, 1, 1), ends_on=date(2027, 1, 1)),
        at=now(),
    )


def _handle_holds(fails: str = "") -> None:
    from commonground_web.kernel.access.actions import Refused
    from commonground_web.valves.boxes import handlers
    from commonground_web.valves.ways import Kind

    raises = {"refused": Refused("no"), "not yet": handlers.NotYet(), "fault": ZeroDivisionError()}

    def keep(message: Any, *, at: datetime, **_given: Any) -> None:
        from django.contrib.sessions.models import Session

        Session.objects.create(
            session_key=uuid.uuid4().hex[:40], session_data=str(message.hold), expire_date=at
        )
        if fails:
            raise raises[fails]

    handlers._handlers[Kind.HOLD_SET] = handlers.Handler(keep, ())


def _handled_holds() -> dict[str, int]:
    from django.contrib.sessions.models import Session

    return Counter(Session.objects.values_list("session_data", flat=True))


def _chain_holds() -> bool:
    """Say whether every event has its seal and each seal follows the one before it."""
    from commonground_web.kernel.audit.models import AuditEvent, AuditSeal

    seals = list(AuditSeal.objects.order_by("seq").values_list("prev", "hash"))
    follows = all(seal[0] == before[1] for before, seal in pairwise(seals))
    return follows and AuditEvent.objects.count() == len(seals)

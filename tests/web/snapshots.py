"""Snapshots of the Commons as another room received them."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta
from typing import Any

from commonground_web.kernel.access.actor import system_actor
from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.rooms import this_room
from commonground_web.valves.messages.snapshots import PublicRow, Snapshot
from commonground_web.valves.published.agencies import LETS_IN
from commonground_web.valves.published.models import Publication, Published

Tables = dict[str, dict[uuid.UUID, dict[str, Any]]]
"""Public rows by table and identifier."""

SERVICE_TEXTS = (
    "alternate_name description url email interpretation_services application_process "
    "fees_description eligibility_description alert"
)


def site_fields(name: str) -> dict[str, Any]:
    """Return what is published of a site."""
    return {"name": name, "jurisdiction": "Larkhaven", "market": "open_air", "state": "preparing"}


def service_fields(organization: uuid.UUID, **more: Any) -> dict[str, Any]:
    """Return what is published of a service."""
    return (
        dict.fromkeys(SERVICE_TEXTS.split(), "")
        | {"organization": str(organization), "name": "Warm line", "status": "active"}
        | {"minimum_age": None, "maximum_age": None}
        | more
    )


def receive_snapshot(tables: Tables, *, at: datetime | None = None) -> None:
    """Have this room receive a snapshot, newer than any before."""
    from commonground_web.valves.published.replacing import replace

    last = Publication.objects.order_by("-taken_at").values_list("taken_at", flat=True).first()
    taken_at = max(at or now(), last + timedelta(microseconds=1)) if last else at or now()
    given: Any = {
        table: tuple(PublicRow(id=pk, fields=fields) for pk, fields in rows.items())
        for table, rows in tables.items()
    }
    setting = Setting(actor="system:valve", verb="receive", entity="valve_message")
    with access(setting, at=taken_at):
        replace(Snapshot(taken_at=taken_at, tables=given), by=system_actor("valve"), at=taken_at)


def bound_agency(
    agency: uuid.UUID,
    *,
    works_in: str | None = None,
    until: date | None = None,
    ended_on: date | None = None,
) -> Tables:
    """Return an agency that works in this room, and what lets it in, in force today."""
    agreement = {
        "agency": str(agency),
        "signed_on": str(today() - timedelta(days=1)),
        "expires_on": str(until or today() + timedelta(days=365)),
        "ended_on": str(ended_on) if ended_on else None,
    }
    named = {
        "name": f"Agency {agency.hex[:8]}",
        "kind": "",
        "works_in": works_in or str(this_room()),
    }
    signed = {uuid.uuid4(): {**agreement, "kind": kind} for kind in LETS_IN[this_room()]}
    return {"agency": {agency: named}, "agreement": signed}


def also_bind(agency: uuid.UUID) -> None:
    """Receive once more what the room holds, and this agency in standing with it.

    Where no snapshot was received yet, nothing is: every agency is let in then.
    """
    is_known = Published.objects.of("agency").filter(row=agency).exists()
    if Publication.objects.exists() and not is_known:
        bind_here(agency)


def bind_here(agency: uuid.UUID) -> None:
    """Receive once more what the room holds, and that this agency may work here of all rooms."""
    held: Tables = {}
    for row in Published.objects.all():
        held.setdefault(row.table, {})[row.row] = row.fields
    for table, rows in bound_agency(agency).items():
        held[table] = held.get(table, {}) | rows
    receive_snapshot(held)

"""Access: open an event, do the work, seal what was touched; all of it or nothing."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db import DatabaseError, InterfaceError, connection, models, transaction

from commonground_web.kernel.audit.chain import START, link_hash
from commonground_web.kernel.audit.models import AuditEvent, AuditSeal
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.compartments.postgres import KEYS_IN_USE, SETTING
from commonground_web.kernel.compartments.records import Record
from commonground_web.kernel.compartments.touched import noting
from commonground_web.kernel.fields.keyring import room_keyring
from commonground_web.kernel.fields.sealed import SealedText


class AuditUnavailable(RuntimeError):
    """An event could not be opened or sealed, so that the work was not done."""


class NoEventOpen(RuntimeError):
    """A record about a person was asked for outside any audit event."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Who sets out to do what, where, and why: what an event holds when it is opened."""

    actor: str
    verb: str
    entity: str
    tables: Sequence[str] = ()
    agency: uuid.UUID | None = None
    roles: str = ""
    session: str = ""
    address: str = ""
    purpose: str = ""
    route: str = ""
    request: str = ""


@dataclass(slots=True)
class Access:
    """An open event, and what was touched since it was opened."""

    event: uuid.UUID
    setting: Setting
    at: datetime
    outcome: str = "done"
    acts: list[str] = field(default_factory=list)
    ids: dict[str, set[str]] = field(default_factory=dict)
    changes: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    @property
    def day(self) -> date:
        """The day, where the room stands, on which it was opened."""
        return day_of(self.at)

    def read(self, row: models.Model) -> None:
        """Note that a row was read, if it is about a person."""
        if isinstance(row, Record) and row.OF_PERSON:
            self._note(row)

    def written(self, row: models.Model, before: Mapping[str, Any]) -> None:
        """Note that a row is written, and the names of the fields that change."""
        self._note(row)
        changed = self.changes.setdefault(f"{row._meta.label_lower}:{row.pk}", {})
        for column in row._meta.concrete_fields:
            old, new = before.get(column.attname), row.__dict__.get(column.attname)
            if old is new or old == new:
                continue
            marks = [_fingerprint(row, column, held) for held in (old, new)]
            # A sealed text that was opened is no longer what was read, and says the same.
            if marks[0] != marks[1]:
                changed[column.name] = marks

    def did(self, act: str, row: models.Model) -> None:
        """Note an act that was done to a row: `entry.accepted`."""
        self.acts.append(act)
        self._note(row)

    def _note(self, row: models.Model) -> None:
        self.ids.setdefault(row._meta.label_lower, set()).add(str(row.pk))


_open: ContextVar[Access | None] = ContextVar("open_access", default=None)


def open_access() -> Access:
    """Return the access that is open.

    Raises
    ------
    NoEventOpen
        If there is none.
    """
    if (access := _open.get()) is None:
        raise NoEventOpen("no audit event is open: go through `access`")
    return access


def is_open() -> bool:
    """Say whether an audit event is open."""
    return _open.get() is not None


@contextmanager
def access(setting: Setting, *, at: datetime) -> Iterator[Access]:
    """Open an event, and seal it at the end of the block; if either fails, nothing happened.

    Parameters
    ----------
    setting
        Who, what, where and why.
    at
        The moment at which it is opened.
    """
    if _open.get() is not None:
        raise RuntimeError("an audit event is open already: one piece of work, one event")
    with transaction.atomic():
        opened = Access(uuid.uuid4(), setting, at)
        with _audited():
            event = _open_event(opened, at=at)
        token = _open.set(opened)
        try:
            with noting(opened):
                yield opened
        finally:
            _open.reset(token)
        with _audited():
            _seal(opened, event)


@contextmanager
def _audited() -> Iterator[None]:
    """Say of an error in here that it was the audit that failed."""
    try:
        yield
    except (DatabaseError, InterfaceError) as error:
        raise AuditUnavailable(str(error)) from error


def _open_event(opened: Access, *, at: datetime) -> AuditEvent:
    setting = opened.setting
    event = AuditEvent(
        seal_id=opened.event,
        at=at,
        actor=setting.actor,
        agency=setting.agency,
        roles=setting.roles,
        session=setting.session,
        address=setting.address,
        verb=setting.verb,
        entity=setting.entity,
        tables=sorted(setting.tables),
        purpose=setting.purpose,
        route=setting.route,
        request=setting.request,
    )
    event.save(force_insert=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config(%s, %s, true), pg_advisory_xact_lock_shared(hashtext(%s))",
                [SETTING, str(opened.event), KEYS_IN_USE],
            )
    return event


def _seal(opened: Access, event: AuditEvent) -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('audit_seal'))")
    last = AuditSeal.objects.order_by("-seq").values_list("seq", "hash").first()
    seq, prev = (last[0] + 1, last[1]) if last else (1, START)
    seal = AuditSeal(
        event=opened.event,
        seq=seq,
        at=event.at,
        outcome=opened.outcome,
        acts=opened.acts,
        ids={label: sorted(ids) for label, ids in sorted(opened.ids.items())},
        changes=opened.changes,
        prev=prev,
    )
    seal.hash = link_hash(sealed_content(event, seal), seq=seq, prev=prev)
    seal.save(force_insert=True)


def sealed_content(event: AuditEvent, seal: AuditSeal) -> dict[str, object]:
    """Return every field of an event and its seal that the hash of the link is taken over."""
    return {
        "event": str(seal.event),
        "at": event.at.astimezone(UTC).isoformat(),
        "actor": event.actor,
        "agency": str(event.agency or ""),
        "roles": event.roles,
        "session": event.session,
        "address": event.address,
        "verb": event.verb,
        "entity": event.entity,
        "tables": event.tables,
        "purpose": event.purpose,
        "route": event.route,
        "request": event.request,
        "outcome": seal.outcome,
        "acts": seal.acts,
        "ids": seal.ids,
        "changes": seal.changes,
    }


def _fingerprint(row: models.Model, column: models.Field[Any, Any], held: object) -> str:
    if held is None or held == "":
        return ""
    if isinstance(column, SealedText):
        return column.fingerprint(row, held)
    place = f"{row._meta.db_table}|{column.column}"
    return room_keyring().fingerprint(str(held), place=place)

"""The triggers of a room's SQLite file, which hold for every program that opens it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commonground_web.kernel.compartments.guard import (
    DELETING,
    EVENT_TABLE,
    KEEPING,
    READING,
    SEAL_TABLE,
    Guarded,
)

PREFIX = "guard_"


def trigger_statements(guarded: Iterable[Guarded]) -> Iterator[str]:
    """Yield the statements that make every trigger anew."""
    yield from _audit()
    for table in guarded:
        if table.of_person:
            yield from _person(table)
        if table.clock:
            yield _clock(table)
        if table.fixed:
            yield _fixed(table)
        if table.append_only:
            yield _refuse(table.table, "UPDATE", f"{table.table} is never changed")
            if not table.of_person:
                yield _refuse(table.table, "DELETE", f"{table.table} is never deleted from")


def _audit() -> Iterator[str]:
    yield _trigger(
        f"{EVENT_TABLE}_opened",
        f"AFTER INSERT ON {EVENT_TABLE}",
        "SELECT commonground_opened(NEW.id, NEW.tables, NEW.verb);",
    )
    yield _trigger(
        f"{SEAL_TABLE}_linked",
        f"BEFORE INSERT ON {SEAL_TABLE}",
        f"""SELECT RAISE(ABORT, 'a seal is of an event that is open')
            WHERE NOT EXISTS (SELECT 1 FROM {EVENT_TABLE} WHERE id = NEW.event);
        SELECT RAISE(ABORT, 'a seal follows the one before it')
            WHERE NEW.seq IS NOT 1 + COALESCE((SELECT MAX(seq) FROM {SEAL_TABLE}), 0)
            OR NEW.prev IS NOT COALESCE(
                (SELECT hash FROM {SEAL_TABLE} ORDER BY seq DESC LIMIT 1), '');""",
    )
    yield _trigger(
        f"{SEAL_TABLE}_sealed",
        f"AFTER INSERT ON {SEAL_TABLE}",
        "SELECT commonground_sealed(NEW.event);",
    )


def _person(table: Guarded) -> Iterator[str]:
    reading = _listed(READING)
    for operation, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        verbs = (
            f"event.verb IN ({_listed(DELETING)})"
            if operation == "DELETE"
            else f"event.verb NOT IN ({reading})"
        )
        owned = f"AND {rows}.{table.owned_by} = event.agency" if table.owned_by else ""
        if table.owned_by and operation == "UPDATE":
            owned += f" AND OLD.{table.owned_by} = event.agency"
        yield _trigger(
            f"{table.table}_{operation.lower()}_event",
            f"BEFORE {operation} ON {table.table}",
            f"""SELECT RAISE(ABORT, 'no audit event licenses this {operation.lower()}')
            WHERE NOT EXISTS (
                SELECT 1 FROM {EVENT_TABLE} event
                WHERE event.id = commonground_event()
                AND instr(event.tables, '"{table.table}"') AND {verbs} {owned}
                AND NOT EXISTS (SELECT 1 FROM {SEAL_TABLE} WHERE event = event.id));""",
        )


def _clock(table: Guarded) -> str:
    return _trigger(
        f"{table.table}_clock",
        f"BEFORE UPDATE OF {table.clock} ON {table.table}",
        f"""SELECT RAISE(ABORT, 'the day of purge only becomes earlier')
            WHERE (NEW.{table.clock} IS NULL OR NEW.{table.clock} > OLD.{table.clock})
            AND NOT EXISTS (
                SELECT 1 FROM {EVENT_TABLE} event
                WHERE event.id = commonground_event() AND event.verb IN ({_listed(KEEPING)}));""",
    )


def _fixed(table: Guarded) -> str:
    changed = " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in table.fixed)
    return _trigger(
        f"{table.table}_fixed",
        f"BEFORE UPDATE ON {table.table}",
        f"SELECT RAISE(ABORT, '{table.table}: set once, never changed') WHERE {changed};",
    )


def _refuse(table: str, operation: str, reason: str) -> str:
    return _trigger(
        f"{table}_no_{operation.lower()}",
        f"BEFORE {operation} ON {table}",
        f"SELECT RAISE(ABORT, '{reason}');",
    )


def _trigger(name: str, when: str, body: str) -> str:
    return f"CREATE TRIGGER {PREFIX}{name} {when} BEGIN {body} END"


def _listed(verbs: Iterable[str]) -> str:
    return ", ".join(f"'{verb}'" for verb in verbs)

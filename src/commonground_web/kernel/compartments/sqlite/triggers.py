"""The triggers of a room's SQLite file, which hold for every program that opens it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commonground_web.kernel.compartments.guard import (
    ANY_WRITING,
    DELETING,
    EVENT_TABLE,
    HOLD_TABLE,
    HOUSEKEEPING,
    KEEPING,
    REACHING,
    READING,
    REKEYING,
    REVIEW_TABLE,
    SEAL_TABLE,
    Guarded,
)

PREFIX = "guard_"

_REACHES_ALL = f"(event.actor LIKE 'system:%' AND event.verb IN ({', '.join(map(repr, REACHING))}))"
_TODAY = f"commonground_day((SELECT at FROM {EVENT_TABLE} WHERE id = commonground_event()))"
"""The day of the open event, where the room stands."""

_TOO_LONG = "the day of purge lies beyond the most that the rule allows"


def trigger_statements(guarded: Iterable[Guarded]) -> Iterator[str]:
    """Yield the statements that make every trigger anew."""
    yield from _audit()
    for table in guarded:
        if table.of_person:
            yield from _person(table)
            yield _held(table)
        if table.clock:
            yield _clock(table)
            yield from _longest(table)
        if table.fixed:
            yield _fixed(table)
        if table.append_only:
            yield _refuse(table, f"UPDATE OF {_columns(table.plain)}", "is never changed")
            if table.is_deleted_when_expired:
                yield _expired(table)
            elif not table.of_person:
                yield _refuse(table, "DELETE", "is never deleted from")
        if table.sealed and (table.of_person or table.append_only):
            yield from _sealed(table)
        for operation in table.guarded_writing:
            yield _written(table, operation)


def _audit() -> Iterator[str]:
    yield _trigger(
        f"{EVENT_TABLE}_opened",
        f"AFTER INSERT ON {EVENT_TABLE}",
        "SELECT commonground_opened(NEW.id);",
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
    for operation, rows in (("INSERT", "NEW"), ("UPDATE", "NEW"), ("DELETE", "OLD")):
        verbs = {
            "INSERT": f"event.verb NOT IN ({_listed((*READING, *HOUSEKEEPING))})",
            "UPDATE": f"event.verb NOT IN ({_listed(READING)})",
            "DELETE": f"event.verb IN ({_listed(DELETING)})",
        }[operation]
        owned = _owned(table, rows)
        if operation == "UPDATE":
            owned += _owned(table, "OLD")
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


def _owned(table: Guarded, rows: str) -> str:
    if not table.owned_by:
        return ""
    owner = f"{rows}.{table.owned_by}"
    shared = f" OR {rows}.{table.shared_with} = event.agency" if table.shared_with else ""
    return f" AND ({owner} IS NULL OR {owner} = event.agency{shared} OR {_REACHES_ALL})"


def _held(table: Guarded) -> str:
    return _trigger(
        f"{table.table}_held",
        f"BEFORE DELETE ON {table.table}",
        f"""SELECT RAISE(ABORT, 'a legal hold keeps this row')
            WHERE EXISTS (
                SELECT 1 FROM {HOLD_TABLE} hold
                WHERE hold.record_type = '{table.label}' AND hold.record = OLD.{table.key}
                AND hold.confirmed_by IS NOT NULL AND hold.released_by IS NULL
                AND hold.expires_on > {_TODAY});""",
    )


def _fixed(table: Guarded) -> str:
    changed = " OR ".join(f'NEW."{column}" IS NOT OLD."{column}"' for column in table.fixed)
    return _trigger(
        f"{table.table}_fixed",
        f"BEFORE UPDATE ON {table.table}",
        f"SELECT RAISE(ABORT, '{table.table}: set once, never changed') WHERE {changed};",
    )


def _expired(table: Guarded) -> str:
    return _trigger(
        f"{table.table}_expired",
        f"BEFORE DELETE ON {table.table}",
        f"""SELECT RAISE(ABORT, 'only what has expired is purged')
            WHERE NOT EXISTS (
                SELECT 1 FROM {EVENT_TABLE} event
                WHERE event.id = commonground_event() AND event.verb IN ({_listed(DELETING)})
                AND OLD.{table.expires} < event.at);""",
    )


def _written(table: Guarded, operation: str) -> str:
    verbs = (
        f"event.verb NOT IN ({_listed(READING)})"
        if ANY_WRITING in table.written_in
        else f"event.verb IN ({_listed(table.written_in)})"
    )
    return _trigger(
        f"{table.table}_{operation.lower()}_written",
        f"BEFORE {operation} ON {table.table}",
        f"""SELECT RAISE(ABORT, 'no audit event licenses this {operation.lower()}')
            WHERE NOT EXISTS (
                SELECT 1 FROM {EVENT_TABLE} event
                WHERE event.id = commonground_event() AND {verbs});""",
    )


def _clock(table: Guarded) -> str:
    clock = table.clock
    return _trigger(
        f"{table.table}_clock",
        f"BEFORE UPDATE OF {clock} ON {table.table}",
        f"""SELECT RAISE(ABORT, 'the day of purge only becomes earlier, but for a confirmed review')
            WHERE (NEW.{clock} IS NULL OR NEW.{clock} > OLD.{clock})
            AND NOT EXISTS (
                SELECT 1 FROM {EVENT_TABLE} event JOIN {REVIEW_TABLE} review
                ON review.event = event.id
                WHERE event.id = commonground_event() AND event.verb IN ({_listed(KEEPING)})
                AND review.record_type = '{table.label}' AND review.record = OLD.{table.key}
                AND review.decision = 'retain'
                AND review.from_day = OLD.{clock} AND review.to_day = NEW.{clock});""",
    )


def _longest(table: Guarded) -> Iterator[str]:
    """Refuse days of purge beyond the most that the rule allows."""
    if table.most_days is None:
        return
    clock, since = table.clock, f"commonground_day(NEW.{table.since})"
    most = f"NEW.{clock} > date({{}}, '+{table.most_days} days')"
    yield _trigger(
        f"{table.table}_longest",
        f"BEFORE INSERT ON {table.table}",
        f"SELECT RAISE(ABORT, '{_TOO_LONG}') WHERE {most.format(since)};",
    )
    beyond = most.format(_TODAY)
    if table.hard_days is not None:
        beyond = f"({beyond} OR NEW.{clock} > date({since}, '+{table.hard_days} days'))"
        yield _trigger(
            f"{table.table}_since",
            f"BEFORE UPDATE OF {table.since} ON {table.table}",
            f"""SELECT RAISE(ABORT, 'the day from which {table.table} is kept is never changed')
            WHERE NEW.{table.since} IS NOT OLD.{table.since};""",
        )
    yield _trigger(
        f"{table.table}_longer",
        f"BEFORE UPDATE OF {clock} ON {table.table}",
        f"""SELECT RAISE(ABORT, '{_TOO_LONG}')
            WHERE NEW.{clock} > OLD.{clock} AND {beyond};""",
    )


def _sealed(table: Guarded) -> Iterator[str]:
    """Let sealed texts be sealed anew, and while that is done let nothing else be changed."""
    is_rekeying = (
        f"EXISTS (SELECT 1 FROM {EVENT_TABLE} event WHERE event.id = commonground_event() "
        f"AND event.verb = '{REKEYING}' AND {_REACHES_ALL})"
    )
    if table.append_only:
        yield _trigger(
            f"{table.table}_resealed",
            f"BEFORE UPDATE OF {_columns(table.sealed)} ON {table.table}",
            f"""SELECT RAISE(ABORT, '{table.table} is never changed')
            WHERE NOT {is_rekeying};""",
        )
    else:
        yield _trigger(
            f"{table.table}_rekeyed",
            f"BEFORE UPDATE OF {_columns(table.plain)} ON {table.table}",
            f"""SELECT RAISE(ABORT, 'keys are turned: only sealed columns are written')
            WHERE {is_rekeying};""",
        )


def _refuse(table: Guarded, operation: str, reason: str) -> str:
    return _trigger(
        f"{table.table}_no_{operation.partition(' ')[0].lower()}",
        f"BEFORE {operation} ON {table.table}",
        f"SELECT RAISE(ABORT, '{table.table} {reason}');",
    )


def _trigger(name: str, when: str, body: str) -> str:
    return f"CREATE TRIGGER {PREFIX}{name} {when} BEGIN {body} END"


def _listed(verbs: Iterable[str]) -> str:
    return ", ".join(f"'{verb}'" for verb in verbs)


def _columns(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)

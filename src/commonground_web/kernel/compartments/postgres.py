"""The functions, policies, triggers and grants of a room's PostgreSQL database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from commonground_web.kernel.compartments.guard import (
    AUDIT_TABLES,
    DELETING,
    EVENT_TABLE,
    KEEPING,
    OF_THE_OWNER,
    READING,
    SEAL_TABLE,
    Guarded,
)

SETTING = "commonground.event"
"""The setting, of one transaction, that names the open audit event."""


def guard_statements(
    guarded: Iterable[Guarded], *, tables: Iterable[str], web: str, backup: str
) -> Iterator[str]:
    """Yield the statements that make functions, policies, triggers and grants anew.

    Parameters
    ----------
    guarded
        The tables that are guarded.
    tables
        Every table of the room.
    web
        The role of the room's web process.
    backup
        The role that reads everything, to back it up.
    """
    yield _OPEN_EVENT
    yield _LICENSED
    yield _OWNER
    yield _REFUSE
    yield _LINKED
    yield from _grants(tables, web=web, backup=backup)
    yield from _audit()
    for table in guarded:
        if table.of_person:
            yield from _policies(table)
        if table.clock:
            yield from _clock(table)
        if table.fixed:
            yield from _fixed(table)
        if table.append_only:
            operations = "UPDATE OR TRUNCATE" if table.of_person else "UPDATE OR DELETE OR TRUNCATE"
            yield from _refused(table.table, operations, "is never changed")


def _list(verbs: Iterable[str]) -> str:
    return ", ".join(f"'{verb}'" for verb in verbs)


_OPEN_EVENT = f"""
CREATE OR REPLACE FUNCTION commonground_open_event() RETURNS {EVENT_TABLE}
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    named text := NULLIF(current_setting('{SETTING}', true), '');
    opened {EVENT_TABLE};
BEGIN
    SELECT event.* INTO opened FROM {EVENT_TABLE} event
    WHERE event.id = named::uuid
    AND NOT EXISTS (SELECT 1 FROM {SEAL_TABLE} seal WHERE seal.event = event.id);
    IF opened.id IS NULL THEN
        RAISE insufficient_privilege USING MESSAGE = 'no audit event is open';
    END IF;
    RETURN opened;
END $$
"""

_LICENSED = f"""
CREATE OR REPLACE FUNCTION commonground_licensed(of_table text, operation text) RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = public, pg_temp AS $$
DECLARE
    opened {EVENT_TABLE} := commonground_open_event();
BEGIN
    IF NOT opened.tables ? of_table
    OR (operation IN ('insert', 'update') AND opened.verb IN ({_list(READING)}))
    OR (operation = 'delete' AND opened.verb NOT IN ({_list(DELETING)})) THEN
        RAISE insufficient_privilege USING
            MESSAGE = format('the open audit event licenses no %s of %s', operation, of_table);
    END IF;
    RETURN true;
END $$
"""

_OWNER = """
CREATE OR REPLACE FUNCTION commonground_agency() RETURNS uuid
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT (commonground_open_event()).agency
$$
"""

_REFUSE = """
CREATE OR REPLACE FUNCTION commonground_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE insufficient_privilege USING MESSAGE = format('%s %s', TG_TABLE_NAME, TG_ARGV[0]);
END $$
"""

_LINKED = f"""
CREATE OR REPLACE FUNCTION commonground_linked() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    last {SEAL_TABLE};
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('{SEAL_TABLE}'));
    SELECT * INTO last FROM {SEAL_TABLE} ORDER BY seq DESC LIMIT 1;
    IF NEW.seq <> COALESCE(last.seq, 0) + 1 OR NEW.prev <> COALESCE(last.hash, '') THEN
        RAISE integrity_constraint_violation USING MESSAGE = 'a seal follows the one before it';
    END IF;
    IF NOT EXISTS (SELECT 1 FROM {EVENT_TABLE} event WHERE event.id = NEW.event) THEN
        RAISE integrity_constraint_violation USING MESSAGE = 'a seal is of an event that is open';
    END IF;
    RETURN NEW;
END $$
"""


def _grants(tables: Iterable[str], *, web: str, backup: str) -> Iterator[str]:
    for table in tables:
        rights = "SELECT, INSERT, UPDATE, DELETE"
        if table in AUDIT_TABLES:
            rights = "SELECT, INSERT"
        elif table in OF_THE_OWNER:
            rights = "SELECT"
        yield f'REVOKE ALL ON "{table}" FROM "{web}"'
        yield f'GRANT {rights} ON "{table}" TO "{web}"'
        yield f'GRANT SELECT ON "{table}" TO "{backup}"'
    yield f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{web}"'
    yield f'GRANT SELECT ON ALL SEQUENCES IN SCHEMA public TO "{backup}"'


def _audit() -> Iterator[str]:
    yield f"DROP TRIGGER IF EXISTS guard_linked ON {SEAL_TABLE}"
    yield (
        f"CREATE TRIGGER guard_linked BEFORE INSERT ON {SEAL_TABLE} "
        "FOR EACH ROW EXECUTE FUNCTION commonground_linked()"
    )


def _refused(table: str, operations: str, reason: str) -> Iterator[str]:
    """Refuse operations by statement, so that they are refused where no row is met, too."""
    yield f'DROP TRIGGER IF EXISTS guard_refused ON "{table}"'
    yield (
        f'CREATE TRIGGER guard_refused BEFORE {operations} ON "{table}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION commonground_refuse('{reason}')"
    )


def _policies(table: Guarded) -> Iterator[str]:
    name = table.table
    yield f'ALTER TABLE "{name}" ENABLE ROW LEVEL SECURITY'
    yield f'ALTER TABLE "{name}" FORCE ROW LEVEL SECURITY'
    owned = f'AND "{table.owned_by}" = (SELECT commonground_agency())' if table.owned_by else ""
    for operation in ("select", "insert", "update", "delete"):
        licensed = f"((SELECT commonground_licensed('{name}', '{operation}')) {owned})"
        condition = {
            "select": f"USING {licensed}",
            "insert": f"WITH CHECK {licensed}",
            "update": f"USING {licensed} WITH CHECK {licensed}",
            "delete": f"USING {licensed}",
        }[operation]
        yield f'DROP POLICY IF EXISTS guard_{operation} ON "{name}"'
        yield f'CREATE POLICY guard_{operation} ON "{name}" FOR {operation.upper()} {condition}'
    yield f'DROP TRIGGER IF EXISTS guard_truncate ON "{name}"'
    yield (
        f'CREATE TRIGGER guard_truncate BEFORE TRUNCATE ON "{name}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION commonground_refuse('is never emptied')"
    )


def _clock(table: Guarded) -> Iterator[str]:
    function = f"commonground_clock_{table.table}"
    yield f"""
    CREATE OR REPLACE FUNCTION {function}() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    BEGIN
        IF (NEW.{table.clock} IS NULL OR NEW.{table.clock} > OLD.{table.clock})
        AND (commonground_open_event()).verb NOT IN ({_list(KEEPING)}) THEN
            RAISE insufficient_privilege USING
                MESSAGE = 'the day of purge only becomes earlier';
        END IF;
        RETURN NEW;
    END $$
    """
    yield f'DROP TRIGGER IF EXISTS guard_clock ON "{table.table}"'
    yield (
        f'CREATE TRIGGER guard_clock BEFORE UPDATE ON "{table.table}" '
        f"FOR EACH ROW EXECUTE FUNCTION {function}()"
    )


def _fixed(table: Guarded) -> Iterator[str]:
    changed = " OR ".join(
        f'NEW."{column}" IS DISTINCT FROM OLD."{column}"' for column in table.fixed
    )
    yield f'DROP TRIGGER IF EXISTS guard_fixed ON "{table.table}"'
    yield (
        f'CREATE TRIGGER guard_fixed BEFORE UPDATE ON "{table.table}" FOR EACH ROW '
        f"WHEN ({changed}) EXECUTE FUNCTION commonground_refuse('is set once, never changed')"
    )

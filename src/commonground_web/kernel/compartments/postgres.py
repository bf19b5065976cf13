"""The functions, policies, triggers and grants of a room's PostgreSQL database."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from commonground_web.kernel.compartments.guard import (
    ANY_WRITING,
    AUDIT_TABLES,
    DELETING,
    EVENT_TABLE,
    HOLD_TABLE,
    HOUSEKEEPING,
    KEEPING,
    OF_THE_OWNER,
    REACHING,
    READING,
    REKEYING,
    REVIEW_TABLE,
    SEAL_TABLE,
    Carried,
    Guarded,
)

SETTING = "commonground.event"
"""The setting, of one transaction, that names the open audit event."""


KEYS_IN_USE = "commonground.keys"
"""What each open event holds a share of a lock on, so that a turn of the keys waits for all."""


def guard_statements(
    guarded: Sequence[Guarded],
    *,
    tables: Iterable[str],
    web: str,
    backup: str,
    valve: str,
    time_zone: str,
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
    valve
        The role of the carrier, which may do what each table's `carried` says and nothing else.
    time_zone
        Where the room stands: a day of purge begins there.
    """
    yield _day(time_zone)
    yield _OPEN_EVENT
    yield _REACHES_ALL
    yield _LICENSED
    yield _OWNER
    yield _REFUSE
    yield _LINKED
    yield _HELD
    yield _RESEALED
    yield _REKEYED
    yield _WRITTEN
    yield from _grants(tables, web=web, backup=backup)
    yield from _carriers_grants(guarded, tables=tables, web=web, valve=valve)
    yield from _audit()
    for table in guarded:
        if table.of_person:
            yield from _policies(table)
            yield from _held(table)
        if table.clock:
            yield from _clock(table)
        if table.fixed:
            yield from _fixed(table)
        if table.append_only:
            operations = f"UPDATE OF {_columns(table.plain)} OR TRUNCATE"
            is_deleted = table.of_person or table.is_deleted_when_expired
            operations += "" if is_deleted else " OR DELETE"
            yield from _refused(table.table, operations, "is never changed")
        if table.is_deleted_when_expired:
            yield from _expired(table)
        if table.sealed and (table.of_person or table.append_only):
            yield from _sealed(table)
        if table.written_in:
            yield from _written(table)


def _list(verbs: Iterable[str]) -> str:
    return ", ".join(f"'{verb}'" for verb in verbs)


def _columns(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _day(time_zone: str) -> str:
    return f"""
    CREATE OR REPLACE FUNCTION commonground_day(moment timestamptz) RETURNS date
    LANGUAGE sql STABLE AS $$ SELECT (moment AT TIME ZONE '{time_zone}')::date $$
    """


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
    OR (operation = 'insert' AND opened.verb IN ({_list(HOUSEKEEPING)}))
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

_REACHES_ALL = f"""
CREATE OR REPLACE FUNCTION commonground_reaches_all() RETURNS boolean
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
    SELECT opened.verb IN ({_list(REACHING)}) AND opened.actor LIKE 'system:%'
    FROM commonground_open_event() opened
$$
"""

_HELD = f"""
CREATE OR REPLACE FUNCTION commonground_held() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM {HOLD_TABLE} hold
        WHERE hold.record_type = TG_ARGV[0]
        AND hold.record = (to_jsonb(OLD) ->> TG_ARGV[1])::uuid
        AND hold.confirmed_by IS NOT NULL AND hold.released_by IS NULL
        AND hold.expires_on > commonground_day((commonground_open_event()).at)
    ) THEN
        RAISE insufficient_privilege USING MESSAGE = 'a legal hold keeps this row';
    END IF;
    RETURN OLD;
END $$
"""

_RESEALED = f"""
CREATE OR REPLACE FUNCTION commonground_resealed() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF (commonground_open_event()).verb <> '{REKEYING}' OR NOT commonground_reaches_all() THEN
        RAISE insufficient_privilege USING MESSAGE = format('%s is never changed', TG_TABLE_NAME);
    END IF;
    RETURN NULL;
END $$
"""

_REKEYED = f"""
CREATE OR REPLACE FUNCTION commonground_rekeyed() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
BEGIN
    IF (commonground_open_event()).verb = '{REKEYING}' THEN
        RAISE insufficient_privilege USING
            MESSAGE = 'keys are turned: only sealed columns are written';
    END IF;
    RETURN NULL;
END $$
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


_WRITTEN = f"""
CREATE OR REPLACE FUNCTION commonground_written() RETURNS trigger
LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
DECLARE
    opened {EVENT_TABLE} := commonground_open_event();
BEGIN
    IF NOT (opened.verb = ANY (TG_ARGV))
    AND NOT (TG_ARGV[0] = '{ANY_WRITING}' AND opened.verb NOT IN ({_list(READING)})) THEN
        RAISE insufficient_privilege USING
            MESSAGE = format('the open audit event licenses no %s of %s', TG_OP, TG_TABLE_NAME);
    END IF;
    RETURN NULL;
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


def _carriers_grants(
    guarded: Iterable[Guarded], *, tables: Iterable[str], web: str, valve: str
) -> Iterator[str]:
    for name in tables:
        yield f'REVOKE ALL ON "{name}" FROM "{valve}"'
    for table in guarded:
        if table.carried is Carried.OUT:
            yield f'GRANT SELECT ON "{table.table}" TO "{valve}"'
        elif table.carried is Carried.IN:
            yield f'GRANT INSERT, SELECT (id) ON "{table.table}" TO "{valve}"'
            yield f'REVOKE INSERT, UPDATE ON "{table.table}" FROM "{web}"'


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
    owner = f'"{table.owned_by}"'
    agency = "(SELECT commonground_agency())"
    shared = f'OR "{table.shared_with}" = {agency} ' if table.shared_with else ""
    owned = (
        f"AND ({owner} IS NULL OR {owner} = {agency} {shared}"
        "OR (SELECT commonground_reaches_all()))"
        if table.owned_by
        else ""
    )
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


def _held(table: Guarded) -> Iterator[str]:
    yield f'DROP TRIGGER IF EXISTS guard_held ON "{table.table}"'
    yield (
        f'CREATE TRIGGER guard_held BEFORE DELETE ON "{table.table}" '
        f"FOR EACH ROW EXECUTE FUNCTION commonground_held('{table.label}', '{table.key}')"
    )


def _sealed(table: Guarded) -> Iterator[str]:
    """Let sealed texts be sealed anew, and while that is done let nothing else be changed."""
    columns, function = (
        (table.sealed, "resealed") if table.append_only else (table.plain, "rekeyed")
    )
    yield f'DROP TRIGGER IF EXISTS guard_sealed ON "{table.table}"'
    yield (
        f'CREATE TRIGGER guard_sealed BEFORE UPDATE OF {_columns(columns)} ON "{table.table}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION commonground_{function}()"
    )


def _clock(table: Guarded) -> Iterator[str]:
    clock, function = table.clock, f"commonground_clock_{table.table}"
    yield f"""
    CREATE OR REPLACE FUNCTION {function}() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    DECLARE
        opened {EVENT_TABLE};
    BEGIN
        {_longest(table)}
        IF TG_OP = 'UPDATE' AND (NEW.{clock} IS NULL OR NEW.{clock} > OLD.{clock}) THEN
            opened := commonground_open_event();
            IF opened.verb NOT IN ({_list(KEEPING)}) OR NOT EXISTS (
                SELECT 1 FROM {REVIEW_TABLE} review
                WHERE review.event = opened.id AND review.decision = 'retain'
                AND review.record_type = '{table.label}' AND review.record = OLD.{table.key}
                AND review.from_day = OLD.{clock} AND review.to_day = NEW.{clock}
            ) THEN
                RAISE insufficient_privilege USING MESSAGE =
                    'the day of purge only becomes earlier, but for a confirmed review';
            END IF;
        END IF;
        RETURN NEW;
    END $$
    """
    yield f'DROP TRIGGER IF EXISTS guard_clock ON "{table.table}"'
    yield (
        f'CREATE TRIGGER guard_clock BEFORE INSERT OR UPDATE ON "{table.table}" '
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


def _longest(table: Guarded) -> str:
    """Return what refuses days of purge beyond the most that the rule allows."""
    if table.most_days is None:
        return ""
    clock, since = table.clock, table.since
    beyond = f"NEW.{clock} > commonground_day((commonground_open_event()).at) + {table.most_days}"
    changed = ""
    if table.hard_days is not None:
        beyond += f" OR NEW.{clock} > commonground_day(NEW.{since}) + {table.hard_days}"
        changed = f"""
        IF TG_OP = 'UPDATE' AND NEW.{since} IS DISTINCT FROM OLD.{since} THEN
            RAISE insufficient_privilege USING
                MESSAGE = 'the day from which {table.table} is kept is never changed';
        END IF;
        """
    return f"""
        {changed}
        IF (TG_OP = 'INSERT' AND NEW.{clock} > commonground_day(NEW.{since}) + {table.most_days})
        OR (TG_OP = 'UPDATE' AND NEW.{clock} > OLD.{clock} AND ({beyond})) THEN
            RAISE insufficient_privilege USING
                MESSAGE = 'the day of purge lies beyond the most that the rule allows';
        END IF;
    """


def _expired(table: Guarded) -> Iterator[str]:
    function = f"commonground_expired_{table.table}"
    yield f"""
    CREATE OR REPLACE FUNCTION {function}() RETURNS trigger
    LANGUAGE plpgsql SET search_path = public, pg_temp AS $$
    DECLARE
        opened {EVENT_TABLE} := commonground_open_event();
    BEGIN
        IF opened.verb NOT IN ({_list(DELETING)}) OR OLD.{table.expires} >= opened.at THEN
            RAISE insufficient_privilege USING MESSAGE = 'only what has expired is purged';
        END IF;
        RETURN OLD;
    END $$
    """
    yield f'DROP TRIGGER IF EXISTS guard_expired ON "{table.table}"'
    yield (
        f'CREATE TRIGGER guard_expired BEFORE DELETE ON "{table.table}" '
        f"FOR EACH ROW EXECUTE FUNCTION {function}()"
    )


def _written(table: Guarded) -> Iterator[str]:
    """License writing by statement, before any row is met."""
    operations = " OR ".join((*table.guarded_writing, "TRUNCATE"))
    yield f'DROP TRIGGER IF EXISTS guard_written ON "{table.table}"'
    yield (
        f'CREATE TRIGGER guard_written BEFORE {operations} ON "{table.table}" '
        f"FOR EACH STATEMENT EXECUTE FUNCTION commonground_written({_list(table.written_in)})"
    )

"""Compare the guard that a room's database has with the one that the declarations ask for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator

from django.db import connection
from django.db.backends.utils import CursorWrapper

from commonground_web.kernel.compartments.sqlite.triggers import PREFIX
from commonground_web.kernel.compartments.statements import guard_as_declared

MARKED = "commonground_refuse()"
"""The function whose comment says what the guard was when it was set."""

_TRIGGERS = f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{PREFIX}%'"
_STATE = """
SELECT 'function', proname, pg_get_functiondef(oid)
FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'commonground_%'
UNION ALL SELECT 'trigger', tgrelid::regclass || ' ' || tgname,
    concat_ws(' ', tgenabled, pg_get_triggerdef(oid))
FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'policy', tablename || ' ' || policyname,
    concat_ws(' ', permissive, roles, cmd, qual, with_check)
FROM pg_policies WHERE schemaname = 'public'
UNION ALL SELECT 'table', relname, concat_ws(' ', relrowsecurity, relforcerowsecurity, relacl)
FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S', 'v', 'm')
ORDER BY 1, 2, 3
"""


def mark_guard(cursor: CursorWrapper, statements: Iterable[str]) -> None:
    """Keep in the database what the guard was made of and came to (PostgreSQL)."""
    mark = json.dumps({"made_of": _digest(statements), "came_to": _digest(_state(cursor))})
    cursor.execute(f"COMMENT ON FUNCTION {MARKED} IS '{mark}'")


def guard_differences() -> Iterator[str]:
    """Yield in what the guard of this room's database is not as declared."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            yield from _postgres_differences(cursor)
        else:
            yield from _sqlite_differences(cursor)


def _sqlite_differences(cursor: CursorWrapper) -> Iterator[str]:
    cursor.execute(_TRIGGERS)
    there = dict(cursor.fetchall())
    wanted = {text.split()[2]: text for text in guard_as_declared()}
    for name in sorted(wanted.keys() - there.keys()):
        yield f"the trigger {name} is missing"
    for name in sorted(there.keys() - wanted.keys()):
        yield f"nothing declares the trigger {name}"
    for name in sorted(wanted.keys() & there.keys()):
        if wanted[name] != there[name]:
            yield f"the trigger {name} is not as declared"


def _postgres_differences(cursor: CursorWrapper) -> Iterator[str]:
    cursor.execute("SELECT obj_description(to_regprocedure(%s))", [MARKED])
    mark = json.loads(cursor.fetchone()[0] or "{}")
    if not mark:
        yield "it was never set"
        return
    if mark["made_of"] != _digest(guard_as_declared()):
        yield "it was set by another version, or for other tables"
    if mark["came_to"] != _digest(_state(cursor)):
        yield "a function, trigger, policy or right was changed after it was set"


def _state(cursor: CursorWrapper) -> Iterator[str]:
    cursor.execute(_STATE)
    for row in cursor.fetchall():
        yield json.dumps(row)


def _digest(texts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode() + b"\0")
    return digest.hexdigest()

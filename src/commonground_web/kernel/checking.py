"""Look whether a room is sound: a room that is not does not open."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from django.core.checks import ERROR, WARNING, run_checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.compartments.comparing import guard_differences
from commonground_web.kernel.databases import KEPT_OUT_OF_LOGS
from commonground_web.kernel.fields.keyring import UnusableKeyring, WrongKey, read_keyring
from commonground_web.kernel.home import Home, Served
from commonground_web.kernel.private import is_open_to_others

PRIVATE = ("keys.json", "backup-key.json", "secrets", "media", "backups", "mail")
"""What lies in a room's folder for its owner alone."""


class Unsound(CommonGroundError):
    """A room in which something is not as it must be."""


def require_sound(home: Home) -> None:
    """Do nothing if a room is sound.

    Raises
    ------
    Unsound
        If it is not; says everything that was found.
    """
    if found := list(what_is_unsound(home)):
        lines = "\n".join(f"- {line}" for line in found)
        raise Unsound(f"The {home.settings.room} of {home.folder} is not sound:\n{lines}")


def what_is_unsound(home: Home) -> Iterator[str]:
    """Yield a sentence on each thing that is not as it must be in the room that this process is."""
    yield from _of_files(home)
    yield from _of_address(home)
    yield from _of_scanner(home)
    if tables := list(_of_tables()):
        yield from tables
        return
    yield from (f"The guard of the database: {found}; run `room migrate`." for found in
                guard_differences())  # fmt: skip
    yield from _of_keys(home)
    yield from _of_role()
    yield from _of_django(is_public=urlsplit(home.settings.address).scheme == "https")


def _of_files(home: Home) -> Iterator[str]:
    parts = {home.folder, *(home.folder / name for name in PRIVATE)}
    found = {*home.folder.glob("*key*.json"), *(home.folder / "secrets").glob("*")}
    for path in sorted(parts | found):
        if not path.exists():
            yield f"{path} is missing; put it back from where it was kept."
        elif _is_hidden(path):
            continue
        elif is_open_to_others(path):
            mode = stat.S_IMODE(path.stat().st_mode)
            yield f"{path} has the mode {mode:o}; take every right of others away (chmod go=)."
        elif path.stat().st_uid != os.geteuid():
            yield f"{path} belongs to another user than the one that runs the room."
    if _can_be_written_by_others(home.folder / "room.toml"):
        yield f"{home.folder / 'room.toml'} can be written by others; take that right away."


def _is_hidden(path: Path) -> bool:
    """Say whether the service manager hides a file from the room, with one that nobody may read."""
    told = path.stat()
    return told.st_uid == 0 and stat.S_IMODE(told.st_mode) == 0


def _can_be_written_by_others(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH))


def _of_address(home: Home) -> Iterator[str]:
    address = urlsplit(home.settings.address)
    host = address.hostname or ""
    if address.scheme == "http" and not (host == "localhost" or host.endswith(".localhost")):
        yield f"{home.settings.address} is open to anyone on the way; use https, or .localhost."
    listens = home.settings.listen.rpartition(":")[0].strip("[]")
    if listens not in {"127.0.0.1", "::1"} and not home.settings.proxy:
        yield (
            f"It listens at {home.settings.listen}, where others than this host reach it, and "
            "`proxy` in room.toml names no proxy that they must come by."
        )


def _of_scanner(home: Home) -> Iterator[str]:
    if home.settings.scanner and shutil.which(home.settings.scanner[0]) is None:
        yield (
            f"The scanner {home.settings.scanner[0]} is not on this host, and no file is taken "
            "without it; install it, or take `scanner` out of room.toml."
        )


def _of_tables() -> Iterator[str]:
    executor = MigrationExecutor(connection)
    known = executor.loader.disk_migrations or {}
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield "Its tables are of an older version; run `commonground room migrate`."
    if set(executor.loader.applied_migrations) - set(known):
        yield "Its tables are of a newer version; use that version of Common Ground."


def _of_keys(home: Home) -> Iterator[str]:
    """Look whether the room's keys open what they sealed: the secret of a second factor."""
    from allauth.mfa.models import Authenticator

    from commonground_web.kernel.signin.adapters import FactorAdapter

    apps = Authenticator.objects.filter(type=Authenticator.Type.TOTP)
    try:
        read_keyring(home.keyring)
        for factor in apps.order_by("-pk")[:1]:
            FactorAdapter().decrypt(factor.data["secret"])
    except (UnusableKeyring, WrongKey) as error:
        yield str(error)


def _of_role() -> Iterator[str]:
    """On PostgreSQL, look whether the role of the web has more rights than it needs."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication "
            "OR EXISTS (SELECT 1 FROM pg_auth_members WHERE member = pg_roles.oid) "
            "OR EXISTS (SELECT 1 FROM pg_class WHERE relowner = pg_roles.oid) "
            "FROM pg_roles WHERE rolname = current_user"
        )
        if cursor.fetchone()[0]:
            yield "The web's role in the database has more rights than a new room gives it."
        cursor.execute("SELECT has_database_privilege('public', current_database(), 'CONNECT')")
        if cursor.fetchone()[0]:
            yield "Every role of the server may connect to the database; revoke it from PUBLIC."


def _of_django(*, is_public: bool) -> Iterator[str]:
    """Yield what Django's own checks find; in public its advice on deployment is binding."""
    least = WARNING if is_public else ERROR
    for message in run_checks(include_deployment_checks=True):
        if message.level >= least and not message.is_silenced():
            yield f"{message.msg} ({message.id})"


def what_may_be_logged(home: Home) -> Iterator[str]:
    """Yield a sentence if the database server may write what a room asks it into its own log."""
    served = home.settings.database
    if not isinstance(served, Served):
        return
    with connection.cursor() as cursor:
        names = list(KEPT_OUT_OF_LOGS)
        cursor.execute("SELECT name, setting FROM pg_settings WHERE name = ANY(%s)", [names])
        told = sorted(name for name, value in cursor.fetchall() if value != KEPT_OUT_OF_LOGS[name])
    if told:
        wanted = "; ".join(
            f'ALTER DATABASE "{served.name}" SET {name} = {KEPT_OUT_OF_LOGS[name]!r}'
            for name in told
        )
        yield f"The database server may write people's names into its log; as a superuser: {wanted}"

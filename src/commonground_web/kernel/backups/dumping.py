"""A room's database as a stream of bytes, and back again, on each engine."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.home import Home, Served

UNFINISHED = ".unfinished-"
"""How the names of files begin that a backup in the making needs."""


class DumpFailed(CommonGroundError):
    """A database that could not be read out or brought back."""


@contextmanager
def dumped(home: Home) -> Iterator[IO[bytes]]:
    """Yield a room's database as it is at this moment, while others go on working.

    Raises
    ------
    DumpFailed
        If it cannot be read whole.
    """
    if isinstance(home.settings.database, Served):
        with _dumped_postgres(home, home.settings.database) as stream:
            yield stream
    else:
        with _dumped_sqlite(home) as stream:
            yield stream


def load(dump: Path, home: Home) -> None:
    """Bring a dump into the new and empty database of a room.

    Raises
    ------
    DumpFailed
        If it does not go in whole.
    """
    served = home.settings.database
    if not isinstance(served, Served):
        dump.replace(home.database)
        return
    program = _program("pg_restore")
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program, with the room's own settings
        [program, "--exit-on-error", "--single-transaction", "--no-owner", "--no-acl",
         f"--dbname={served.name}", str(dump)],
        env=_environment(home, served, part="owner"),
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise DumpFailed(f"The database could not be brought back: {done.stderr.strip()}")
    dump.unlink()


@contextmanager
def _dumped_sqlite(home: Home) -> Iterator[IO[bytes]]:
    copy = home.backups / f"{UNFINISHED}{secrets.token_hex(8)}"
    try:
        copy.touch(mode=0o600)
        with (
            closing(sqlite3.connect(home.database)) as source,
            closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        with copy.open("rb") as stream:
            yield stream
    except sqlite3.Error as error:
        raise DumpFailed(f"The database could not be read out: {error}") from error
    finally:
        copy.unlink(missing_ok=True)


@contextmanager
def _dumped_postgres(home: Home, served: Served) -> Iterator[IO[bytes]]:
    program = _program("pg_dump")
    with subprocess.Popen(  # noqa: S603 - PostgreSQL's own program, with the room's own settings
        [program, "--format=custom", "--no-password", served.name],
        env=_environment(home, served, part="backup"),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        assert process.stderr is not None  # noqa: S101 - as above
        yield process.stdout
        said = process.stderr.read().decode(errors="replace").strip()
        if process.wait():
            raise DumpFailed(f"The database could not be read out: {said}")


def _program(name: str) -> str:
    if (found := shutil.which(name)) is None:
        raise DumpFailed(f"{name} is not on this host; install the client programs of PostgreSQL.")
    return found


def _environment(home: Home, served: Served, *, part: str) -> dict[str, str]:
    """Return what PostgreSQL's programs need to know; a password is never among their arguments."""
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": os.environ.get("HOME", ""),
        "PGHOST": served.host,
        "PGPORT": str(served.port),
        "PGUSER": getattr(served, part),
        "PGPASSWORD": home.secret(part)["password"],
        "PGSSLMODE": served.sslmode,
    }

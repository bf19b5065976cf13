"""A room's database: whether it answers, and its making with its roles on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.home import PARTS, Served

if TYPE_CHECKING:
    import psycopg

KEPT_OUT_OF_LOGS = {
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
}
"""What a room's database asks of its server: a statement holds names, and so does the detail of an
error; neither is for the server's log."""

RIGHTS = "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOINHERIT NOREPLICATION"


class UnusableServer(CommonGroundError):
    """A PostgreSQL server that a room's database cannot be made on."""


class NoAnswer(CommonGroundError):
    """A room's database that cannot be connected to now."""


def require_answer() -> None:
    """Do nothing if the database of the room that this process is can be connected to.

    Raises
    ------
    NoAnswer
        If it cannot.
    """
    from django.db import DatabaseError, connection

    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and not Path(name).exists():
        raise NoAnswer(
            f"The room's database, {name}, is missing. Put it back, or bring the newest backup "
            "back with `commonground room restore`."
        )
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        said = " ".join(str(error).split())
        raise NoAnswer(
            f"The room's database does not answer ({said}). "
            "Look whether it runs, and what room.toml says of it."
        ) from error


def served_at(admin: str, *, name: str) -> Served:
    """Return the settings of a room's database on a server.

    Parameters
    ----------
    admin
        Connection string of a superuser of the server.
    name
        What the database is to be called; its roles are called after it.

    Raises
    ------
    UnusableServer
        If that is no connection string.
    """
    from psycopg import ProgrammingError
    from psycopg.conninfo import conninfo_to_dict

    try:
        told = conninfo_to_dict(admin)
    except ProgrammingError as error:
        raise UnusableServer(f"This is no connection string: {str(error).strip()}") from error
    return Served(
        engine="postgresql",
        name=name,
        host=str(told.get("host") or ""),
        port=int(told.get("port") or 5432),
        sslmode=str(told.get("sslmode") or "prefer"),
        **{part: f"{name}_{part}" for part in PARTS},
    )


def make_database(served: Served, *, passwords: Mapping[str, str], admin: str) -> None:
    """Make the roles and the empty database of a room; all of it or nothing.

    Parameters
    ----------
    served
        The names that the database and its roles are to have; none may be there yet.
    passwords
        Part to the password of its role.
    admin
        Connection string of a superuser of the server.

    Raises
    ------
    UnusableServer
        If the server cannot be reached, a name is taken, or the superuser is none.
    """
    import psycopg

    try:
        with psycopg.connect(admin, autocommit=True) as connection:
            _refuse_what_is_there(connection, served)
            try:
                _make_roles(connection, served, passwords)
                _make_empty(connection, served)
                with psycopg.connect(admin, dbname=served.name, autocommit=True) as inside:
                    _make_schema(inside, served)
            except BaseException:
                _drop(connection, served)
                raise
    except psycopg.Error as error:
        raise UnusableServer(
            f"The database {served.name} could not be made: {str(error).strip()} "
            "The connection must be that of a superuser of the server."
        ) from error


def drop_database(served: Served, *, admin: str) -> None:
    """Take a room's database and its roles away, if they are there."""
    import psycopg

    with psycopg.connect(admin, autocommit=True) as connection:
        _drop(connection, served)


def _roles(served: Served) -> dict[str, str]:
    return {part: getattr(served, part) for part in PARTS}


def _refuse_what_is_there(connection: psycopg.Connection, served: Served) -> None:
    found = connection.execute(
        "SELECT datname FROM pg_database WHERE datname = %s "
        "UNION ALL SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)",
        [served.name, list(_roles(served).values())],
    ).fetchall()
    if found:
        names = ", ".join(name for (name,) in found)
        raise UnusableServer(
            f"The server has {names} already; choose another name for the room's database."
        )


def _make_roles(
    connection: psycopg.Connection, served: Served, passwords: Mapping[str, str]
) -> None:
    from psycopg import sql

    for part, role in _roles(served).items():
        rights = f"{RIGHTS} {'BYPASSRLS' if part == 'backup' else 'NOBYPASSRLS'}"
        connection.execute(
            sql.SQL("CREATE ROLE {} {} PASSWORD {}").format(
                sql.Identifier(role), sql.SQL(rights), sql.Literal(passwords[part])
            )
        )


def _make_empty(connection: psycopg.Connection, served: Served) -> None:
    from psycopg import sql

    database, owner = sql.Identifier(served.name), sql.Identifier(served.owner)
    everyone = sql.SQL(", ").join(map(sql.Identifier, _roles(served).values()))
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'").format(
            database, owner
        )
    )
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, everyone))
    for name, value in KEPT_OUT_OF_LOGS.items():
        connection.execute(
            sql.SQL("ALTER DATABASE {} SET {} = {}").format(
                database, sql.Identifier(name), sql.Literal(value)
            )
        )


def _make_schema(connection: psycopg.Connection, served: Served) -> None:
    from psycopg import sql

    owner = sql.Identifier(served.owner)
    others = [sql.Identifier(role) for part, role in _roles(served).items() if part != "owner"]
    connection.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
    connection.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(owner))
    connection.execute(
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.SQL(", ").join(others))
    )


def _drop(connection: psycopg.Connection, served: Served) -> None:
    from psycopg import sql

    name = sql.Identifier(served.name)
    connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
    for role in _roles(served).values():
        connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))

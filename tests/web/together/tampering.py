"""Change a room's database behind its back, as whoever owns the machine could."""

import os
import sqlite3
from contextlib import closing

import psycopg

from commonground_web.kernel.home import Home, Served
from tests.web.home import SERVER


def tamper(home: Home, *statements: str) -> None:
    """Run statements that nothing refuses."""
    served = home.settings.database
    if isinstance(served, Served):
        with psycopg.connect(os.environ[SERVER], dbname=served.name) as server:
            server.execute("SET session_replication_role = replica")
            for statement in statements:
                server.execute(statement.encode())
        return
    with closing(sqlite3.connect(home.database)) as file:
        triggers = file.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        held = triggers.fetchall()
        for name, _ in held:
            file.execute(f'DROP TRIGGER "{name}"')
        for statement in statements:
            file.execute(statement)
        for _, made_by in held:
            file.execute(made_by)
        file.commit()

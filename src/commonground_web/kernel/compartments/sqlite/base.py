"""The engine that Django loads: SQLite, with the room's guard on each connection."""

from __future__ import annotations

import sqlite3
from typing import Any

from django.db.backends.sqlite3 import base

from commonground_web.kernel.compartments.sqlite.watch import Watch


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to a room's file, as its owner (who migrates) or as its web (all others).

    The option `part` says which. The owner may change the schema, and a change of schema copies
    rows. The web may neither do that nor read or write rows about persons without an audit event.
    """

    def get_connection_params(self) -> dict[str, Any]:
        """Return what to connect with; statements are never kept, so that each is looked at."""
        params = super().get_connection_params()
        self.part = params.pop("part", "web")
        return params | {"cached_statements": 0}

    def get_new_connection(self, conn_params: dict[str, Any]) -> sqlite3.Connection:
        """Open the file and set the watch."""
        connection: sqlite3.Connection = super().get_new_connection(conn_params)
        self.watch = Watch(connection, is_owner=self.part == "owner")
        return connection

    def init_connection_state(self) -> None:
        """Let Django prepare the connection, and only then begin to refuse."""
        super().init_connection_state()
        self.watch.begin()

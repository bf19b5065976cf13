"""What is asked of one engine or the other, that no model can ask."""

from __future__ import annotations

from django.db import connection, transaction

from commonground_web.kernel.compartments.postgres import KEYS_IN_USE


def wait_for_open_events() -> None:
    """Wait until every audit event that is open now, anywhere in the room, has ended."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [KEYS_IN_USE])


def empty_log() -> None:
    """Write the log of an SQLite file down and empty it, so that no deleted page stays in it."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

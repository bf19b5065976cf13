"""What is asked of one engine or the other, that no model can ask."""

from __future__ import annotations

from django.db import connection, transaction

from commonground_web.kernel.compartments.postgres import KEYS_IN_USE


def wait_for_open_events() -> None:
    """Wait until every audit event that is open now, anywhere in the room, has ended."""
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [KEYS_IN_USE])


def wait_for_turn(*about: object) -> None:
    """Wait until nobody else is about the same thing, and keep others off until the work is over.

    It is for what no row stands for that could be locked, such as how many rows of a kind there
    are. An SQLite file is written by one at a time as it is.
    """
    if connection.vendor == "postgresql":
        turn = "|".join(map(str, about))
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [turn])


def empty_log() -> None:
    """Write the log of an SQLite file down and empty it, so that no deleted page stays in it."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")

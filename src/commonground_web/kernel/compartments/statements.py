"""The statements that make the guard of this room's database, as its engine says them."""

from __future__ import annotations

from django.conf import settings
from django.db import connection

from commonground_web.kernel.compartments import postgres
from commonground_web.kernel.compartments.declared import guarded_tables
from commonground_web.kernel.compartments.sqlite.triggers import trigger_statements


def guard_as_declared() -> list[str]:
    """Return what makes the guard, for the tables that are there by now."""
    present = set(connection.introspection.table_names())
    guarded = [table for table in guarded_tables() if table.table in present]
    if connection.vendor != "postgresql":
        return list(trigger_statements(guarded))
    return list(
        postgres.guard_statements(
            guarded,
            tables=sorted(present),
            time_zone=settings.TIME_ZONE,
            **settings.DATABASE_ROLES,
        )
    )

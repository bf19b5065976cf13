"""Set the guard of this room's database, after each migration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.conf import settings
from django.db import connection, transaction

from commonground_web.kernel.compartments import postgres
from commonground_web.kernel.compartments.comparing import mark_guard
from commonground_web.kernel.compartments.declared import guarded_tables
from commonground_web.kernel.compartments.sqlite.triggers import PREFIX, trigger_statements


def set_guard() -> None:
    """Make functions, policies, triggers and grants anew, as the declarations of tables ask."""
    present = set(connection.introspection.table_names())
    guarded = [table for table in guarded_tables() if table.table in present]
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            statements = list(
                postgres.guard_statements(
                    guarded,
                    tables=sorted(present),
                    time_zone=settings.TIME_ZONE,
                    **settings.DATABASE_ROLES,
                )
            )
        else:
            cursor.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s",
                [f"{PREFIX}%"],
            )
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
            statements = list(trigger_statements(guarded))
        for statement in statements:
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            mark_guard(cursor, statements)


def guard_once_all_are_migrated(sender: AppConfig, **_signal: Any) -> None:
    """Set the guard when the last of the room's apps was migrated."""
    configs = [config for config in apps.get_app_configs() if config.models_module]
    if sender is configs[-1]:
        set_guard()

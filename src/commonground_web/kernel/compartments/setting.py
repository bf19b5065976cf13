"""Set the guard of this room's database, after each migration."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from commonground_web.kernel.compartments.comparing import mark_guard
from commonground_web.kernel.compartments.sqlite.triggers import PREFIX
from commonground_web.kernel.compartments.statements import guard_as_declared


def set_guard() -> None:
    """Make functions, policies, triggers and grants anew, as the declarations of tables ask."""
    statements = guard_as_declared()
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            _drop_triggers(cursor)
        for statement in statements:
            cursor.execute(statement)
        if connection.vendor == "postgresql":
            mark_guard(cursor, statements)


def _drop_triggers(cursor: CursorWrapper) -> None:
    cursor.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{PREFIX}%"]
    )
    for (name,) in cursor.fetchall():
        cursor.execute(f'DROP TRIGGER "{name}"')


def guard_once_all_are_migrated(sender: AppConfig, **_signal: Any) -> None:
    """Set the guard when the last of the room's apps was migrated."""
    configs = [config for config in apps.get_app_configs() if config.models_module]
    if sender is configs[-1]:
        set_guard()

"""Accounts as an app."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """Every room has its own accounts, and the guard is set when all of its tables are there."""

    name = "commonground_web.kernel.accounts"

    def ready(self) -> None:
        """Register the checks, and have the guard set after each migration."""
        from commonground_web.kernel.access.checks import check_purposes
        from commonground_web.kernel.compartments.checks import check_compartments
        from commonground_web.kernel.compartments.setting import guard_once_all_are_migrated

        register(check_compartments, Tags.models)
        register(check_purposes, Tags.urls)
        post_migrate.connect(guard_once_all_are_migrated)

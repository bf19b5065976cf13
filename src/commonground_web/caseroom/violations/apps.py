"""Violations as an app."""

from django.apps import AppConfig


class ViolationsConfig(AppConfig):
    """Violations of what was agreed."""

    name = "commonground_web.caseroom.violations"

    def ready(self) -> None:
        """Show the violations of a person on the page of their entry, and have a say in a lock."""
        from commonground_web.caseroom.violations import (  # noqa: F401 - they register themselves
            locking,
            panel,
        )

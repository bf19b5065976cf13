"""Forwarding contests as an app."""

from django.apps import AppConfig


class ContestsConfig(AppConfig):
    """Contests of being listed on their way to the case room."""

    name = "commonground_web.commons.contests"

    def ready(self) -> None:
        """Take in how the case room answered."""
        import commonground_web.commons.contests.handlers  # noqa: F401

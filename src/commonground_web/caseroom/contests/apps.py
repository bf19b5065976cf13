"""Contests as an app."""

from django.apps import AppConfig


class ContestsConfig(AppConfig):
    """Contests of being listed."""

    name = "commonground_web.caseroom.contests"

    def ready(self) -> None:
        """Take in what oversight passes on, and show it on the page of an entry."""
        import commonground_web.caseroom.contests.panel
        import commonground_web.caseroom.contests.receiving  # noqa: F401

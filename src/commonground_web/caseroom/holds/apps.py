"""Holds as an app."""

from django.apps import AppConfig


class HoldsConfig(AppConfig):
    """Safe conduct: who must not be arrested now, and who gave an agreement until when."""

    name = "commonground_web.caseroom.holds"

    def ready(self) -> None:
        """Take in what the Commons sends, and show it on the page of an entry."""
        import commonground_web.caseroom.holds.panel
        import commonground_web.caseroom.holds.receiving  # noqa: F401

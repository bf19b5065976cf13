"""Counts as an app."""

from django.apps import AppConfig


class CountsConfig(AppConfig):
    """Counts that leave the case room, once two people have checked them."""

    name = "commonground_web.caseroom.counts"

    def ready(self) -> None:
        """Say what is counted."""
        import commonground_web.caseroom.counts.measures  # noqa: F401

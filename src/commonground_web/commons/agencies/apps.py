"""Agencies as an app."""

from django.apps import AppConfig


class AgenciesConfig(AppConfig):
    """Agencies that take part, and the agreements that let their people in."""

    name = "commonground_web.commons.agencies"

    def ready(self) -> None:
        """Publish agencies and their agreements."""
        import commonground_web.commons.agencies.published  # noqa: F401 - registers itself

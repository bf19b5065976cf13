"""Disruption as an app."""

from django.apps import AppConfig


class DisruptionConfig(AppConfig):
    """Operations, the notices of them, and the outreach that stands ready."""

    name = "commonground_web.commons.disruption"

    def ready(self) -> None:
        """Tell the gates what is known here."""
        import commonground_web.commons.disruption.telling  # noqa: F401

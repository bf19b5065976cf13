"""Rules as an app."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    """What both sides of the case room signed, and what it says."""

    name = "commonground_web.commons.rules"

    def ready(self) -> None:
        """Hear what was signed."""
        import commonground_web.commons.rules.handlers  # noqa: F401

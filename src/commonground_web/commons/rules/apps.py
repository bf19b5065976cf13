"""Rules as an app."""

from django.apps import AppConfig


class RulesConfig(AppConfig):
    """What both sides of the case room signed, and what it says."""

    name = "commonground_web.commons.rules"

    def ready(self) -> None:
        """Hear what was signed, and tell gates of it."""
        import commonground_web.commons.rules.handlers
        import commonground_web.commons.rules.told  # noqa: F401

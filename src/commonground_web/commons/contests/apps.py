"""Forwarding contests as an app."""

from django.apps import AppConfig


class ContestsConfig(AppConfig):
    """Contests of being listed on their way to the case room."""

    name = "commonground_web.commons.contests"
    label = "contests"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Take in how the case room answered."""
        import commonground_web.commons.contests.handlers  # noqa: F401

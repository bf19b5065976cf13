"""The front page as an app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class TodayConfig(AppConfig):
    """What is next, what is blocked, and which clocks run out."""

    name = "commonground_web.commons.today"

    def ready(self) -> None:
        """Have every app say which of its clocks run out, and where it tells of a site."""
        autodiscover_modules("running")
        from commonground_web.commons.today import around, purging  # noqa: F401 - they register

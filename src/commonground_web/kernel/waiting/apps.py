"""Waiting as an app."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WaitingConfig(AppConfig):
    """Every room tells its people what waits for them."""

    name = "commonground_web.kernel.waiting"

    def ready(self) -> None:
        """Have every app say what waits in it, and for whom."""
        autodiscover_modules("heaps")

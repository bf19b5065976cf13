"""Rounds as an app."""

from django.apps import AppConfig


class RoundsConfig(AppConfig):
    """Every room notes which of its clocks made their round of a day."""

    name = "commonground_web.kernel.rounds"
    label = "rounds"
    default_auto_field = "django.db.models.BigAutoField"

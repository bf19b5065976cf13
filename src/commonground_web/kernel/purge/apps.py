"""Purge as an app."""

from django.apps import AppConfig


class PurgeConfig(AppConfig):
    """Every room purges what is due in it."""

    name = "commonground_web.kernel.purge"
    label = "purge"
    default_auto_field = "django.db.models.BigAutoField"

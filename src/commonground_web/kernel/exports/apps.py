"""Exports as an app."""

from django.apps import AppConfig


class ExportsConfig(AppConfig):
    """Every room lets lists of persons out by two persons alone."""

    name = "commonground_web.kernel.exports"
    label = "exports"
    default_auto_field = "django.db.models.BigAutoField"

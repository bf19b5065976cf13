"""Runs as an app."""

from django.apps import AppConfig


class RunsConfig(AppConfig):
    """What runs of the library say about a site."""

    name = "commonground_web.commons.runs"
    label = "runs"
    default_auto_field = "django.db.models.BigAutoField"

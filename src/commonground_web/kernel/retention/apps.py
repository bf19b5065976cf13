"""Retention as an app."""

from django.apps import AppConfig


class RetentionConfig(AppConfig):
    """Every room keeps by its own rules."""

    name = "commonground_web.kernel.retention"
    label = "retention"
    default_auto_field = "django.db.models.BigAutoField"

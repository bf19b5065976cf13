"""Complaints as an app."""

from django.apps import AppConfig


class ComplaintsConfig(AppConfig):
    """Complaints: anyone may make one, oversight answers it."""

    name = "commonground_web.commons.complaints"
    label = "complaints"
    default_auto_field = "django.db.models.BigAutoField"

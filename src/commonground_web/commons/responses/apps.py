"""Responses as an app."""

from django.apps import AppConfig


class ResponsesConfig(AppConfig):
    """Attendance, follow-up, agreements and introductions."""

    name = "commonground_web.commons.responses"
    label = "responses"
    default_auto_field = "django.db.models.BigAutoField"

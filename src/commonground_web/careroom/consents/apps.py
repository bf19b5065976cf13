"""Consents as an app."""

from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    """What clients allow to be told to whom, and what was told."""

    name = "commonground_web.careroom.consents"
    label = "consents"
    default_auto_field = "django.db.models.BigAutoField"

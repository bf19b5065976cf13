"""Encounters as an app."""

from django.apps import AppConfig


class EncountersConfig(AppConfig):
    """Help that is given without asking who somebody is."""

    name = "commonground_web.careroom.encounters"
    label = "encounters"
    default_auto_field = "django.db.models.BigAutoField"

"""Influentials as an app."""

from django.apps import AppConfig


class InfluentialsConfig(AppConfig):
    """People who matter to a candidate, and what they said."""

    name = "commonground_web.commons.influentials"
    label = "influentials"
    default_auto_field = "django.db.models.BigAutoField"

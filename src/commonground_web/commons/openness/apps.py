"""Public pages as an app."""

from django.apps import AppConfig


class OpennessConfig(AppConfig):
    """What everyone may see of a site."""

    name = "commonground_web.commons.openness"
    label = "openness"
    default_auto_field = "django.db.models.BigAutoField"

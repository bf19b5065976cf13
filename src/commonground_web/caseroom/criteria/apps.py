"""Criteria as an app."""

from django.apps import AppConfig


class CriteriaConfig(AppConfig):
    """The written criteria by which cases are sorted."""

    name = "commonground_web.caseroom.criteria"
    label = "criteria"
    default_auto_field = "django.db.models.BigAutoField"

"""Assessments as an app."""

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """What clients say they need, and what they set out to do."""

    name = "commonground_web.careroom.assessments"
    label = "assessments"
    default_auto_field = "django.db.models.BigAutoField"

"""Policies as an app."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """The written policy on violations."""

    name = "commonground_web.caseroom.policies"
    label = "policies"
    default_auto_field = "django.db.models.BigAutoField"

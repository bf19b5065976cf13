"""The audit as an app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Every room has its own audit."""

    name = "commonground_web.kernel.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

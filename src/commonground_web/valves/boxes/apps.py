"""The boxes as an app."""

from django.apps import AppConfig


class BoxesConfig(AppConfig):
    """Every room has an outbox, an inbox, and receipts."""

    name = "commonground_web.valves.boxes"
    label = "boxes"
    default_auto_field = "django.db.models.BigAutoField"

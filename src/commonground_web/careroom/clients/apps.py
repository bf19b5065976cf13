"""Clients as an app."""

from django.apps import AppConfig


class ClientsConfig(AppConfig):
    """People who are helped, each known to one provider."""

    name = "commonground_web.careroom.clients"
    label = "clients"
    default_auto_field = "django.db.models.BigAutoField"

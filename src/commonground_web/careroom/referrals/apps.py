"""Referrals as an app."""

from django.apps import AppConfig


class ReferralsConfig(AppConfig):
    """Clients sent on to a service, until it is known what became of it."""

    name = "commonground_web.careroom.referrals"
    label = "referrals"
    default_auto_field = "django.db.models.BigAutoField"

"""Backups as an app, so that its clock runs."""

from django.apps import AppConfig


class BackupsConfig(AppConfig):
    """Every room has its own backups; they are files, and there is no table of them."""

    name = "commonground_web.kernel.backups"
    label = "backups"

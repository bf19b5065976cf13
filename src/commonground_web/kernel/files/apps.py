"""Files as an app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """Every room keeps its files in its own folder, sealed with its own keys."""

    name = "commonground_web.kernel.files"
    label = "files"
    default_auto_field = "django.db.models.BigAutoField"

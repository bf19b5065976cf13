"""Letters as an app."""

from django.apps import AppConfig


class LettersConfig(AppConfig):
    """The wording of letters, and their setting."""

    name = "commonground_web.commons.letters"
    label = "letters"
    default_auto_field = "django.db.models.BigAutoField"

"""The pages as an app, so that Django finds the templates."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Templates and static files that the rooms share."""

    name = "commonground_web.kernel.pages"
    label = "pages"

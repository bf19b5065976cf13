"""Sites as an app."""

from django.apps import AppConfig


class SitesConfig(AppConfig):
    """Sites: the places of an intervention, with their boundaries and where they stand."""

    name = "commonground_web.commons.sites"

    def ready(self) -> None:
        """Publish sites and their boundaries."""
        import commonground_web.commons.sites.published  # noqa: F401 - registers itself

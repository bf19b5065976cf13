"""Services as an app."""

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    """The service directory, its capacity, and the slots that are held for sites."""

    name = "commonground_web.commons.services"

    def ready(self) -> None:
        """Publish the directory."""
        import commonground_web.commons.services.published  # noqa: F401 - it registers

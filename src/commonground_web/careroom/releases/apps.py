"""Releases as an app."""

from django.apps import AppConfig


class ReleasesConfig(AppConfig):
    """Counts that leave the room, once two people have checked them."""

    name = "commonground_web.careroom.releases"

    def ready(self) -> None:
        """Say what is counted."""
        import commonground_web.careroom.releases.measures  # noqa: F401

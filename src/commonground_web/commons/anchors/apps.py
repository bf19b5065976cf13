"""Anchors as an app."""

from django.apps import AppConfig


class AnchorsConfig(AppConfig):
    """The heads of the other rooms' audit chains."""

    name = "commonground_web.commons.anchors"

    def ready(self) -> None:
        """Act on the heads that rooms send."""
        from commonground_web.commons.anchors import receiving  # noqa: F401 - it registers

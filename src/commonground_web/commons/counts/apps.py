"""Counts as an app."""

from django.apps import AppConfig


class CountsConfig(AppConfig):
    """Counts that the other rooms released, for everyone who takes part."""

    name = "commonground_web.commons.counts"

    def ready(self) -> None:
        """Hear what the other rooms release, and publish it."""
        from commonground_web.commons.counts import handlers, published  # noqa: F401 - they register

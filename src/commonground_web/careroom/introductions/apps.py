"""Introductions as an app."""

from django.apps import AppConfig


class IntroductionsConfig(AppConfig):
    """People who agreed to be put in touch with a provider."""

    name = "commonground_web.careroom.introductions"

    def ready(self) -> None:
        """Hear what the Commons introduces."""
        from commonground_web.careroom.introductions import handlers  # noqa: F401 - it registers itself

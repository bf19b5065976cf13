"""Lists of candidates as an app."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    """The list of candidates of a site."""

    name = "commonground_web.caseroom.lists"

    def ready(self) -> None:
        """Act where a name is dropped, or falls due to be purged."""
        from commonground_web.caseroom.lists import dropping, purging  # noqa: F401 - they register

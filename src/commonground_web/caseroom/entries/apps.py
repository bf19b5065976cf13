"""Entries as an app."""

from django.apps import AppConfig


class EntriesConfig(AppConfig):
    """Names in the case room: entered with a documented basis, accepted by someone else."""

    name = "commonground_web.caseroom.entries"

    def ready(self) -> None:
        """Have reviews of entries followed."""
        import commonground_web.caseroom.entries.reviews  # noqa: F401

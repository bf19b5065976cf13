"""What is published, as an app."""

from django.apps import AppConfig

from commonground_web.kernel.rooms import Room, this_room


class PublishedConfig(AppConfig):
    """Every room has the tables; the Commons publishes, the others hold what was published."""

    name = "commonground_web.valves.published"

    def ready(self) -> None:
        """Let the rooms that snapshots go to act on them."""
        if this_room() is not Room.COMMONS:
            from commonground_web.valves.published import replacing  # noqa: F401 - registers itself

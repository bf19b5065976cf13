"""The door of the demo as an app; only a room that the demo made loads it."""

from django.apps import AppConfig


class DoorConfig(AppConfig):
    """Sign-in by one click, and the guided tour; it keeps no tables."""

    name = "commonground_web.demo.door"
    label = "demo"

    def ready(self) -> None:
        """Have the room look, before it opens, whether it is the demo's."""
        from commonground_web.demo.door import checks  # noqa: F401 - it registers itself

"""The release of counts as an app, for the rooms that release any."""

from django.apps import AppConfig


class ReleasingConfig(AppConfig):
    """The pages and the clock of releases; the rows are those of the room."""

    name = "commonground_web.valves.releases"
    label = "releasing"

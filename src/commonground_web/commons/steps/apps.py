"""Steps as an app."""

from django.apps import AppConfig


class StepsConfig(AppConfig):
    """The steps of a site: its plan, what shows that an item was done, and gates that refuse."""

    name = "commonground_web.commons.steps"

    def ready(self) -> None:
        """Have the gates asked and told facts, and publish how far plans are."""
        from commonground_web.commons.steps import moves, published, told  # noqa: F401 - they register

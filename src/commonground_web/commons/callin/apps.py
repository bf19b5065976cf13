"""The call-in as an app."""

from django.apps import AppConfig


class CallInConfig(AppConfig):
    """Call-ins, their agenda and their speakers."""

    name = "commonground_web.commons.callin"

    def ready(self) -> None:
        """Tell the gates and the site of its call-in, and publish when call-ins are."""
        from commonground_web.commons.callin import moves, told  # noqa: F401 - they register
        from commonground_web.commons.callin.models import CallIn
        from commonground_web.valves.published.tables import publish_table

        publish_table("call_in", CallIn, fields=("site", "at", "state"))

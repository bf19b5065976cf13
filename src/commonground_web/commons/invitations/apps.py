"""Invitations as an app."""

from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    """Who is invited, their safe conduct, and the letters that reach them."""

    name = "commonground_web.commons.invitations"

    def ready(self) -> None:
        """Have what the case room says of holds and candidates received."""
        import commonground_web.commons.invitations.handlers  # noqa: F401

"""Sign-in as an app."""

from django.apps import AppConfig


class SigninConfig(AppConfig):
    """Pages and rules of signing in; the tables are those of the libraries."""

    name = "commonground_web.kernel.signin"

    def ready(self) -> None:
        """Listen to what happens."""
        from commonground_web.kernel.signin.notes import connect

        connect()

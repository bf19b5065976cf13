"""Cases as an app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases against people on the list."""

    name = "commonground_web.caseroom.cases"

    def ready(self) -> None:
        """Have a say before a list is locked, bank cases when it is, and show them on entries."""
        import commonground_web.caseroom.cases.locking
        import commonground_web.caseroom.cases.panel  # noqa: F401

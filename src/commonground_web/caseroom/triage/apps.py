"""Triage as an app."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    """Weighing a case: findings, two blinded reviews, and a panel where they differ."""

    name = "commonground_web.caseroom.triage"

    def ready(self) -> None:
        """Have a say in the lock of a list, and begin anew what rested on words that changed."""
        import commonground_web.caseroom.triage.correcting
        import commonground_web.caseroom.triage.dropping
        import commonground_web.caseroom.triage.locking  # noqa: F401

"""Candidates as an app."""

from django.apps import AppConfig


class CandidatesConfig(AppConfig):
    """Candidates that the case room released, and how many of them a site has."""

    name = "commonground_web.commons.candidates"

    def ready(self) -> None:
        """Have releases received, and the facts of them told to the gates."""
        import commonground_web.commons.candidates.handlers
        import commonground_web.commons.candidates.tally  # noqa: F401

"""Where a contest stands, and what can be answered to it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.states import machine
from commonground_web.valves.messages.invitations import Answer, Ground, Request


class State(models.TextChoices):
    """Where a contest stands."""

    RECEIVED = "received", _("waits for an answer")
    PROPOSED = "proposed", _("waits for the other side")
    ANSWERED = "answered", _("answered")


MACHINE = machine(
    received=("supervisor", "proposed"),
    proposed=("prosecutor", "answered received"),
    answered=("nobody", ""),
)


class Outcome(models.TextChoices):
    """What was done about a contest."""

    CORRECTED = Answer.CORRECTED.value, _("the entry was corrected")
    REMOVED = Answer.REMOVED.value, _("the name is removed, and purged now")
    STANDS = Answer.STANDS.value, _("the entry stands, after its basis was checked anew")


GROUNDS = {
    Ground.NOT_ME: _("it is not this person"),
    Ground.NOT_SELLING: _("did not sell, or does no more"),
    Ground.MINOR: _("was a minor"),
    Ground.COERCED: _("was forced"),
    Ground.SOURCE_UNRELIABLE: _("a source is not reliable"),
    Ground.OUT_OF_DATE: _("it is out of date"),
    Ground.PROFILED: _("was listed for who they are"),
}
"""The codes of why somebody contests, in words."""

REQUESTS = {
    Request.CORRECT: _("to be corrected"),
    Request.REMOVE: _("to be removed"),
    Request.REVIEW: _("to be looked at again"),
}
"""The codes of what somebody asks for, in words."""

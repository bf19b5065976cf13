"""Where a referral stands, whose turn it is, and why one ends without help."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.states import machine


class State(models.TextChoices):
    """Where a referral stands."""

    DRAFT = "draft", _("draft")
    SENT = "sent", _("sent, and waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    WAITLISTED = "waitlisted", _("on the waiting list")
    SCHEDULED = "scheduled", _("has an appointment")
    STARTED = "started", _("help has started")
    COMPLETED = "completed", _("completed")
    ENDED = "ended", _("ended before it was complete")
    CANCELLED = "cancelled", _("cancelled by the sender")


class Reason(models.TextChoices):
    """Why a referral was rejected, ended or cancelled."""

    NO_ROOM = "no_room", _("there is no room")
    NOT_ELIGIBLE = "not_eligible", _("they do not meet the conditions")
    OUTSIDE_AREA = "outside_area", _("they live outside the area")
    WRONG_SERVICE = "wrong_service", _("it is not the right service")
    NOT_REACHED = "not_reached", _("they could not be reached")
    DID_NOT_WANT = "did_not_want", _("they did not want it after all")
    OTHER_HELP = "other_help", _("they found help elsewhere")
    MOVED = "moved", _("they moved away")
    CONSENT_OVER = "consent_over", _("the consent is over or was taken back")


SENDER, RECEIVER = "sender", "receiver"
"""The two sides of a referral."""

MACHINE = machine(
    draft=(SENDER, "sent cancelled"),
    sent=(RECEIVER, "accepted rejected waitlisted cancelled"),
    waitlisted=(RECEIVER, "accepted rejected cancelled"),
    accepted=(RECEIVER, "scheduled started ended cancelled"),
    scheduled=(RECEIVER, "scheduled started ended cancelled"),
    started=(RECEIVER, "completed ended"),
    rejected=("nobody", ""),
    completed=("nobody", ""),
    ended=("nobody", ""),
    cancelled=("nobody", ""),
)

OF_THE_SENDER = frozenset({State.SENT, State.CANCELLED})
"""States to which the sender alone moves a referral; to all others, the receiver."""

NEEDS_REASON = frozenset({State.REJECTED, State.ENDED, State.CANCELLED})
OVER = frozenset({State.REJECTED, State.COMPLETED, State.ENDED, State.CANCELLED})

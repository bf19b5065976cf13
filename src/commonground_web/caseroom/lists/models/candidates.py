"""Candidates of a locked list, and what of them was released to the Commons."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.lists.models.candidate_list import CandidateList
from commonground_web.caseroom.lists.states import CandidateState
from commonground_web.kernel.access.seen import Versioned
from commonground_web.kernel.compartments.records import Record, kept, of_sites
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.rooms import Room


class Candidate(Versioned, Record):
    """Somebody on a locked list whose case is banked, and who is to be invited.

    `token` is what the Commons calls them; the id of the entry never leaves the room.
    """

    ROOM = Room.CASEROOM
    KEPT = kept(
        internal="id token candidate_list entry state language needs is_minor guardian_told_on "
        "completed_by proposed_by proposed_at released_by released_at expires_on withdrawn_by "
        "withdrawn_at row_version",
        secret="display_name contact guardian why_withdrawn",
    )
    ENTITY = "candidate"
    OF_PERSON = True
    FIXED = ("token", "candidate_list", "entry")

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    candidate_list = models.ForeignKey(
        CandidateList, on_delete=models.PROTECT, related_name="candidates"
    )
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="candidates")
    state = models.CharField(
        _("state"), max_length=12, choices=CandidateState, default=CandidateState.CHOSEN
    )
    display_name = SealedText(_("name on the invitation"), max_length=120, blank=True)
    contact = SealedText(_("how to reach them"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=16, blank=True)
    needs = models.JSONField(_("needs in order to come"), default=list)
    is_minor = models.BooleanField(_("is a minor"), null=True)
    guardian = SealedText(_("how a parent or guardian was told"), max_length=500, blank=True)
    guardian_told_on = models.DateField(_("parent or guardian told on"), null=True)
    completed_by = models.UUIDField(null=True)
    proposed_by = models.UUIDField(null=True)
    proposed_at = models.DateTimeField(null=True)
    released_by = models.UUIDField(null=True)
    released_at = models.DateTimeField(null=True)
    expires_on = models.DateField(_("kept by the Commons until"), null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    why_withdrawn = SealedText(_("why withdrawn"), max_length=500, blank=True)

    class Meta:
        db_table = "candidate"
        constraints = [
            models.UniqueConstraint(
                fields=["candidate_list", "entry"], name="candidate_once_on_a_list"
            ),
            models.CheckConstraint(
                condition=Q(state__in=CandidateState.values), name="candidate_state_known"
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True)
                | Q(proposed_by__isnull=False) & ~Q(released_by=F("proposed_by")),
                name="candidate_released_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(released_by=F("completed_by")),
                name="candidate_released_by_no_writer",
            ),
            models.CheckConstraint(
                condition=~Q(state=CandidateState.RELEASED)
                | Q(released_by__isnull=False, released_at__isnull=False, expires_on__isnull=False),
                name="candidate_released_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True)
                | Q(is_minor__isnull=False)
                & (Q(is_minor=False) | Q(guardian_told_on__isnull=False)),
                name="candidate_minor_with_guardian",
            ),
            models.CheckConstraint(
                condition=~Q(state=CandidateState.WITHDRAWN)
                | Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False),
                name="candidate_withdrawn_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"candidate {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the candidates of the actor's sites."""
        return of_sites(actor, "candidate_list__site")


class CandidateRelease(Record):
    """What was sent to the Commons about a candidate, word for word, for as long as it is kept."""

    ROOM = Room.CASEROOM
    KEPT = kept(
        internal="id candidate message language needs is_minor expires_on sent_at purge_on",
        secret="display_name contact",
    )
    ENTITY = "candidate"
    OF_PERSON = True
    APPEND_ONLY = True

    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="releases")
    message = models.UUIDField()
    """The message that carried it."""
    display_name = SealedText(_("name on the invitation"), max_length=120)
    contact = SealedText(_("how to reach them"), max_length=200)
    language = models.CharField(_("language"), max_length=16)
    needs = models.JSONField(_("needs in order to come"), default=list)
    is_minor = models.BooleanField(_("is a minor"))
    expires_on = models.DateField(_("kept by the Commons until"))
    sent_at = models.DateTimeField(_("sent"))
    purge_on = models.DateField(_("to be purged on"))

    class Meta:
        db_table = "candidate_release"

    def __str__(self) -> str:
        return f"release {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the releases of the actor's sites."""
        return of_sites(actor, "candidate__candidate_list__site")

"""A site's list, the signatures under it, and its lock."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.criteria.models import CriteriaSet
from commonground_web.caseroom.lists.states import ListState
from commonground_web.caseroom.sides import Side
from commonground_web.kernel.compartments.records import Record, kept, of_sites
from commonground_web.kernel.rooms import Room


class CandidateList(Record):
    """One site's list: every entry on it is decided by the same signed criteria."""

    ROOM = Room.CASEROOM
    KEPT = kept(internal="id site name criteria state opened_by opened_at")
    ENTITY = "candidate_list"
    FIXED = ("site", "criteria", "opened_by", "opened_at")

    site = models.UUIDField(_("site"))
    name = models.CharField(_("name"), max_length=80)
    criteria = models.ForeignKey(CriteriaSet, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=8, choices=ListState, default=ListState.OPEN)
    opened_by = models.UUIDField()
    opened_at = models.DateTimeField()

    class Meta:
        db_table = "candidate_list"
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ListState.values), name="candidate_list_state_known"
            ),
            models.UniqueConstraint(
                fields=["site"],
                condition=~Q(state=ListState.LOCKED),
                name="candidate_list_one_open_per_site",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the lists of the actor's sites."""
        return of_sites(actor, "site")


class LockSignature(Record):
    """That one side signed a list as it stood; the list is locked once both signed the same."""

    ROOM = Room.CASEROOM
    KEPT = kept(internal="id candidate_list digest side agency signed_by signed_at")
    ENTITY = "candidate_list"
    APPEND_ONLY = True

    candidate_list = models.ForeignKey(
        CandidateList, on_delete=models.PROTECT, related_name="lock_signatures"
    )
    digest = models.CharField(max_length=64)
    side = models.CharField(max_length=12, choices=Side)
    agency = models.UUIDField()
    signed_by = models.UUIDField()
    signed_at = models.DateTimeField()

    class Meta:
        db_table = "candidate_list_signature"
        constraints = [
            models.UniqueConstraint(
                fields=["candidate_list", "digest", "side"], name="lock_signed_by_a_side"
            ),
            models.UniqueConstraint(
                fields=["candidate_list", "digest", "agency"], name="lock_signed_by_an_agency"
            ),
            models.CheckConstraint(
                condition=Q(side__in=Side.values), name="lock_signature_side_known"
            ),
        ]

    def __str__(self) -> str:
        return f"signature of the {self.side}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the signatures of the actor's sites."""
        return of_sites(actor, "candidate_list__site")


class ListLock(Record):
    """That a list is locked: the hash of what was decided, and the two who signed it."""

    ROOM = Room.CASEROOM
    KEPT = kept(
        internal="id candidate_list digest entries prosecute bank drop refer_out "
        "first_by first_at second_by second_at"
    )
    ENTITY = "candidate_list"
    APPEND_ONLY = True

    candidate_list = models.OneToOneField(
        CandidateList, on_delete=models.PROTECT, related_name="lock"
    )
    digest = models.CharField(_("hash of the list"), max_length=64)
    entries = models.PositiveIntegerField(_("entries"))
    prosecute = models.PositiveIntegerField()
    bank = models.PositiveIntegerField()
    drop = models.PositiveIntegerField()
    refer_out = models.PositiveIntegerField()
    first_by = models.UUIDField()
    first_at = models.DateTimeField()
    second_by = models.UUIDField()
    second_at = models.DateTimeField()

    class Meta:
        db_table = "candidate_list_lock"
        constraints = [
            models.CheckConstraint(
                condition=~Q(first_by=F("second_by")), name="candidate_list_locked_by_two"
            ),
        ]

    def __str__(self) -> str:
        return f"lock of {self.candidate_list_id}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the locks of the actor's sites."""
        return of_sites(actor, "candidate_list__site")

"""A check of a whole list for disparity, and the two signatures under it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.lists.models.candidate_list import CandidateList
from commonground_web.kernel.compartments.records import Record, kept, of_sites
from commonground_web.kernel.rooms import Room


class DisparityCheck(Record):
    """How what was decided falls on groups of people: counts alone, typed in for the whole list.

    It is of the list as it stood; whatever is decided otherwise after it voids it.
    """

    ROOM = Room.CASEROOM
    KEPT = kept(
        internal="id candidate_list digest benchmark written_by written_at voided_at",
        caseroom="groups notes",
    )
    ENTITY = "disparity_check"
    FIXED = (
        "candidate_list",
        "digest",
        "groups",
        "benchmark",
        "notes",
        "written_by",
        "written_at",
    )

    candidate_list = models.ForeignKey(
        CandidateList, on_delete=models.PROTECT, related_name="checks"
    )
    digest = models.CharField(max_length=64)
    """The hash of the list that was checked."""
    groups = models.JSONField(_("counts by group"))
    """A row for each group: variable, group, benchmark, and a count for each verdict."""
    benchmark = models.CharField(_("compared with"), max_length=500)
    """Who else could have been on the list, in words."""
    notes = models.TextField(_("what was made of it"), max_length=4000)
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    voided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "disparity_check"
        constraints = [
            models.UniqueConstraint(
                fields=["candidate_list"],
                condition=Q(voided_at__isnull=True),
                name="disparity_check_one_stands",
            ),
            models.CheckConstraint(
                condition=~Q(benchmark="") & ~Q(notes=""), name="disparity_check_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"check {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the checks of the actor's sites."""
        return of_sites(actor, "candidate_list__site")


class DisparitySignature(Record):
    """That somebody read a check and signed it for their agency."""

    ROOM = Room.CASEROOM
    KEPT = kept(internal="id disparity_check agency signed_by signed_at")
    ENTITY = "disparity_check"
    APPEND_ONLY = True

    disparity_check = models.ForeignKey(
        DisparityCheck, on_delete=models.PROTECT, related_name="signatures"
    )
    agency = models.UUIDField()
    signed_by = models.UUIDField()
    signed_at = models.DateTimeField()

    class Meta:
        db_table = "disparity_signature"
        constraints = [
            models.UniqueConstraint(
                fields=["disparity_check", "agency"], name="disparity_signed_by_an_agency"
            ),
            models.UniqueConstraint(
                fields=["disparity_check", "signed_by"], name="disparity_signed_by_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"signature {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the signatures of the actor's sites."""
        return of_sites(actor, "disparity_check__candidate_list__site")

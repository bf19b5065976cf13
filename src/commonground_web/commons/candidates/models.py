"""A candidate as the case room released them, and how many a site has."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.candidates.states import ENDED, NOT_REACHED, State
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.compartments import touched
from commonground_web.kernel.compartments.records import Record, RecordQuerySet, kept, of_sites
from commonground_web.kernel.fields.sealed import SealedText
from commonground_web.kernel.rooms import Room


class Need(models.TextChoices):
    """What a candidate needs in order to come."""

    TRANSPORT = "transport", _("transport")
    CHILDCARE = "childcare", _("childcare")
    INTERPRETER = "interpreter", _("an interpreter")
    STEP_FREE = "step_free", _("a way in without steps")


class CandidateQuerySet(RecordQuerySet):
    """Candidates."""

    def with_site_names(self) -> Self:
        """Return them with the name of their site as `site_name`."""
        name = Site.objects.filter(pk=models.OuterRef("site")).values("name")
        return self.annotate(site_name=models.Subquery(name))


class Candidate(Record):
    """Somebody to be invited; why they are on the list stays in the case room.

    `needed_until` says how long the Commons has a use for the row: 30 days from the release, then
    30 days after the call-in, then 30 days after the term of an agreement. From that day on nobody
    sees it, and a clock brings `purge_on` forward, which is the furthest that any of it can go.
    """

    ROOM = Room.COMMONS
    KEPT = kept(
        internal="id token site language is_minor needs state released_at needed_until safe_until"
        " purge_on",
        secret="name contact",
    )
    ENTITY = "candidate"
    OF_PERSON = True
    FIXED = ("token", "site", "released_at")

    token = models.UUIDField(unique=True)
    """What the case room and the Commons call this candidate, and no other room does."""
    site = models.UUIDField(_("site"))
    name = SealedText(_("name"), max_length=120)
    contact = SealedText(_("how to reach them"), max_length=200)
    language = models.CharField(_("language"), max_length=16)
    is_minor = models.BooleanField(_("under age"))
    needs = models.JSONField(_("needs"), default=list)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.RELEASED)
    released_at = models.DateTimeField(_("released"))
    needed_until = models.DateField(_("kept until"))
    safe_until = models.DateTimeField(_("safe conduct until"), null=True)
    """The end of the safe conduct that the case room has acknowledged; None while it has none."""
    purge_on = models.DateField(_("to be purged on"))

    objects = CandidateQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "candidate"
        constraints = [
            models.CheckConstraint(condition=Q(state__in=State.values), name="candidate_state"),
            models.CheckConstraint(
                condition=Q(needed_until__lte=F("purge_on")),
                name="candidate_needed_no_longer_than_kept",
            ),
        ]

    def __str__(self) -> str:
        return f"candidate {self.pk}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show those of the actor's sites that the Commons still has a use for."""
        return of_sites(actor, "site") & Q(needed_until__gt=touched.day())

    @property
    def has_ended(self) -> bool:
        """Whether the case room has said what became of them."""
        return self.state in ENDED

    @property
    def was_reached(self) -> bool:
        """Whether they were invited, or came further, and are not done with."""
        return self.state not in (*NOT_REACHED, *ENDED)

    @property
    def needs_in_words(self) -> list[str]:
        """What they need in order to come, as people say it."""
        known = dict(Need.choices)
        return [str(known.get(need, need)) for need in self.needs]

    def has_safe_conduct(self, at: datetime) -> bool:
        """Whether the case room has acknowledged their safe conduct at a moment."""
        return self.safe_until is not None and self.safe_until > at


class CandidateList(Record):
    """How many candidates of a site are to be invited or are being seen through; no names.

    Gates ask for it on pages that must not read a person's row.
    """

    ROOM = Room.COMMONS
    KEPT = kept(internal="id site released_at candidates first_until")
    ENTITY = "candidate_list"
    FIXED = ("site", "released_at")

    site = models.OneToOneField(Site, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField()
    """When the first of them came, which the case room sends once its list is locked."""
    candidates = models.PositiveIntegerField()
    first_until = models.DateField(null=True)
    """The first day on which one of them is not needed any more."""

    class Meta:
        db_table = "candidate_list"

    def __str__(self) -> str:
        return f"{self.candidates} candidates of {self.site_id}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show those of the actor's sites."""
        return of_sites(actor, "site")

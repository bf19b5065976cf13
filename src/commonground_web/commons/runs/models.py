"""What a run of the library says about a site, as it was brought in."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.runs.headlines import Headline
from commonground_web.commons.runs.states import State
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.compartments.records import Record, kept, of_sites
from commonground_web.kernel.rooms import Room

SEES_DRAFTS = frozenset({"coordinator", "director", "evaluator"})
"""Roles that see what was not published yet, and what was withdrawn."""


class LibraryRun(Record):
    """Aggregates of one run with their provenance; the folder that they came from stays outside."""

    ROOM = Room.COMMONS
    KEPT = kept(
        internal="id site kind made_on digest told state brought_by brought_at vouched_by "
        "vouched_at published_by published_at withdrawn_by withdrawn_at why"
    )
    ENTITY = "run"
    FIXED = ("site", "kind", "made_on", "digest", "told", "brought_by", "brought_at")

    class Kind(models.TextChoices):
        """What a run answers."""

        EFFECT = "effect", _("what has changed")
        PLACES = "places", _("where the markets are")

    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="runs", verbose_name=_("site")
    )
    kind = models.CharField(_("what it answers"), max_length=8, choices=Kind)
    made_on = models.DateField(_("made on"))
    digest = models.CharField(max_length=64)
    told = models.JSONField()
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    brought_by = models.UUIDField(null=True)
    """Who brought it in; nobody where the command did."""
    brought_at = models.DateTimeField()
    vouched_by = models.UUIDField(null=True)
    """Who says where it comes from, if the command brought it in."""
    vouched_at = models.DateTimeField(null=True)
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_by = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    why = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    class Meta:
        db_table = "library_run"
        constraints = [
            models.UniqueConstraint(fields=["site", "digest"], name="library_run_once"),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="library_run_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PUBLISHED)
                | Q(published_by__isnull=False, published_at__isnull=False),
                name="library_run_published_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(vouched_by__isnull=True, vouched_at__isnull=True)
                | Q(vouched_by__isnull=False, vouched_at__isnull=False, brought_by__isnull=True),
                name="library_run_vouched_where_the_command_brought_it",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True)
                | Q(brought_by__isnull=False) & ~Q(published_by=F("brought_by"))
                | Q(vouched_by__isnull=False) & ~Q(published_by=F("vouched_by")),
                name="library_run_published_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.WITHDRAWN) | Q(withdrawn_by__isnull=False) & ~Q(why=""),
                name="library_run_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"run of {self.made_on}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show what is published at the actor's sites, and drafts to those who look at them."""
        mine = of_sites(actor, "site")
        return mine if actor.roles & SEES_DRAFTS else mine & Q(state=State.PUBLISHED)

    @property
    def answered_for_by(self) -> uuid.UUID | None:
        """Who brought it in, or vouched for what the command brought; another publishes it."""
        return self.brought_by or self.vouched_by

    @property
    def headline(self) -> Headline:
        """What the run says."""
        return Headline.model_validate(self.told)

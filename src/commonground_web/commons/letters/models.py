"""A version of the wording of a site's letter, in one language."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.sites.models import Site
from commonground_web.kernel.compartments.records import Record, RecordQuerySet, kept, of_sites
from commonground_web.kernel.rooms import Room

LONGEST = 1200
"""Characters in a paragraph: the letter stays one page."""


class WordingQuerySet(RecordQuerySet):
    """Wordings."""

    def adopted(self) -> Self:
        """Return those that two persons adopted."""
        return self.filter(adopted_by__isnull=False)


class Wording(Record):
    """What a letter says, but for the name and the evening; never edited, replaced by a version."""

    ROOM = Room.COMMONS
    KEPT = kept(
        internal="id site language version heading greeting knowledge invitation bring safe_conduct"
        " contact close chief leader written_by written_at adopted_by adopted_at"
    )
    ENTITY = "wording"
    TEXTS = (
        "heading",
        "greeting",
        "knowledge",
        "invitation",
        "bring",
        "safe_conduct",
        "contact",
        "close",
        "chief",
        "leader",
    )
    FIXED = ("site", "language", "version", *TEXTS, "written_by", "written_at")

    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    language = models.CharField(_("language"), max_length=16)
    version = models.PositiveIntegerField(_("version"))
    heading = models.CharField(_("heading"), max_length=120)
    greeting = models.CharField(_("greeting"), max_length=60)
    knowledge = models.TextField(_("what we know"), max_length=LONGEST)
    invitation = models.TextField(_("the invitation"), max_length=LONGEST)
    bring = models.TextField(_("bring somebody who matters"), max_length=LONGEST)
    safe_conduct = models.TextField(_("safe conduct"), max_length=LONGEST)
    contact = models.TextField(_("whom to call"), max_length=300)
    close = models.CharField(_("close"), max_length=60)
    chief = models.CharField(_("chief: name and title"), max_length=160)
    leader = models.CharField(_("community leader: name and title"), max_length=160)
    written_by = models.UUIDField()
    written_at = models.DateTimeField()
    adopted_by = models.UUIDField(null=True)
    adopted_at = models.DateTimeField(null=True)

    objects = WordingQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "letter_wording"
        constraints = [
            models.UniqueConstraint(
                fields=["site", "language", "version"], name="letter_wording_once"
            ),
            models.CheckConstraint(
                condition=Q(adopted_by__isnull=True) | ~Q(adopted_by=F("written_by")),
                name="letter_wording_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(safe_conduct="") & ~Q(knowledge="") & ~Q(contact=""),
                name="letter_wording_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.language} {self.version}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show those of the actor's sites."""
        return of_sites(actor, "site")

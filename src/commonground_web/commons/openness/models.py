"""That a site has a page which everyone may open: proposed by one person, opened by another."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.sites.models import Site
from commonground_web.kernel.compartments.records import Record, RecordQuerySet, kept, of_sites
from commonground_web.kernel.rooms import Room


class PublicPageQuerySet(RecordQuerySet):
    """Public pages."""

    def is_open(self) -> Self:
        """Return those that everyone may see."""
        return self.filter(published_by__isnull=False, ended_by__isnull=True)


class PublicPage(Record):
    """A page about one site for everyone; what it shows is taken from the plan as it stands."""

    ROOM = Room.COMMONS
    KEPT = kept(
        internal="id site proposed_by proposed_at published_by published_at ended_by ended_at"
    )
    ENTITY = "public_page"
    FIXED = ("site", "proposed_by", "proposed_at")

    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="public_pages", verbose_name=_("site")
    )
    proposed_by = models.UUIDField()
    proposed_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(_("open since"), null=True)
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = PublicPageQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "public_page"
        constraints = [
            models.UniqueConstraint(
                fields=["site"], condition=Q(ended_by__isnull=True), name="public_page_one_a_site"
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True, published_at__isnull=True)
                | Q(published_by__isnull=False, published_at__isnull=False)
                & ~Q(published_by=F("proposed_by")),
                name="public_page_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="public_page_ended_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"public page of {self.site}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the pages of the actor's sites; what is open, everyone finds without this."""
        return of_sites(actor, "site")

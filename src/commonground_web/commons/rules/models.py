"""A version of a site's rules: that it was signed, and once somebody brought its file, its text."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.sites.models import Site
from commonground_web.kernel.compartments.records import Record, RecordQuerySet, kept, of_sites
from commonground_web.kernel.rooms import Room
from commonground_web.valves.messages.rules import Rules, RulesOn


class SignedRulesQuerySet(RecordQuerySet):
    """Versions of rules."""

    def in_force(self, *, on: date) -> Self:
        """Return the newest version of each site that had taken effect on a day."""
        of_its_kind = SignedRules.objects.filter(
            site=OuterRef("site"), on=OuterRef("on"), effective_on__lte=on, signed_on__lte=on
        )
        newest = of_its_kind.order_by("-number").values("number")[:1]
        return self.annotate(newest=Subquery(newest)).filter(number=F("newest"))


class SignedRules(Record):
    """A version that both sides signed; its text lies in the case room until somebody brings it."""

    ROOM = Room.COMMONS
    KEPT = kept(
        internal="id site on number effective_on signed_on digest told_at text brought_by"
        " brought_at"
    )
    ENTITY = "rules"
    FIXED = ("site", "on", "number", "effective_on", "signed_on", "digest", "told_at")

    site = models.ForeignKey(
        Site, on_delete=models.PROTECT, related_name="rules", verbose_name=_("site")
    )
    on = models.CharField(_("what they are on"), max_length=8, choices=RulesOn)
    number = models.PositiveSmallIntegerField(_("version"))
    effective_on = models.DateField(_("takes effect on"))
    signed_on = models.DateField(_("signed by both sides on"))
    digest = models.CharField(max_length=64)
    told_at = models.DateTimeField()
    text = models.JSONField(null=True)
    """What they say, as the file says it: its digest is that which the case room told."""
    brought_by = models.UUIDField(null=True)
    brought_at = models.DateTimeField(null=True)

    objects = SignedRulesQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        db_table = "signed_rules"
        constraints = [
            models.UniqueConstraint(fields=["site", "on", "number"], name="signed_rules_once"),
            models.CheckConstraint(condition=Q(on__in=RulesOn.values), name="signed_rules_known"),
            models.CheckConstraint(
                condition=Q(text__isnull=True, brought_by__isnull=True, brought_at__isnull=True)
                | Q(text__isnull=False, brought_by__isnull=False, brought_at__isnull=False),
                name="signed_rules_brought_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.number}"

    @classmethod
    def limits(cls, actor: Any) -> Q:
        """Show the rules of the actor's sites."""
        return of_sites(actor, "site")

    @property
    def rules(self) -> Rules | None:
        """What they say; None until somebody brought their file."""
        return Rules.model_validate(self.text, strict=False) if self.text else None

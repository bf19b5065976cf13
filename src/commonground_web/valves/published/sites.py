"""What a room knows of sites: which there are, their names, and the question for one of them."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.pages.lists.declared import Filter
from commonground_web.valves.published.models import Published, PublishedQuerySet


def names() -> dict[uuid.UUID, str]:
    """Return the names of all sites, by id."""
    return _names(Published.objects.of("site"))


def names_for(actor: Actor) -> dict[uuid.UUID, str]:
    """Return the names of the sites that an actor works for, by id."""
    return _names(known_to(actor))


def known_to(actor: Actor) -> PublishedQuerySet:
    """Return the published sites that an actor works for."""
    sites = Published.objects.of("site")
    return sites if actor.sites is None else sites.filter(row__in=actor.sites)


def site_filter(sites: Mapping[uuid.UUID, str], path: str) -> Filter:
    """Return the question that narrows a list to one site."""
    chosen = [("", _("any")), *((str(site), name) for site, name in sites.items())]
    return Filter("site", forms.ChoiceField(label=_("Site"), choices=chosen, required=False), path)


def _names(sites: PublishedQuerySet) -> dict[uuid.UUID, str]:
    return {row.row: row["name"] for row in sites.order_by("fields__name", "row")}

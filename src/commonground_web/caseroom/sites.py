"""Rows that are of the sites which this room knows from the Commons."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.pages.lists.declared import Filter


def of_sites(actor: Any, path: str) -> Q:
    """Return the condition that a row is of one of the actor's sites."""
    return Q() if actor.sites is None else Q(**{f"{path}__in": actor.sites})


def site_filter(sites: Mapping[uuid.UUID, str], path: str) -> Filter:
    """Return the question that narrows a list to one site."""
    chosen = [("", _("any")), *((str(site), name) for site, name in sites.items())]
    return Filter("site", forms.ChoiceField(label=_("Site"), choices=chosen, required=False), path)

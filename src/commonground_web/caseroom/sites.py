"""Rows that are of the sites which this room knows from the Commons, and lists over them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.request import Request
from commonground_web.kernel.pages.lists.declared import Column, Listing
from commonground_web.kernel.pages.lists.shown import ShownList, show
from commonground_web.valves.published.sites import names_for, site_filter


def show_by_site(
    listing: Listing, rows: QuerySet[Any], request: Request, *, path: str
) -> ShownList:
    """Show a list over several sites: of each row its site, and a question that narrows to one.

    Parameters
    ----------
    listing
        The list as it is declared, without sites.
    rows, request
        As `show` takes them.
    path
        Where a row says of which site it is.
    """
    sites = names_for(request.actor)
    site = Column(_("Site"), lambda row: sites.get(row.of_site, ""), is_exported=False)
    first, *others = listing.columns
    with_sites = replace(
        listing,
        columns=(first, site, *others),
        filters=(site_filter(sites, path), *listing.filters),
    )
    return show(with_sites, rows.annotate(of_site=F(path)), request)

"""The list of the versions of what both sides sign; nothing of it leaves the room as a file."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.standing import standing_of
from commonground_web.kernel.pages.lists.declared import Column, Listing


def versions(
    model: type[models.Model],
    *,
    page: str,
    caption: str,
    empty: str,
    on: date,
) -> Listing:
    """Return the list as it stands on a day.

    Parameters
    ----------
    model
        What has versions: criteria or a policy.
    page
        Name of the view that shows one version.
    caption, empty
        What the list is called, and what to do first where there is none.
    on
        The day.
    """
    return Listing(
        model=model,
        caption=caption,
        columns=(
            Column(
                _("Version"),
                str,
                sort="version",
                link=lambda row: reverse(page, args=[row.pk]),
                is_exported=False,
            ),
            Column(_("Takes effect on"), "effective_on", sort="effective_on", is_exported=False),
            Column(
                _("Standing"),
                lambda row: standing_of(row, on=on).label,
                tone=lambda row: standing_of(row, on=on).tone,
                is_exported=False,
            ),
        ),
        order="-effective_on",
        empty=empty,
    )

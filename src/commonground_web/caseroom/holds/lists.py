"""The list of those who must not be arrested; it holds names, and is never a file."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.holds.models import Hold
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing
from commonground_web.kernel.pages.rendering import DayInput


def standing_holds(called: Mapping[uuid.UUID | None, str], *, at: datetime) -> Listing:
    """Return the list of holds that are not over at a moment.

    Parameters
    ----------
    called
        The names of those who acknowledged a hold, by account.
    at
        The moment.
    """

    def acknowledged(hold: Hold) -> object:
        if hold.acknowledged_at is None:
            return _("Nobody yet.")
        return (
            called.get(hold.acknowledged_by) if hold.is_acknowledged else _("It was changed since.")
        )

    return Listing(
        model=Hold,
        caption=_("Safe conduct"),
        columns=(
            Column(
                _("Name"),
                lambda hold: hold.candidate.entry.name,
                link=lambda hold: reverse("entry", args=[hold.candidate.entry_id]),
                is_exported=False,
            ),
            Column(
                _("Now"),
                lambda hold: _("in force") if hold.starts_at <= at else _("begins later"),
                tone=lambda hold: "stop" if hold.starts_at <= at else "wait",
                is_exported=False,
            ),
            Column(_("From"), "starts_at", sort="starts_at", is_exported=False),
            Column(_("Until"), "ends_at", sort="ends_at", is_exported=False),
            Column(_("Acknowledged"), "acknowledged_at", sort="acknowledged_at", is_exported=False),
            Column(_("By"), acknowledged, is_exported=False),
        ),
        filters=(
            Filter(
                "until",
                forms.DateField(label=_("Ends on or before"), required=False, widget=DayInput),
                "ends_at__date__lte",
            ),
        ),
        order="starts_at",
        empty=_(
            "Nobody has safe conduct now. Holds come from the Commons once a call-in is planned."
        ),
    )

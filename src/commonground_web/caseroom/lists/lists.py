"""The list of lists; nothing of it leaves the room as a file."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.lists.models import CandidateList
from commonground_web.caseroom.lists.states import ListState
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing

TONES = {ListState.OPEN: "wait", ListState.CHECKED: "wait", ListState.LOCKED: "good"}

CANDIDATE_LISTS = Listing(
    model=CandidateList,
    caption=_("Lists"),
    columns=(
        Column(
            _("Name"),
            "name",
            sort="name",
            link=lambda row: reverse("candidate-list", args=[row.pk]),
            is_exported=False,
        ),
        Column(
            _("State"),
            lambda row: row.get_state_display(),
            sort="state",
            tone=lambda row: TONES[ListState(row.state)],
            is_exported=False,
        ),
        Column(_("Opened"), "opened_at", sort="opened_at", is_exported=False),
    ),
    filters=(
        Filter(
            "state",
            forms.MultipleChoiceField(
                label=_("State"),
                choices=ListState.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            "state__in",
        ),
    ),
    order="-opened_at",
    empty=_(
        "No list yet. Open one for a site whose criteria are signed; then put accepted entries "
        "on it."
    ),
)

"""The lists of entries and of where they went; what leaves the room is never an export."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.entries.models import Dissemination, Entry, State, Via
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing

TONES = {
    State.DRAFT: "neutral",
    State.SUBMITTED: "wait",
    State.ACCEPTED: "wait",
    State.ACTIVE: "good",
    State.DUE_REVIEW: "stop",
    State.RETAINED: "good",
    State.CORRECTED: "wait",
    State.DROPPED: "neutral",
}

ENTRIES = Listing(
    model=Entry,
    caption=_("Entries"),
    columns=(
        Column(
            _("Name"),
            "name",
            link=lambda entry: reverse("entry", args=[entry.pk]),
            is_exported=False,
        ),
        Column(
            _("State"),
            lambda entry: entry.get_state_display(),
            sort="state",
            tone=lambda entry: TONES[State(entry.state)],
        ),
        Column(_("Contested since"), "contested_at", sort="contested_at"),
        Column(_("Written"), "created_at", sort="created_at"),
        Column(_("To be purged on"), "purge_on", sort="purge_on"),
    ),
    filters=(
        Filter(
            "state",
            forms.MultipleChoiceField(
                label=_("State"),
                choices=State.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            "state__in",
        ),
    ),
    order="-created_at",
    empty=_("No entries yet. Write the first one with the facts that give reasonable suspicion."),
)

DISSEMINATIONS = Listing(
    model=Dissemination,
    caption=_("Where entries went"),
    columns=(
        Column(
            _("When"),
            "at",
            sort="at",
            is_exported=False,
        ),
        Column(_("Who received it"), "recipient", is_exported=False),
        Column(_("Agency"), "agency", sort="agency", is_exported=False),
        Column(_("Right to know"), lambda row: row.get_right_display(), is_exported=False),
        Column(_("How"), lambda row: row.get_via_display(), sort="via", is_exported=False),
        Column(
            _("Entry"),
            lambda _row: _("Open the entry"),
            link=lambda row: reverse("entry", args=[row.entry_id]),
            is_exported=False,
        ),
    ),
    filters=(
        Filter(
            "via",
            forms.MultipleChoiceField(
                label=_("How"),
                choices=Via.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            "via__in",
        ),
    ),
    order="-at",
    empty=_("Nothing has left the room. Whoever hands an entry on writes it down on its page."),
)

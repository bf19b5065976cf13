"""The list of entries; it is never exported: what leaves the case room is a dissemination."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.entries.models import Entry, State
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing

TONES = {State.DRAFT: "neutral", State.SUBMITTED: "wait", State.ACCEPTED: "good"}

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

"""The list of cases; it holds no names, and is never exported."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.cases.states import State
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing

TONES = {
    State.BUILDING: "neutral",
    State.READY: "wait",
    State.BANKED: "good",
    State.ACTIVATED: "stop",
    State.EXPIRED: "neutral",
    State.DECLINED: "neutral",
    State.WITHDRAWN: "neutral",
    State.COMPLETED: "good",
}

CASES = Listing(
    model=Case,
    caption=_("Cases"),
    columns=(
        Column(
            _("Local case number"),
            "number",
            sort="number",
            link=lambda case: reverse("case", args=[case.pk]),
            is_exported=False,
        ),
        Column(
            _("State"),
            lambda case: case.get_state_display(),
            sort="state",
            tone=lambda case: TONES[State(case.state)],
            is_exported=False,
        ),
        Column(_("Banked until"), "bank_until", sort="bank_until", is_exported=False),
        Column(
            _("Barred by limitation on"), "limitation_on", sort="limitation_on", is_exported=False
        ),
        Column(_("Held by"), lambda case: case.get_holder_display(), is_exported=False),
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
    order="limitation_on",
    empty=_("No cases yet. A case is opened on the page of an accepted entry."),
)

"""The list of violations; it holds no names, and is never exported."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.violations.models import Violation
from commonground_web.caseroom.violations.states import State
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing

TONES = {
    State.REPORTED: "wait",
    State.CHECKED: "wait",
    State.NO_ACTION: "neutral",
    State.WARNED: "neutral",
    State.PROPOSED: "wait",
    State.ACTIVATED: "stop",
    State.DECLINED: "good",
}

VIOLATIONS = Listing(
    model=Violation,
    caption=_("Violations"),
    columns=(
        Column(
            _("Clause"),
            lambda violation: violation.clause.get_conduct_display(),
            link=lambda violation: reverse("violation", args=[violation.pk]),
            is_exported=False,
        ),
        Column(
            _("State"),
            lambda violation: violation.get_state_display(),
            sort="state",
            tone=lambda violation: TONES[State(violation.state)],
            is_exported=False,
        ),
        Column(_("Day"), "occurred_on", sort="occurred_on", is_exported=False),
        Column(_("To be reviewed by"), "review_by", sort="review_by", is_exported=False),
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
    order="review_by",
    empty=_("No violation is reported. One is reported on the page of a banked case."),
)

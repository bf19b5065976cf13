"""The lists of operations and of outreach plans; they say what is to come, and are no files."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.disruption.models import Operation, OutreachPlan
from commonground_web.commons.disruption.states import State
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing
from commonground_web.kernel.pages.rendering import DayInput

TONES = {
    State.PLANNED: "wait",
    State.READY: "good",
    State.DONE: "neutral",
    State.CALLED_OFF: "stop",
}


def _day_filter(name: str, label: object, lookup: str) -> Filter:
    field = forms.DateField(label=label, required=False, widget=DayInput)  # type: ignore[arg-type]
    return Filter(name, field, lookup)


def _is_draft(answer: str) -> bool:
    return answer == "draft"


OPERATIONS = Listing(
    model=Operation,
    caption=_("Operations"),
    columns=(
        Column(
            _("Site"),
            lambda operation: operation.site.name,
            sort="site__name",
            link=lambda operation: reverse("operation", args=[operation.pk]),
        ),
        Column(_("First day"), "starts_on", sort="starts_on"),
        Column(_("Last day"), "ends_on", sort="ends_on"),
        Column(_("Led by"), lambda operation: operation.led_by.name, sort="led_by__name"),
        Column(
            _("State"),
            lambda operation: operation.get_state_display(),
            sort="state",
            tone=lambda operation: TONES[State(operation.state)],
        ),
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
        _day_filter("from", _("Begins on or after"), "starts_on__gte"),
        _day_filter("to", _("Begins on or before"), "starts_on__lte"),
    ),
    order="-starts_on",
    empty=_(
        "No operation is planned. Plan it by its days, then tell those who do outreach: they need "
        "the time to stand ready."
    ),
)

OUTREACH_PLANS = Listing(
    model=OutreachPlan,
    caption=_("Outreach plans"),
    columns=(
        Column(
            _("Site"),
            lambda plan: plan.site.name,
            sort="site__name",
            link=lambda plan: reverse("outreach-plan", args=[plan.pk]),
        ),
        Column(_("First day"), "starts_on", sort="starts_on"),
        Column(_("Last day"), "ends_on", sort="ends_on"),
        Column(_("Naloxone kits"), "naloxone_kits", sort="naloxone_kits"),
        Column(
            _("State"),
            lambda plan: _("agreed") if plan.is_agreed else _("draft"),
            tone=lambda plan: "good" if plan.is_agreed else "wait",
        ),
    ),
    filters=(
        Filter(
            "state",
            forms.TypedChoiceField(
                label=_("State"),
                choices=[("", _("any")), ("agreed", _("agreed")), ("draft", _("draft"))],
                coerce=_is_draft,
                empty_value=None,
                required=False,
            ),
            "second_by__isnull",
        ),
        _day_filter("from", _("Begins on or after"), "starts_on__gte"),
        _day_filter("to", _("Begins on or before"), "starts_on__lte"),
    ),
    order="-starts_on",
    empty=_(
        "There is no outreach plan yet. Draft one that covers the disruption and the three weeks "
        "after it."
    ),
)

"""The lists of operations, notices and outreach plans; they say what is to come: no files."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.disruption.models import (
    DisruptionNotice,
    NoticeTo,
    Operation,
    OutreachPlan,
)
from commonground_web.commons.disruption.states import State
from commonground_web.kernel.clock import where_the_room_stands
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing
from commonground_web.kernel.pages.lists.filters import any_of, day

TONES = {
    State.PLANNED: "wait",
    State.READY: "good",
    State.DONE: "neutral",
    State.CALLED_OFF: "stop",
}


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
        any_of("state", _("State"), State.choices, "state__in"),
        day("from", _("Begins on or after"), "starts_on__gte"),
        day("to", _("Begins on or before"), "starts_on__lte"),
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
        day("from", _("Begins on or after"), "starts_on__gte"),
        day("to", _("Begins on or before"), "starts_on__lte"),
    ),
    order="-starts_on",
    empty=_(
        "There is no outreach plan yet. Draft one that covers the disruption and the three weeks "
        "after it."
    ),
)


def notices(*, with_acts: bool) -> Listing:
    """Return the list of notices, where whoever looks may say that their agency has read one."""
    return Listing(
        model=DisruptionNotice,
        caption=_("Notices"),
        columns=(
            Column(_("Site"), lambda notice: notice.site.name, sort="site__name"),
            Column(_("First day"), "starts_on", sort="starts_on"),
            Column(_("Last day"), "ends_on", sort="ends_on"),
            Column(
                _("The operation"),
                lambda notice: notice.operation.get_state_display(),
                sort="operation__state",
                tone=lambda notice: TONES[State(notice.operation.state)],
            ),
            Column(_("Whom to ask"), "contact"),
            Column(
                _("Who has read it"),
                lambda notice: "; ".join(_read(row) for row in notice.told.all()),
            ),
            Column(_("Given"), "given_at", sort="given_at"),
        ),
        filters=(
            any_of("state", _("The operation"), State.choices, "operation__state__in"),
            day("from", _("Begins on or after"), "starts_on__gte"),
            day("to", _("Begins on or before"), "starts_on__lte"),
        ),
        order="-given_at",
        empty=_(
            "There is no notice. You read here, days ahead, when the supply at a site is going to "
            "be disrupted."
        ),
        acts="commons/disruption/notice_acts.html" if with_acts else "",
    )


def _read(told: NoticeTo) -> str:
    if told.acknowledged_at is None:
        return str(_("%(agency)s: not read yet") % {"agency": told.agency})
    when = date_format(where_the_room_stands(told.acknowledged_at), "DATETIME_FORMAT")
    return str(_("%(agency)s: read %(when)s") % {"agency": told.agency, "when": when})

"""The list of call-ins."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.callin.states import State
from commonground_web.kernel.pages.lists.declared import Column, Listing
from commonground_web.kernel.pages.lists.filters import any_of, day

TONES = {
    State.PLANNING: "neutral",
    State.SLOTS_CONFIRMED: "wait",
    State.HOLDS_ACTIVE: "wait",
    State.LETTERS_OUT: "wait",
    State.HELD: "wait",
    State.CLOSED: "good",
    State.CANCELLED: "neutral",
}

CALLINS = Listing(
    model=CallIn,
    caption=_("Call-ins"),
    columns=(
        Column(
            _("Site"),
            lambda callin: callin.site.name,
            sort="site__name",
            link=lambda callin: reverse("callin", args=[callin.pk]),
        ),
        Column(_("When"), "at", sort="at"),
        Column(_("Where"), "venue", sort="venue"),
        Column(
            _("State"),
            lambda callin: callin.get_state_display(),
            sort="state",
            tone=lambda callin: TONES[State(callin.state)],
        ),
        Column(_("Invited"), "invited", sort="invited"),
    ),
    filters=(
        any_of("state", _("State"), State.choices, "state__in"),
        day("from", _("On or after"), "at__date__gte"),
        day("to", _("On or before"), "at__date__lte"),
    ),
    order="-at",
    empty=_(
        "No call-in yet. The coordinator plans one for a site, with its day and place; the agenda"
        " begins with the standard order."
    ),
)

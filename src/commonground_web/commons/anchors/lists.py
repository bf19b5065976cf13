"""The list of heads."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.anchors.models import RoomAnchor, Sender
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing
from commonground_web.kernel.pages.rendering import DayInput

ANCHORS = Listing(
    model=RoomAnchor,
    caption=_("Heads of the audit chains"),
    columns=(
        Column(_("Day"), "on", sort="on"),
        Column(_("Room"), lambda anchor: anchor.get_room_display(), sort="room"),
        Column(_("Head"), lambda anchor: anchor.hash),
        Column(_("Received"), "received_at", sort="received_at"),
        Column(
            _("State"),
            lambda anchor: _("CONFLICT") if anchor.is_in_conflict else _("the only one"),
            tone=lambda anchor: "stop" if anchor.is_in_conflict else "good",
        ),
    ),
    filters=(
        Filter(
            "room",
            forms.MultipleChoiceField(
                label=_("Room"),
                choices=Sender.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            "room__in",
        ),
        Filter(
            "from",
            forms.DateField(label=_("From"), required=False, widget=DayInput),
            "on__gte",
        ),
    ),
    order="-on",
    empty=_(
        "No room has sent a head yet. Each sends one a day once the rooms were introduced to each "
        "other and the carrier runs."
    ),
)

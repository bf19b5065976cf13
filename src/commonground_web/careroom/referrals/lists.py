"""The work list of referrals."""

from __future__ import annotations

import uuid
from datetime import datetime

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as said
from django.utils.translation import gettext_lazy as _

from commonground_web.careroom.referrals.models import Referral
from commonground_web.careroom.referrals.states import State
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing


def referrals(*, agency: uuid.UUID | None, at: datetime) -> Listing:
    """Return the list as one provider sees it at a moment."""

    def direction(row: Referral) -> str:
        return said("to us") if row.provider != agency else said("from us")

    def standing(row: Referral) -> str:
        return said("no answer in time") if row.is_overdue(at) else row.get_state_display()

    return Listing(
        model=Referral,
        caption=_("Referrals, those that wait longest first"),
        columns=(
            Column(
                _("Service"),
                "service_name",
                link=lambda row: reverse("referral", args=[row.pk]),
                is_exported=False,
            ),
            Column(_("Offered by"), "organization_name", is_exported=False),
            Column(_("Direction"), direction),
            Column(
                _("State"),
                standing,
                sort="state",
                tone=lambda row: "stop" if row.is_overdue(at) else "neutral",
            ),
            Column(_("Sent"), "sent_at", sort="sent_at"),
            Column(_("Answer due"), "answer_due_at", sort="answer_due_at"),
        ),
        filters=(
            Filter(
                "state",
                forms.ChoiceField(
                    label=_("State"), choices=[("", _("any")), *State.choices], required=False
                ),
                "state",
            ),
        ),
        order="answer_due_at",
        empty=_("No referrals. Draft one from a client's page, once you know what they want."),
    )

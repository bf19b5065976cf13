"""The list of rules."""

from __future__ import annotations

from datetime import date

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.rules.models import SignedRules
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing
from commonground_web.valves.messages.rules import RulesOn


def signed_rules(*, on: date) -> Listing:
    """Return the list of rules as they stand on a day."""
    return Listing(
        model=SignedRules,
        caption=_("Rules that both sides of the case room signed"),
        columns=(
            Column(_("Site"), lambda row: row.site.name, sort="site__name"),
            Column(
                _("What they are on"),
                lambda row: row.get_on_display(),
                sort="on",
                link=lambda row: reverse("signed-rules", args=[row.pk]),
            ),
            Column(_("Version"), "number", sort="number"),
            Column(_("Takes effect on"), "effective_on", sort="effective_on"),
            Column(
                _("Standing"),
                lambda row: _standing(row, on)[0],
                tone=lambda row: _standing(row, on)[1],
            ),
        ),
        filters=(
            Filter(
                "on",
                forms.ChoiceField(
                    label=_("What they are on"),
                    choices=[("", _("any")), *RulesOn.choices],
                    required=False,
                ),
                "on",
            ),
        ),
        order="-effective_on",
        then=("site__name", "on", "-number"),
        empty=_(
            "Nothing is signed yet. Police and prosecution write criteria and a policy on "
            "violations in the case room; once both have signed, the version is told here."
        ),
    )


def _standing(row: SignedRules, on: date) -> tuple[object, str]:
    if row.text is None:
        return _("signed; its text was not brought here"), "wait"
    if row.effective_on > on:
        return _("signed, not yet in force"), "wait"
    return _("signed by both sides"), "good"

"""The list of agencies."""

from __future__ import annotations

import uuid
from collections.abc import Collection

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.agencies.models import Agency, Kind
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing


def agencies(*, let_in: Collection[uuid.UUID]) -> Listing:
    """Return the list, where the people of these agencies are let in."""
    return Listing(
        model=Agency,
        caption=_("Agencies that take part"),
        columns=(
            Column(
                _("Name"),
                "name",
                sort="name",
                link=lambda agency: reverse("agency", args=[agency.pk]),
            ),
            Column(_("What it is"), lambda agency: agency.get_kind_display(), sort="kind"),
            Column(
                _("Its people"),
                lambda agency: (
                    _("are let in")
                    if agency.pk in let_in
                    else _("are not let in: no memorandum is in force")
                ),
                tone=lambda agency: "good" if agency.pk in let_in else "stop",
            ),
        ),
        filters=(
            Filter(
                "kind",
                forms.MultipleChoiceField(
                    label=_("What it is"),
                    choices=Kind.choices,
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                ),
                "kind__in",
            ),
        ),
        order="name",
        empty=_(
            "No agency takes part yet. Add the police department and the prosecutor's office "
            "first: without both there is no intervention."
        ),
    )

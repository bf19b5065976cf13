"""The list of certificates: what was purged, when, and who saw it."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.compartments.rules import room_rules
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing
from commonground_web.kernel.pages.rendering import DayInput
from commonground_web.kernel.purge.models import PurgeCertificate
from commonground_web.kernel.retention.naming import kind_of

SHOWN = 12
"""Characters of a digest that are shown before the rest is asked for."""


def certificates(names: Mapping[uuid.UUID | None, str]) -> Listing:
    """Return the list of certificates, with the names of those who witnessed them."""
    return Listing(
        model=PurgeCertificate,
        caption=_("What was purged, and who saw it"),
        columns=(
            Column(_("Records"), lambda row: kind_of(row.record_type), sort="record_type"),
            Column(_("Rows"), "n", sort="n"),
            Column(_("When"), "at", sort="at"),
            Column(_("Witness"), lambda row: witness_of(row, names)),
            Column(_("Digest"), lambda row: _digest(row.digest)),
        ),
        filters=(
            Filter(
                "records",
                forms.MultipleChoiceField(
                    label=_("Records"),
                    choices=[(label, rule.title) for label, rule in room_rules().items()],
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                ),
                "record_type__in",
            ),
            Filter(
                "since",
                forms.DateField(label=_("From"), widget=DayInput, required=False),
                "at__date__gte",
            ),
        ),
        order="-at",
        empty=_("Nothing was purged yet."),
    )


def witness_of(row: PurgeCertificate, names: Mapping[uuid.UUID | None, str]) -> object:
    """Return who saw a list: a person by name, or the system where nobody did in time."""
    try:
        return names.get(uuid.UUID(row.witnessed_by), "")
    except ValueError:
        return _("the system, as nobody did in time")


def _digest(digest: str) -> SafeString:
    return format_html(
        "<details><summary><code>{}</code></summary><code>{}</code></details>",
        digest[:SHOWN],
        digest,
    )

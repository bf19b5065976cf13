"""The list of what the library's runs say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.runs.models import LibraryRun
from commonground_web.commons.runs.showing import in_short
from commonground_web.commons.runs.states import State
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing

TONES = {State.DRAFT: "wait", State.PUBLISHED: "good", State.WITHDRAWN: "stop"}
KINDS = LibraryRun.Kind.choices


def _choices(name: str, label: object, choices: Sequence[tuple[str, Any]]) -> Filter:
    field = forms.MultipleChoiceField(
        label=label,  # type: ignore[arg-type]
        choices=choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    return Filter(name, field, f"{name}__in")


RUNS = Listing(
    model=LibraryRun,
    caption=_("Runs"),
    columns=(
        Column(
            _("Site"),
            lambda run: run.site.name,
            sort="site__name",
            link=lambda run: reverse("run", args=[run.pk]),
        ),
        Column(_("What it answers"), lambda run: run.get_kind_display(), sort="kind"),
        Column(_("What it found"), in_short),
        Column(_("Made on"), "made_on", sort="made_on"),
        Column(
            _("State"),
            lambda run: run.get_state_display(),
            sort="state",
            tone=lambda run: TONES[State(run.state)],
        ),
    ),
    filters=(
        _choices("kind", _("What it answers"), KINDS),
        _choices("state", _("State"), State.choices),
    ),
    order="-made_on",
    empty=_(
        "No run was published yet. Run commonground find or commonground run on the city's "
        "records, then bring its folder in: commonground publish RUN --site SITE, or a zip here."
    ),
)

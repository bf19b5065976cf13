"""The list of candidates; it is never exported: it holds names."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.candidates.states import ENDED, State
from commonground_web.kernel.pages.lists.declared import Column, Listing
from commonground_web.kernel.pages.lists.filters import any_of
from commonground_web.kernel.pages.tongues import language_name

GOOD = (State.ATTENDED, State.AGREEMENT_GIVEN, State.IN_TERM, State.COMPLETED)


def tone_of(candidate: Candidate) -> str:
    """Return the tone of the badge of a candidate's state."""
    if candidate.state in GOOD:
        return "good"
    return "neutral" if candidate.state in ENDED else "wait"


CANDIDATES = Listing(
    model=Candidate,
    caption=_("Candidates"),
    columns=(
        Column(
            _("Name"),
            "name",
            link=lambda candidate: reverse("candidate", args=[candidate.pk]),
            is_exported=False,
        ),
        Column(_("Site"), "site_name"),
        Column(
            _("State"),
            lambda candidate: candidate.get_state_display(),
            sort="state",
            tone=tone_of,
        ),
        Column(_("Language"), lambda row: language_name(row.language), sort="language"),
        Column(_("Under age"), "is_minor", sort="is_minor"),
        Column(_("Kept until"), "needed_until", sort="needed_until"),
    ),
    filters=(any_of("state", _("State"), State.choices, "state__in"),),
    order="needed_until",
    empty=_(
        "No candidates yet. They come by themselves once the case room has locked its list and"
        " released it."
    ),
)

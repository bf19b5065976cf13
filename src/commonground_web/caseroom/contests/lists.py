"""The list of contests; it holds no names, and is never exported."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.contests.models import Contest
from commonground_web.caseroom.contests.states import State
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing

TONES = {State.RECEIVED: "stop", State.PROPOSED: "wait", State.ANSWERED: "good"}

CONTESTS = Listing(
    model=Contest,
    caption=_("Contests"),
    columns=(
        Column(
            _("Received by oversight on"),
            "received_on",
            sort="received_on",
            link=lambda contest: reverse("contest", args=[contest.pk]),
            is_exported=False,
        ),
        Column(
            _("Grounds"),
            lambda contest: "; ".join(contest.grounds_in_words),
            is_exported=False,
        ),
        Column(_("Asks"), "asks_in_words", sort="asks", is_exported=False),
        Column(
            _("State"),
            lambda contest: contest.get_state_display(),
            sort="state",
            tone=lambda contest: TONES[State(contest.state)],
            is_exported=False,
        ),
        Column(
            _("Answer"),
            lambda contest: contest.get_outcome_display() if contest.answered_at else "",
            is_exported=False,
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
    ),
    order="-state",
    then=("came_at",),
    empty=_(
        "No contest waits. They come from oversight, in codes, without the words of the person."
    ),
)
"""By its letters `answered` comes before what waits, and so it stands last."""

"""The list of who came; never exported: it is of persons."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.candidates.states import State
from commonground_web.commons.invitations.models import Invitee
from commonground_web.commons.invitations.seen import Called
from commonground_web.commons.responses.models import Came
from commonground_web.kernel.pages.lists.declared import Column, Listing
from commonground_web.kernel.pages.lists.filters import any_of


def attendance(
    *, called: Called, people: Mapping[uuid.UUID | None, str], with_page: bool, with_acts: bool
) -> Listing:
    """Return the list of who came to a call-in, and of what came of following up who did not.

    Its rows say in `came` whether they came, in `came_with` whether with somebody who matters to
    them, and bring their `follow_ups`.

    Parameters
    ----------
    called
        By what whoever looks knows the invitees.
    people
        The names of those who follow people up.
    with_page
        Whether they may open what a candidate agreed to.
    with_acts
        Whether they may note who came, or follow people up.
    """
    return Listing(
        model=Invitee,
        caption=_("Who came"),
        columns=(
            Column(_("Who"), called, is_exported=False),
            Column(_("Number"), "number", sort="number"),
            Column(_("Came"), _came, sort="attendance__came"),
            Column(
                _("Followed up"),
                lambda row: "; ".join(task.get_outcome_display() for task in row.follow_ups.all()),
            ),
            Column(_("Due"), lambda row: next((task.due_on for task in _open(row)), None)),
            Column(
                _("By whom"),
                lambda row: "; ".join(people.get(task.assigned_to, "") for task in _open(row)),
            ),
            Column(
                _("State"),
                lambda row: row.candidate.get_state_display(),
                sort="candidate__state",
                link=_agreement if with_page else None,
            ),
        ),
        filters=(
            any_of("came", _("Came"), Came.choices, "attendance__came__in"),
            any_of("state", _("State"), State.choices, "candidate__state__in"),
        ),
        order="number",
        empty=_("Nobody is invited."),
        acts="commons/responses/todo.html" if with_acts else "",
    )


def _came(row: Any) -> object:
    if not row.came:
        return _("not noted yet")
    came = Came(row.came).label
    return f"{came}, {_('with somebody who matters to them')}" if row.came_with else came


def _open(row: Any) -> list[Any]:
    return [task for task in row.follow_ups.all() if task.is_open]


def _agreement(row: Any) -> str:
    return reverse("conduct-agreement", args=[row.candidate_id])

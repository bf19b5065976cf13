"""The lists of invitees and of deliveries; never exported: they are of persons."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.candidates.states import State
from commonground_web.commons.invitations.models import Delivery, How, Invitee, Rsvp
from commonground_web.commons.invitations.seen import Called
from commonground_web.kernel.pages.lists.declared import Column, Listing
from commonground_web.kernel.pages.lists.filters import any_of, day
from commonground_web.kernel.pages.tongues import language_name


def invitees(callin: CallIn, *, called: Called, with_page: bool, with_acts: bool) -> Listing:
    """Return the list of who is invited to a call-in.

    Parameters
    ----------
    callin
        The call-in, whose day the letters have to name.
    called
        By what whoever looks knows the invitees.
    with_page
        Whether they may open the page of a candidate.
    with_acts
        Whether something can still be done for the invitees.
    """
    return Listing(
        model=Invitee,
        caption=_("Invitees"),
        columns=(
            Column(_("Who"), called, link=_page if with_page else None, is_exported=False),
            Column(_("Number"), "number", sort="number"),
            Column(
                _("Safe conduct"),
                _safety,
                tone=lambda row: "good" if row.hold.stands else "wait",
            ),
            Column(
                _("Letter"),
                lambda row: _letter(row, callin),
                tone=lambda row: "good" if row.is_reached else "wait",
            ),
            Column(_("Answer"), lambda row: row.get_rsvp_display(), sort="rsvp"),
            Column(
                _("Language"),
                lambda row: language_name(row.candidate.language),
                sort="candidate__language",
            ),
            Column(_("Needs"), lambda row: ", ".join(row.candidate.needs_in_words)),
            Column(
                _("State"),
                lambda row: row.candidate.get_state_display(),
                sort="candidate__state",
            ),
        ),
        filters=(
            any_of("answer", _("Answer"), Rsvp.choices, "rsvp__in"),
            any_of("state", _("State"), State.choices, "candidate__state__in"),
        ),
        order="number",
        empty=_(
            "Nobody is invited yet. The coordinator confirms the service slots first, and then "
            "invites the candidates."
        ),
        acts="commons/invitations/todo.html" if with_acts else "",
    )


def deliveries(
    *, called: Called, people: Mapping[uuid.UUID | None, str], wordings: Mapping[uuid.UUID, str]
) -> Listing:
    """Return the log of how letters were brought, the last try first.

    Parameters
    ----------
    called
        By what whoever looks knows the invitees.
    people
        The names of those who brought letters.
    wordings
        What the wordings of the letters are called.
    """
    return Listing(
        model=Delivery,
        caption=_("How letters were brought"),
        columns=(
            Column(_("On"), "on", sort="on"),
            Column(_("To"), lambda row: called(row.invitee), is_exported=False),
            Column(_("Number"), lambda row: row.invitee.number, sort="invitee__number"),
            Column(
                _("How"),
                lambda row: row.get_how_display(),
                sort="how",
                tone=lambda row: "wait" if row.how == How.NOT_FOUND else "",
            ),
            Column(_("By whom"), lambda row: people.get(row.brought_by, "")),
            Column(_("Evening it named"), "callin_at", sort="callin_at"),
            Column(_("Wording"), lambda row: wordings.get(row.wording, "")),
            Column(_("Written down"), "created_at", sort="created_at"),
        ),
        filters=(
            any_of("how", _("How"), How.choices, "how__in"),
            day("from", _("On or after"), "on__gte"),
            day("to", _("On or before"), "on__lte"),
        ),
        order="-on",
        then=("-created_at",),
        empty=_(
            "No letter was brought yet. Each try is written down here once letters go out, also "
            "one that found nobody."
        ),
    )


def _page(invitee: Invitee) -> str:
    return reverse("candidate", args=[invitee.candidate_id])


def _safety(invitee: Invitee) -> object:
    if invitee.hold.lifted_at is not None:
        return _("lifted")
    return _("acknowledged") if invitee.hold.stands else _("waits for the case room")


def _letter(invitee: Any, callin: CallIn) -> object:
    if invitee.named is None:
        return _("none yet")
    if invitee.named != callin.at:
        return _("names an earlier day; bring another")
    return How(invitee.brought).label

"""The list of what was done."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.actor import VISITOR
from commonground_web.kernel.access.purposes import room_purposes
from commonground_web.kernel.access.roles import MEMBER, room_roles
from commonground_web.kernel.access.words import deed_of, right_of
from commonground_web.kernel.audit.models import AuditEvent
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing
from commonground_web.kernel.trail.asking import FirstMoment, LastMoment, RecordField

Names = Mapping[uuid.UUID | None, str]

OUTCOMES = {
    "done": _("done"),
    "asked": _("asked for something first"),
    "refused": _("refused"),
    "denied": _("denied"),
    "not found": _("not found"),
    "failed": _("did not sign in"),
    "locked out": _("locked out"),
}
"""What came of it, in words."""


def own_trail() -> Listing:
    """Return the list of what one did oneself."""
    return _trail((), ())


def trail_of(names: Names) -> Listing:
    """Return the list of what others did, too, by the names of the people of the room."""
    who = Column(_("Who"), lambda row: done_by(row, names), sort="actor")
    people = sorted((name, str(pk)) for pk, name in names.items())
    choices = [("", _("anybody")), *((key, name) for name, key in people)]
    field = forms.ChoiceField(label=_("Who"), choices=choices, required=False)
    return _trail((who,), (Filter("who", field, "actor"),))


def _trail(who: tuple[Column, ...], asked: tuple[Filter, ...]) -> Listing:
    return Listing(
        model=AuditEvent,
        caption=_("What was done"),
        columns=(
            Column(
                _("When"), "at", sort="at", link=lambda row: reverse("trail-event", args=[row.pk])
            ),
            *who,
            Column(_("What"), what),
            Column(_("What for"), purpose_of),
            Column(_("Records"), lambda row: sum(map(len, row.seal.ids.values())) or ""),
            Column(_("Came to"), outcome_of),
        ),
        filters=(
            *asked,
            Filter("since", FirstMoment(label=_("From"), required=False), "at__gte"),
            Filter("until", LastMoment(label=_("To"), required=False), "at__lt"),
            Filter(
                "record",
                RecordField(
                    label=_("Record"),
                    required=False,
                    help_text=_("Its reference, as it stands on its page: 3F2A-91C0."),
                ),
                "seal__event__in",
            ),
        ),
        order="-at",
        empty=_("Nothing was done."),
    )


def what(row: AuditEvent) -> str:
    """Return what was done: the acts, or what was looked at where nothing was changed."""
    acts = dict.fromkeys(row.seal.acts)
    return "; ".join(map(deed_of, acts)) or right_of(row.entity, row.verb)


def done_by(row: AuditEvent, names: Names) -> object:
    """Return who did it: a person by name, or a visitor."""
    if row.actor == VISITOR.id:
        return _("somebody who had not signed in")
    try:
        return names.get(uuid.UUID(row.actor), row.actor)
    except ValueError:
        return row.actor


def purpose_of(row: AuditEvent) -> str:
    """Return what somebody said a person's page was opened for."""
    return room_purposes().get(row.purpose, row.purpose)


def outcome_of(row: AuditEvent) -> object:
    """Return what came of it, in words."""
    return OUTCOMES.get(row.seal.outcome, row.seal.outcome)


def roles_of(row: AuditEvent) -> list[str]:
    """Return what somebody was in the room when they did it, besides a member."""
    known = room_roles()
    held = [name for name in row.roles.split() if name != MEMBER]
    return [str(known[name].title) if name in known else name for name in held]

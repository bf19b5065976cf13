"""The doors of a room: a room names them as data, and each person sees those they may open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Door:
    """One entry of a room's navigation."""

    label: str | Promise
    view: str
    """Name of the view it opens."""
    entity: str
    verb: str
    about: str | Promise = ""
    """What is behind it, in a sentence for the front page."""


@dataclass(frozen=True, slots=True)
class ShownDoor:
    """A door as one person sees it from where they are."""

    label: str | Promise
    url: str
    about: str | Promise
    is_current: bool


WAITING = Door(
    _("What waits for you"),
    "waiting",
    "waiting",
    "list",
    about=_("What others have begun and you may finish: how much, and since when."),
)
"""The door that every room has before its own."""

EVERY_ROOM = (
    Door(
        _("People of this room"),
        "accounts",
        "account",
        "list",
        about=_("Who may come in, and as what; roles are given by two persons."),
    ),
    Door(
        _("How long records stay"),
        "retention",
        "retention",
        "list",
        about=_("The rules, and the records that somebody asks to keep longer."),
    ),
    Door(
        _("What is purged"),
        "purges",
        "purge",
        "list",
        about=_("Lists of what is due, to be witnessed, and the certificates of what is gone."),
    ),
    Door(
        _("Lists as files"),
        "exports",
        "export",
        "list",
        about=_("Files that somebody asks for, and those that were taken."),
    ),
    Door(
        _("Legal holds"),
        "legal-holds",
        "legal_hold",
        "list",
        about=_("Records that an authority asked to keep until a day."),
    ),
    Door(
        _("What was done"),
        "trail",
        "trail",
        "oversee",
        about=_("Who opened and changed what, when, and what for."),
    ),
)
"""The doors that every room has, after its own."""


def room_doors() -> Sequence[Door]:
    """Return the doors of the room that this process is, its own first."""
    doors: Sequence[Door] = import_string(settings.FACE.navigation)
    return (WAITING, *doors, *EVERY_ROOM)


def doors_for(actor: Actor, *, here: str) -> list[ShownDoor]:
    """Return the doors that an actor may open.

    Parameters
    ----------
    actor
        Who is looking.
    here
        Path of the page they are on; the door that leads nearest to it is marked.
    """
    open_doors = [
        (door, reverse(door.view)) for door in room_doors() if actor.may(door.verb, door.entity)
    ]
    nearest = max((url for _, url in open_doors if here.startswith(url)), key=len, default="")
    return [ShownDoor(door.label, url, door.about, url == nearest) for door, url in open_doors]

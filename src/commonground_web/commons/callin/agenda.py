"""The standard agenda of a call-in, and its run sheet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from commonground_web.commons.callin.models import AgendaItem, CallIn, Part, Speaker


def standard_agenda() -> list[tuple[Part, str, int]]:
    """Return the items that every call-in begins with: part, what is said, minutes."""
    return [
        (Part.WORTH, _("Welcome by a leader of the community"), 5),
        (Part.WORTH, _("Somebody whom they matter to speaks to them"), 10),
        (Part.WORTH, _("Somebody who left the street says how"), 10),
        (Part.STOP, _("Residents say what the selling does to the street"), 10),
        (Part.STOP, _("The community says that it stops tonight"), 5),
        (Part.HELP, _("Each service says what it offers, and whom to ask for"), 15),
        (Part.CONSEQUENCE, _("Police say what they have, and that nobody is arrested tonight"), 10),
        (Part.CONSEQUENCE, _("The prosecutor says what follows if it goes on"), 10),
        (Part.CONSEQUENCE, _("Everyone may speak with the services at their tables"), 30),
    ]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the run sheet."""

    begins_at: datetime
    item: AgendaItem


@dataclass(frozen=True, slots=True)
class Block:
    """One part of the run sheet: its items with their times, and who speaks in it."""

    part: Part
    lines: tuple[Line, ...]
    speakers: tuple[Speaker, ...]


def run_sheet(callin: CallIn, speakers: Iterable[Speaker]) -> list[Block]:
    """Return the agenda in its order, with times from the beginning of the call-in."""
    lines = list(_timed(callin))
    said = list(speakers)
    return [
        Block(
            part,
            tuple(line for line in lines if line.item.part == part),
            tuple(speaker for speaker in said if speaker.part == part),
        )
        for part in Part
    ]


def _timed(callin: CallIn) -> Iterator[Line]:
    order = list(Part)
    items = AgendaItem.objects.filter(callin=callin, dropped_at__isnull=True)
    begins_at = callin.at
    for item in sorted(items, key=lambda item: (order.index(Part(item.part)), item.position)):
        yield Line(begins_at, item)
        begins_at += timedelta(minutes=item.minutes)

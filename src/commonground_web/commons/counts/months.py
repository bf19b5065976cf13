"""What the care room released of late, in words, for people who do not work here."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice

from django.db.models import Q
from django.utils.translation import gettext as _

from commonground_web.commons.counts.models import ReleasedCount, ReleasedFrom
from commonground_web.valves.messages.shapes import FEWEST
from commonground_web.valves.releases.words import MEASURES

MOST_MONTHS = 6
"""How far back people are shown; the list of the Commons has every month."""

ORDER = [measure.value for measure in MEASURES]


@dataclass(frozen=True, slots=True)
class Said:
    """How many of one thing were counted, here and at all sites; empty where it was left out."""

    what: str
    here: str
    together: str


@dataclass(frozen=True, slots=True)
class Month:
    """What was released of one month."""

    begins: date
    counts: tuple[Said, ...]


def months_of_care(site: uuid.UUID) -> list[Month]:
    """Return what the care room released about a site, and of all sites together, newest first."""
    released = ReleasedCount.objects.filter(
        Q(site=site) | Q(site=None), room=ReleasedFrom.CAREROOM
    ).order_by("-month")
    return list(islice(_by_month(released.iterator()), MOST_MONTHS))


def _by_month(released: Iterator[ReleasedCount]) -> Iterator[Month]:
    for month, counts in groupby(released, key=lambda count: count.month):
        yield Month(date.fromisoformat(f"{month}-01"), tuple(_rows(counts)))


def _rows(counts: Iterable[ReleasedCount]) -> Iterator[Said]:
    """Yield a row for each thing that was counted, in the order of the list of measures."""
    in_order = sorted(counts, key=lambda count: ORDER.index(count.measure))
    for _measure, of_one in groupby(in_order, key=lambda count: count.measure):
        told = {count.site is not None: count for count in of_one}
        yield Said(
            what=str(next(iter(told.values())).get_measure_display()).capitalize(),
            here=_how_many(told.get(True)),
            together=_how_many(told.get(False)),
        )


def _how_many(count: ReleasedCount | None) -> str:
    if count is None:
        return ""
    if count.n is None:
        return _("fewer than %(fewest)s") % {"fewest": FEWEST}
    return f"{count.n:,}"

"""What a room counts and lets out: its own app says so, and the rest is the same in every room."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise

from commonground_web.kernel.months import Month
from commonground_web.valves.messages.counts import (
    CareCount,
    CareMeasure,
    CaseCount,
    CaseMeasure,
)

Site = uuid.UUID | None
"""A site; None for what is of no site, and in what is released for all together."""

Counted = Mapping[str, Mapping[Site, int]]
"""What was counted: by measure and site."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """What one room counts, where it keeps that, and by which message it goes."""

    tally: Any
    release: Any
    cell: Any
    """The room's own records: what was counted, what is to leave, and each count of it."""
    message: Callable[..., CareCount | CaseCount]
    measure: type[CareMeasure] | type[CaseMeasure]
    measures: Mapping[Any, str | Promise]
    """What is counted, in words."""
    entities: tuple[str, ...]
    """Entities whose rows are counted."""
    count: Callable[[Month], Counted]
    part_of: Mapping[str, str] = field(default_factory=dict)
    """Measures whose people are among those of another measure."""


_of_room: list[Counting] = []


def counts(counting: Counting) -> None:
    """Have a room count, and let out, what it says."""
    _of_room[:] = [counting]


def room_counting() -> Counting:
    """Return what this room counts."""
    (counting,) = _of_room
    return counting


def by_site(rows: models.QuerySet[Any], site: str, counted: models.Aggregate) -> dict[Site, int]:
    """Return what is counted of some rows by the path of their site, and at least none of none."""
    found: Iterable[tuple[Site, int]] = (
        rows.order_by().values(site).annotate(counted_n=counted).values_list(site, "counted_n")
    )
    sites: Counter[Site] = Counter({None: 0})
    for where, n in found:
        sites[where] += n
    return dict(sites)

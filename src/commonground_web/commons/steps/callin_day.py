"""The day of a site's call-in, which is told in one place.

Until one is planned, the plan alone says on which day it is to be. From then on the call-in says
so, and the plan goes by it:

    @tells_callin_day
    def callin_day(site: uuid.UUID) -> CallInDay | None: ...
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from commonground_web.kernel.access.actions import Refused

FARTHEST = timedelta(days=3_653)
"""How far from today the day of a call-in may be; further away, it is a slip of the pen."""


@dataclass(frozen=True, slots=True)
class CallInDay:
    """The day of a call-in that is planned or was held, and its page."""

    on: date
    url: str


Teller = Callable[[uuid.UUID], CallInDay | None]

_tellers: list[Teller] = []


def tells_callin_day(teller: Teller) -> Teller:
    """Have a function asked which call-in of a site is planned or was held."""
    if teller not in _tellers:
        _tellers.append(teller)
    return teller


def require_near(day: date, *, on: date) -> None:
    """Refuse a day of a call-in that cannot be meant: more than ten years before or after one.

    Raises
    ------
    Refused
        If it is further away.
    """
    if abs(day - on) > FARTHEST:
        raise Refused(_("That day is more than ten years away; look at the year."))


def callin_day_of(site: uuid.UUID) -> CallInDay | None:
    """Return the call-in that the plan of a site goes by, or None while none is planned."""
    return next((found for tell in _tellers if (found := tell(site)) is not None), None)

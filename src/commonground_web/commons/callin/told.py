"""What the gates are told of a site's call-in, from numbers that name nobody.

Once an evening is over the gates before it stay as they were: what happened at it can still be
scored, and the site goes on, though nobody is invited any more and slots are given back.
"""

from __future__ import annotations

import uuid

from django.urls import reverse

from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.callin.states import BEFORE_IT, BEHIND
from commonground_web.commons.services.held import slots_held
from commonground_web.commons.steps.callin_day import CallInDay, tells_callin_day
from commonground_web.commons.steps.gates.facts import tells
from commonground_web.kernel.clock import day_of


@tells("safe_conduct_acknowledged")
def safe_conduct_acknowledged(site: uuid.UUID) -> bool | None:
    """Tell whether every hold is acknowledged: of the open call-in, else of the last one held.

    Not known while none is set.
    """
    callin = _ahead(site)
    if callin is not None:
        return callin.unsafe == 0 if callin.invited else None
    last = last_behind(site)
    return None if last is None else last.unsafe == 0


@tells("service_slots")
def service_slots(site: uuid.UUID) -> int:
    """Tell how many slots are held; after a call-in no fewer than were confirmed for it."""
    held = slots_held(site)
    last = None if _ahead(site) is not None else last_behind(site)
    return held if last is None else max(held, last.slots)


@tells_callin_day
def callin_day(site: uuid.UUID) -> CallInDay | None:
    """Tell the day of the open call-in, else of the last one held; a cancelled one is none."""
    callin = _ahead(site) or last_behind(site)
    if callin is None:
        return None
    return CallInDay(day_of(callin.at), reverse("callin", args=[callin.pk]))


def last_behind(site: uuid.UUID) -> CallIn | None:
    """Return the last call-in of a site that was held, whether or not it is closed."""
    found: CallIn | None = (
        CallIn.objects.filter(site=site, state__in=BEHIND).order_by("-at").first()
    )
    return found


def _ahead(site: uuid.UUID) -> CallIn | None:
    found: CallIn | None = CallIn.objects.filter(site=site, state__in=BEFORE_IT).first()
    return found

"""How many slots services hold for a site: what the gates are told of before letters go out."""

from __future__ import annotations

import uuid

from django.db.models import Sum

from commonground_web.commons.services.models import Reservation
from commonground_web.kernel.audit.opening import is_open, open_access


def slots_held(site: uuid.UUID) -> int:
    """Return how many slots are held for a site; what ran out a minute ago counts no more."""
    held = Reservation.objects.filter(site=site, ended_at__isnull=True)
    if is_open():
        # Where no work is under way there is no day to ask by; then the clock's word is taken.
        held = held.filter(until__gte=open_access().day)
    return held.aggregate(held=Sum("slots"))["held"] or 0

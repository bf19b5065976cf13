"""How often something may be done from one address; nothing of it is written anywhere.

What was done is counted in the memory of a process under a digest of the address, whose key is as
old as the process, and is forgotten when its time is over or the process stops. Several processes
of a room count each for themselves.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from django.core.cache import cache
from django.http import HttpRequest

HOME_BITS = 64
"""What of an IPv6 address one home has to itself: whoever has one has all of them."""

_KEY = secrets.token_bytes(32)


@dataclass(frozen=True, slots=True)
class Pace:
    """So many times in any such span, from one address.

    Each time takes a place, and gives it back when the span is over.
    """

    of: str
    most: int
    every: timedelta

    def free_at(self, request: HttpRequest) -> datetime | None:
        """Return when a place becomes free again, if none is free now."""
        taken = cache.get_many(self._places(request)).values()
        return min(taken) if len(taken) >= self.most else None

    def take(self, request: HttpRequest, *, at: datetime) -> None:
        """Take a place, if one is free."""
        until = at + self.every
        seconds = self.every.total_seconds()
        for place in self._places(request):
            if cache.add(place, until, seconds):
                return

    def _places(self, request: HttpRequest) -> list[str]:
        whose = _digest(request.META.get("REMOTE_ADDR", ""))
        return [f"{self.of}-{whose}-{place}" for place in range(self.most)]


TRIES = Pace("tries", most=10, every=timedelta(minutes=15))
"""Codes that do not exist."""

COMPLAINTS = Pace("complaints", most=10, every=timedelta(hours=1))
"""Complaints and contests: as many as a shelter or a library may send, and no flood."""


def _digest(address: str) -> str:
    return hashlib.blake2b(_network(address).encode(), key=_KEY, digest_size=16).hexdigest()


def _network(address: str) -> str:
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        return str(ip_network(f"{known}/{HOME_BITS}", strict=False))
    return address

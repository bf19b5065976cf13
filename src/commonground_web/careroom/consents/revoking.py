"""What happens elsewhere when a consent is taken back: apps after this one say so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from commonground_web.careroom.consents.models import Consent

Ending = Callable[[Consent, datetime], None]

_endings: list[Ending] = []


def when_revoked(ending: Ending) -> Ending:
    """Have a function called, in the same piece of work, when a consent is taken back."""
    if ending not in _endings:
        _endings.append(ending)
    return ending


def end_what_stands_on(consent: Consent, *, at: datetime) -> None:
    """End all that stands on a consent, at once."""
    for ending in _endings:
        ending(consent, at)

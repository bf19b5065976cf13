"""What follows where records of a kind fall due, in the app whose records they are."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from datetime import datetime
from typing import Protocol


class Follow(Protocol):
    """Acts on records that are listed to be purged, in the event of the listing."""

    def __call__(self, keys: Collection[uuid.UUID], *, at: datetime) -> None:
        """Follow the listing."""


_following: dict[str, Follow] = {}


def follows_due(record_type: str) -> Callable[[Follow], Follow]:
    """Have a function called with the keys of records of this kind that are listed as due.

    Parameters
    ----------
    record_type
        Label of the model: `entries.entry`.
    """

    def register(follow: Follow) -> Follow:
        _following[record_type] = follow
        return follow

    return register


def follow_due(record_type: str, keys: Collection[uuid.UUID], *, at: datetime) -> None:
    """Let the app of records that fall due act on it, if it wants to."""
    if record_type in _following:
        _following[record_type](keys, at=at)

"""What follows a review, in the app whose record it is of."""

from __future__ import annotations

from collections.abc import Callable

from commonground_web.kernel.compartments.records import Record
from commonground_web.kernel.retention.models import RetentionReview

Follow = Callable[[RetentionReview, Record], None]
"""Acts on a confirmed review and its record, in the same transaction."""

_following: dict[str, Follow] = {}


def follows_review(record_type: str) -> Callable[[Follow], Follow]:
    """Have a function called when a review of this kind of record is confirmed.

    Parameters
    ----------
    record_type
        Label of the model: `entries.entry`.
    """

    def register(follow: Follow) -> Follow:
        _following[record_type] = follow
        return follow

    return register


def follow_review(review: RetentionReview, record: Record) -> None:
    """Let the app of a record act on its review, if it wants to."""
    if review.record_type in _following:
        _following[review.record_type](review, record)

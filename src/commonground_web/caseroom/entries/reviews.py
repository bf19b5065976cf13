"""What a review of how long an entry is kept means for where the entry stands."""

from __future__ import annotations

from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.entries.states import IN_USE, State
from commonground_web.kernel.compartments.records import Record
from commonground_web.kernel.retention.following import follows_review
from commonground_web.kernel.retention.models import Decision, RetentionReview


@follows_review("entries.entry")
def retain(review: RetentionReview, record: Record) -> None:
    """Have an entry that two persons retained stand as retained."""
    assert isinstance(record, Entry)  # noqa: S101 - for the types; the registry is by record type
    if review.decision == Decision.RETAIN and record.state in {*IN_USE, State.DUE_REVIEW}:
        record.state = State.RETAINED
        record.save(update_fields=["state"])

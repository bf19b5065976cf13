"""How the forms of the care room are sent, and which of them do nothing all the same."""

from __future__ import annotations

from collections.abc import Mapping

from tests.web.careroom.people import publish_service
from tests.web.filled import (
    FINDS_NOTHING,
    FOR_OTHER_STATE,
    FOR_ROWS_BESIDE,
    ONLY_LOOKS,
    Filling,
    in_three_days,
    of_row,
    typed,
)

FILLED: Mapping[str, Filling] = {
    "consent-create": typed(recipient_name="Ash Example", authorized=""),
    "export-answer": of_row(expires_at=in_three_days),
    "referral-create": Filling(beside=lambda: publish_service(None)),
}

IDLE: Mapping[str, str] = {
    "client-assign": FOR_ROWS_BESIDE,
    "client-find": ONLY_LOOKS,
    "disclosure-create": FOR_OTHER_STATE,
    "encounter-create": FOR_ROWS_BESIDE,
    "goal-step-done": FINDS_NOTHING,
    "referral-send": FOR_ROWS_BESIDE,
    "release-draft": FOR_ROWS_BESIDE,
    "release-send": FOR_OTHER_STATE,
}
"""Forms of this room alone that do nothing, and why."""

"""What made-up rows of the care room must hold for its constraints."""

import secrets
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from commonground_web.careroom.clients.sampling import FREE_BITS, sample_of
from commonground_web.kernel.clock import today
from tests.web.rows import SOME_DAY

LATELY = datetime(2030, 5, 20, 12, tzinfo=UTC)
"""Shortly before the day on which made-up rows are purged, for what is kept for a short time."""


def of_sample(owner: uuid.UUID) -> uuid.UUID:
    """Return an identifier of this month's sample, so that an auditor finds the client."""
    first, _last = sample_of(owner, on=today())
    return uuid.UUID(int=first.int + secrets.randbits(FREE_BITS))


GIVEN: dict[str, dict[str, Any]] = {
    "Client": {"id": of_sample},
    "Introduction": {"received_at": LATELY},
    "Encounter": {"created_at": LATELY},
    "LegalProcess": {"created_at": LATELY},
    "Consent": {"covers": ["name"], "signed_on": SOME_DAY - timedelta(days=30)},
    "Disclosure": {"with_copy": True},
    "Referral": {"created_at": LATELY, "reason": ""},
    "Assessment": {"answers": "{}"},
}
"""Values by record and field; what can be called is called with the owner's agency."""

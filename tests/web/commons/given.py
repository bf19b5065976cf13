"""What made-up rows of the Commons must hold for its constraints."""

from typing import Any

from tests.web.commons.agreements import sign_memorandum

GIVEN: dict[str, dict[str, Any]] = {
    "Agreement": {"ended_why": ""},
    "PlanItem": {"agency": sign_memorandum},
}
"""Values by record and field; what can be called is called with the owner's agency."""

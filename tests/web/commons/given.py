"""What made-up rows of the Commons must hold for its constraints."""

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from commonground_web.kernel.clock import now, today
from tests.web.commons.agreements import sign_memorandum
from tests.web.commons.runs.told import told
from tests.web.commons.services.offers import new_organization, new_service_of
from tests.web.commons.sites.outlines import SQUARE

SOME_MOMENT = datetime(2026, 3, 1, 12, tzinfo=UTC)
SOON = {
    "purge_on": lambda _owner: today() + timedelta(days=60),
    "needed_until": lambda _owner: today() + timedelta(days=30),
}

GIVEN: dict[str, dict[str, Any]] = {
    "Agreement": {"ended_why": ""},
    "Boundary": {"shape": SQUARE},
    "Complaint": {
        "state": "appealed",
        "acknowledged_by": uuid.uuid4(),
        "answered_by": uuid.uuid4(),
        "answered_at": SOME_MOMENT,
        "appealed_at": SOME_MOMENT,
        "case_room_answer": "",
        "case_room_answered_on": None,
    },
    "SignedRules": {"text": None, "brought_by": None, "brought_at": None},
    "LibraryRun": {
        "told": lambda _owner: told(),
        "state": "published",
        "brought_by": uuid.uuid4(),
        "published_by": uuid.uuid4(),
        "published_at": SOME_MOMENT,
    },
    "NoticeTo": {"agency": sign_memorandum},
    "Operation": {"led_by": sign_memorandum},
    "Wording": {"language": "en"},
    "PublicPage": {"published_by": uuid.uuid4(), "published_at": SOME_MOMENT},
    "PlanItem": {"agency": sign_memorandum},
    "CallIn": {"slots": 12, "invited": 0, "unsafe": 0},
    "Speaker": {"created_at": lambda _owner: now(), "purge_on": SOON["purge_on"]},
    "Influential": {"created_at": lambda _owner: now(), "purge_on": SOON["purge_on"]},
    "Hold": {"ends_at": lambda _owner: now(), "revision": 2, "acknowledged": 1},
    "FollowUp": {"outcome": "open"},
    "ConductAgreement": {"ends_on": lambda _owner: today() + timedelta(days=3650)},
    "Candidate": {"released_at": lambda _owner: now(), **SOON},
    "Service": {"organization": new_organization},
    "Location": {"organization": new_organization},
    "Phone": {"service": new_service_of},
    "Schedule": {"service": new_service_of},
    "Capacity": {"available": 900_000_000, "reserved": 800_000_000, "maximum": None},
    "Reservation": {"ended_by": ""},
    "DirectoryImport": {"content": {}, "left_out": {}, "counts": {}},
    "Organization": {"agency": sign_memorandum},
}
"""Values by record and field; what can be called is called with the owner's agency."""

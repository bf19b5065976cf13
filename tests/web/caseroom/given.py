"""What made-up rows of the case room must hold for its constraints."""

from datetime import date, timedelta
from typing import Any

from commonground_web.kernel.clock import now, today

GIVEN: dict[str, dict[str, Any]] = {
    "CriterionFinding": {"value": ""},
    "TriageDecision": {"state": "agreed_bank", "verdict": "bank"},
    "CandidateRelease": {
        "sent_at": lambda _owner: now(),
        "purge_on": lambda _owner: today() + timedelta(days=30),
    },
    "Hold": {
        "ends_at": lambda _owner: now() - timedelta(hours=2),
        "received_at": lambda _owner: now(),
        "purge_on": lambda _owner: today() + timedelta(days=20),
    },
    "DisparityCheck": {
        "groups": [
            {
                "variable": "race",
                "group": "not known",
                "benchmark": 100,
                "prosecute": 0,
                "bank": 1,
                "drop": 0,
                "refer_out": 0,
            }
        ]
    },
    "Agreement": {"ends_on": date(2030, 6, 2)},
    "Contest": {"outcome": "", "proposed_side": "", "answered_side": ""},
}
"""Values by record and field; what can be called is called with the owner's agency."""

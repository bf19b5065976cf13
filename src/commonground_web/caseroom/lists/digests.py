"""The hash of a list: who is on it, what was decided, by which criteria; under a lock the check."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from commonground_web.caseroom.lists.models import CandidateList, DisparityCheck
from commonground_web.caseroom.lists.moves import Weighed


def digest_of(candidates: CandidateList, weighed: Sequence[Weighed]) -> str:
    """Return the SHA-256 of a list in one spelling: equal for what was decided equally."""
    return _digest(_spelled(candidates, weighed))


def digest_to_sign(
    candidates: CandidateList, weighed: Sequence[Weighed], check: DisparityCheck | None
) -> str:
    """Return the SHA-256 that is signed under a lock: of a list and the check that stands.

    Whatever is decided anew is checked anew, so that a signature of before is under something else,
    though the same was decided again.
    """
    spelled = _spelled(candidates, weighed)
    return _digest({**spelled, "check": str(check.pk) if check else ""})


def _spelled(candidates: CandidateList, weighed: Sequence[Weighed]) -> dict[str, object]:
    decided = sorted((str(each.entry.pk), each.verdict or "") for each in weighed)
    return {
        "list": str(candidates.pk),
        "site": str(candidates.site),
        "criteria": {
            "id": str(candidates.criteria_id),
            "version": candidates.criteria.version,
        },
        "decided": [list(each) for each in decided],
    }


def _digest(spelled: dict[str, object]) -> str:
    plain = json.dumps(spelled, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()

"""A site's list with its checks and its lock; its candidates, and what of them was released."""

from commonground_web.caseroom.lists.models.candidate_list import (
    CandidateList,
    ListLock,
    LockSignature,
)
from commonground_web.caseroom.lists.models.candidates import Candidate, CandidateRelease
from commonground_web.caseroom.lists.models.checks import DisparityCheck, DisparitySignature

__all__ = [
    "Candidate",
    "CandidateList",
    "CandidateRelease",
    "DisparityCheck",
    "DisparitySignature",
    "ListLock",
    "LockSignature",
]

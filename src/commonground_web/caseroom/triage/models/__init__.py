"""The weighing of a case: where it stands, what was found, and what was said about it."""

from commonground_web.caseroom.triage.models.decision import TriageDecision, TriageMove
from commonground_web.caseroom.triage.models.findings import CriterionFinding
from commonground_web.caseroom.triage.models.votes import PanelVote, ReviewerVote

__all__ = ["CriterionFinding", "PanelVote", "ReviewerVote", "TriageDecision", "TriageMove"]

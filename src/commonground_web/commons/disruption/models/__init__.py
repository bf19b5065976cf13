"""Operations, notices of them, and outreach plans."""

from commonground_web.commons.disruption.models.notices import DisruptionNotice, NoticeTo
from commonground_web.commons.disruption.models.operations import LAW, Operation
from commonground_web.commons.disruption.models.outreach import HEALTH, OutreachPlan, Round

__all__ = ["HEALTH", "LAW", "DisruptionNotice", "NoticeTo", "Operation", "OutreachPlan", "Round"]

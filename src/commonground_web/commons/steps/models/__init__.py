"""The tables of a site's plan."""

from commonground_web.commons.steps.models.agreed import Adaptation, AdaptationPartner, Waiver
from commonground_web.commons.steps.models.plan import Plan, PlanItem, PlanPhase, Score
from commonground_web.commons.steps.models.shown import Act, Change, Evidence, Link, Subject

__all__ = [
    "Act",
    "Adaptation",
    "AdaptationPartner",
    "Change",
    "Evidence",
    "Link",
    "Plan",
    "PlanItem",
    "PlanPhase",
    "Score",
    "Subject",
    "Waiver",
]

"""What the other rooms learn of a site's plan: how far it is, and nothing of who did what."""

from __future__ import annotations

from commonground_web.commons.steps.models import Plan, PlanItem, PlanPhase
from commonground_web.valves.published.tables import publish_table

publish_table("plan", Plan, fields=["site", "version", "callin_on"])
publish_table("phase", PlanPhase, fields=["plan", "phase", "state", "started_on", "ended_on"])
publish_table("step", PlanItem, fields=["plan", "code", "score", "amount", "due", "agency"])

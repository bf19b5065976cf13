"""What gates are told of the rules that the case room signed."""

from __future__ import annotations

import uuid

from commonground_web.commons.rules.models import SignedRules
from commonground_web.commons.steps.gates.facts import tells
from commonground_web.kernel.clock import today
from commonground_web.valves.messages.rules import RulesOn


@tells("policy_signed")
def policy_signed(site: uuid.UUID) -> bool | None:
    """Tell that a policy on violations is in force; not known before the case room tells of one."""
    policies = SignedRules.objects.filter(site=site, on=RulesOn.POLICY)
    days = list(policies.values_list("effective_on", "signed_on"))
    return any(max(each) <= today() for each in days) if days else None

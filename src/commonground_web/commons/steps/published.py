"""What the other rooms learn of a site's plan: how far it is, and nothing of who did what."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils import translation

from commonground_web.commons.model.shape import Item
from commonground_web.commons.model.versions import MODELS
from commonground_web.commons.steps.models import Plan, PlanItem, PlanPhase
from commonground_web.valves.published.tables import publish_table

ITEMS = {item.code: item for model in MODELS.values() for item in model.items}
"""The items of all versions, as the newest that has them says them."""


def asked(told: Callable[[Item], object]) -> Callable[[Mapping[str, Any]], str]:
    """Return what tells something of the item that a line is of, in English.

    The other rooms know no model; they say its words in the language of whoever reads.
    """

    def tell(fields: Mapping[str, Any]) -> str:
        with translation.override("en"):
            return str(told(ITEMS[fields["code"]]))

    return tell


publish_table("plan", Plan, fields=["site", "version", "callin_on"])
publish_table("phase", PlanPhase, fields=["plan", "phase", "state", "started_on", "ended_on"])
publish_table(
    "step",
    PlanItem,
    fields=["plan", "code", "score", "amount", "due", "agency"],
    derived={
        "phase": asked(lambda item: item.phase.value),
        "text": asked(lambda item: item.text),
        "unit": asked(lambda item: item.unit),
    },
)

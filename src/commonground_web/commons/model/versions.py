"""The versions of the model, and which of them new plans follow."""

from __future__ import annotations

from collections.abc import Mapping

from commonground_web.commons.model.after import ITEMS as AFTER
from commonground_web.commons.model.community import ITEMS as COMMUNITY
from commonground_web.commons.model.planning import ITEMS as PLANNING
from commonground_web.commons.model.preparation import ITEMS as PREPARATION
from commonground_web.commons.model.shape import Model
from commonground_web.commons.model.steps import STEPS
from commonground_web.commons.model.targeting import ITEMS as TARGETING

MODELS: Mapping[str, Model] = {
    "2026.1": Model(
        version="2026.1",
        steps=STEPS,
        items=PLANNING + TARGETING + COMMUNITY + PREPARATION + AFTER,
    ),
}

CURRENT = MODELS["2026.1"]
"""The version that new plans follow."""

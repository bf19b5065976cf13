"""Outcomes: what is counted if nobody says what."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from commonground.core.incidents import CATEGORIES

CRIMES = CATEGORIES[: CATEGORIES.index("overdose")]
"""Categories of crime; overdoses, calls and what is left over are none."""

STANDARD_OUTCOMES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "drug_sale": ("drug sale",),
        "drugs": ("drug sale", "drug possession", "other drug"),
        "violent": ("violent",),
        "weapon": ("weapon",),
        "property": ("property",),
        "disorder": ("disorder",),
        "prostitution": ("prostitution",),
        "any_crime": CRIMES,
        "overdose": ("overdose",),
        "drug_calls": ("drug call",),
        "disorder_calls": ("disorder call",),
    }
)
"""Name of each outcome, with the categories it adds up."""

"""Panels: counted from incidents of any number, or read from files.

`count_panel` writes one, `panel_from_incidents` holds one, `read_panel` reads one. What a panel is
made of is a `PanelPlan`: places, periods and outcomes.
"""

from commonground.ingest.panels.boundaries import read_boundaries
from commonground.ingest.panels.counted import (
    CountedPanel,
    cells_holding,
    count_panel,
    panel_from_incidents,
)
from commonground.ingest.panels.counting import SNAP_M, PanelPlan
from commonground.ingest.panels.outcomes import STANDARD_OUTCOMES
from commonground.ingest.panels.tables import UnmatchedPlaces, read_panel, read_places

__all__ = [
    "SNAP_M",
    "STANDARD_OUTCOMES",
    "CountedPanel",
    "PanelPlan",
    "UnmatchedPlaces",
    "cells_holding",
    "count_panel",
    "panel_from_incidents",
    "read_boundaries",
    "read_panel",
    "read_places",
]

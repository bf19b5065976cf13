"""Common Ground: run a Drug Market Intervention from the first map to the final proof.

The names below are the face of the library, for notebooks and scripts. Each is imported when it is
first used, so that ``import commonground`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from commonground.core.cells import Grid
    from commonground.core.disclosure import suppress
    from commonground.core.errors import CommonGroundError, DataError, MethodError
    from commonground.core.incidents import Incidents
    from commonground.core.intervention import Intervention, Ring, rings
    from commonground.core.panel import Panel
    from commonground.core.periods import Periods
    from commonground.core.places import Places
    from commonground.evaluate.diagnostics import Diagnostics, minimum_detectable_change
    from commonground.evaluate.matching import Matching
    from commonground.evaluate.micro_synthetic_control import Effect, micro_synthetic_control
    from commonground.evaluate.question import Inference
    from commonground.evaluate.weights import SyntheticWeights, synthetic_weights
    from commonground.find.definition import Definition, Drawing
    from commonground.find.design.designing import Designing
    from commonground.find.exposure import Layer
    from commonground.find.finding import find_markets
    from commonground.find.segments import segments_of
    from commonground.find.weights import Weights
    from commonground.ingest.cities.reading import read_city
    from commonground.ingest.engines import spark_engine
    from commonground.ingest.ingesting import read_incidents
    from commonground.ingest.panels import (
        PanelPlan,
        count_panel,
        panel_from_incidents,
        read_boundaries,
        read_panel,
    )
    from commonground.ingest.synthetic import CityPlan, SyntheticCity, city_panel, synthetic_city
    from commonground.report.figures import effect_chart, gap_chart, interval_chart
    from commonground.study.designs import read_design
    from commonground.study.ingest import run_ingest
    from commonground.study.run import run_study

__all__ = [
    "CityPlan",
    "CommonGroundError",
    "DataError",
    "Definition",
    "Designing",
    "Diagnostics",
    "Drawing",
    "Effect",
    "Grid",
    "Incidents",
    "Inference",
    "Intervention",
    "Layer",
    "Matching",
    "MethodError",
    "Panel",
    "PanelPlan",
    "Periods",
    "Places",
    "Ring",
    "SyntheticCity",
    "SyntheticWeights",
    "Weights",
    "city_panel",
    "count_panel",
    "effect_chart",
    "find_markets",
    "gap_chart",
    "interval_chart",
    "micro_synthetic_control",
    "minimum_detectable_change",
    "panel_from_incidents",
    "read_boundaries",
    "read_city",
    "read_design",
    "read_incidents",
    "read_panel",
    "rings",
    "run_ingest",
    "run_study",
    "segments_of",
    "spark_engine",
    "suppress",
    "synthetic_city",
    "synthetic_weights",
]

_HOME = {
    "core.cells": ("Grid",),
    "core.disclosure": ("suppress",),
    "core.errors": ("CommonGroundError", "DataError", "MethodError"),
    "core.incidents": ("Incidents",),
    "core.intervention": ("Intervention", "Ring", "rings"),
    "core.panel": ("Panel",),
    "core.periods": ("Periods",),
    "core.places": ("Places",),
    "evaluate.diagnostics": ("Diagnostics", "minimum_detectable_change"),
    "evaluate.matching": ("Matching",),
    "evaluate.micro_synthetic_control": ("Effect", "micro_synthetic_control"),
    "evaluate.question": ("Inference",),
    "evaluate.weights": ("SyntheticWeights", "synthetic_weights"),
    "find.definition": ("Definition", "Drawing"),
    "find.exposure": ("Layer",),
    "find.finding": ("find_markets",),
    "find.weights": ("Weights",),
    "find.segments": ("segments_of",),
    "find.design.designing": ("Designing",),
    "ingest.cities.reading": ("read_city",),
    "ingest.engines": ("spark_engine",),
    "ingest.ingesting": ("read_incidents",),
    "ingest.panels": (
        "PanelPlan",
        "count_panel",
        "panel_from_incidents",
        "read_boundaries",
        "read_panel",
    ),
    "ingest.synthetic": ("CityPlan", "SyntheticCity", "city_panel", "synthetic_city"),
    "report.figures": ("effect_chart", "gap_chart", "interval_chart"),
    "study.ingest": ("run_ingest",),
    "study.designs": ("read_design",),
    "study.run": ("run_study",),
}
_MODULE_OF = {name: module for module, names in _HOME.items() for name in names}


def __getattr__(name: str) -> object:
    """Import a name of the face when it is first asked for."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """List the face."""
    return sorted(__all__)

"""The Seattle panel, as the benchmarks use it; it lies beside the project and not in it."""

import sys
from pathlib import Path

from commonground.core.intervention import Intervention
from commonground.core.panel import Panel
from commonground.evaluate.matching import Matching
from commonground.ingest.panels import read_panel

PANEL = Path(__file__).resolve().parents[2] / "shared" / "data" / "seattledmi.parquet"

OUTCOMES = ("i_felony", "i_misdemea", "i_drugs", "any_crime")
COVARIATES = (
    "TotalPop",
    "BLACK",
    "HISPANIC",
    "Males_1521",
    "HOUSEHOLDS",
    "FAMILYHOUS",
    "FEMALE_HOU",
    "RENTER_HOU",
    "VACANT_HOU",
)
MATCHING = Matching(outcomes=OUTCOMES, covariates=COVARIATES)


def seattle() -> tuple[Panel, Intervention]:
    """Read the panel and its intervention; end the program where the file is absent."""
    if not PANEL.exists():
        sys.exit("needs ../shared/data/seattledmi.parquet, which is not on this machine")
    panel = read_panel(
        PANEL,
        place="ID",
        period="time",
        outcomes=OUTCOMES,
        covariates=COVARIATES,
        treated="Intervention",
    )
    return panel, Intervention.marked_in(panel)

"""What a study file says of finding places."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pydantic import Field

from commonground.core.written import Section
from commonground.find.definition import Definition, Drawing
from commonground.find.design.designing import Designing
from commonground.find.weights import Weights
from commonground.study.layers import LayerSection


class FindSection(Section):
    """Where to look for places, and what for; as for `find.finding.find_markets`.

    Incidents are a file or the folder of an ingest; with ``[ingest]`` they are those that were
    ingested, and the city is that of the ingest. Paths are relative to the study's folder.
    """

    incidents: Path | None = None
    city: str | None = None
    until: date | None = None
    boundary: Path | None = None
    streets: Path | None = None
    street_name: str | None = None
    barriers: Path | None = None
    reviews: Path | None = None
    layers: tuple[LayerSection, ...] = ()
    weights: dict[str, float] | None = None
    top: int = Field(default=3, ge=1)
    definition: Definition = Definition()
    drawing: Drawing = Drawing()
    design: Designing = Designing()
    seed: int = Field(default=0, ge=0)

    def stated_weights(self) -> Weights | None:
        """Return how much each kind of harm counts, if anybody stated it."""
        return None if self.weights is None else Weights(self.weights, top=self.top)

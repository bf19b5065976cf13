"""What a study file says of the files that a city publishes, and of what they are counted into."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import Field, field_validator, model_validator

from commonground.core.incidents import CATEGORIES
from commonground.core.periods import PeriodUnit
from commonground.core.places import PlaceKind
from commonground.core.written import Section
from commonground.ingest.panels import SNAP_M, STANDARD_OUTCOMES

PANEL, PLACE, PERIOD = "panel.parquet", "place", "period"
"""Name and columns of a panel that was counted here."""


class CountSection(Section):
    """What ingested incidents are counted into; as for `ingest.panels.PanelPlan`.

    Places come from a file with boundaries, or are cells of a grid laid over the incidents.
    Periods that are left out are those that the incidents cover in full; outcomes, the standard
    ones. Covariates are columns of the places' file.
    """

    places: Path | None = None
    place: str = "place"
    kind: PlaceKind = "area"
    cells_m: float | None = Field(default=None, gt=0)
    unit: PeriodUnit = "month"
    first: date | str | None = None
    last: date | str | None = None
    outcomes: dict[str, tuple[str, ...]] = Field(default_factory=lambda: dict(STANDARD_OUTCOMES))
    covariates: tuple[str, ...] = ()
    initiated_by: tuple[Literal["police", "citizen", "unknown"], ...] | None = None
    booked: bool = True
    snap_m: float = Field(default=SNAP_M, ge=0)

    @field_validator("outcomes")
    @classmethod
    def _of_categories(cls, outcomes: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        for category in (one for categories in outcomes.values() for one in categories):
            if category not in CATEGORIES:
                raise ValueError(f"{category!r} is no category; there are {', '.join(CATEGORIES)}")
        return outcomes

    @model_validator(mode="after")
    def _one_kind_of_place(self) -> CountSection:
        if (self.places is None) == (self.cells_m is None):
            raise ValueError("name a file of places, or the side of cells: cells_m = 100")
        return self


class SourcesSection(Section):
    """What the city publishes; as for `ingest.ingesting.ingest`.

    Sources are files, folders, patterns and addresses of portals; files are relative to the
    study's folder. The city is a pack's name or a city file.
    """

    sources: tuple[str, ...] = Field(min_length=1)
    city: str


class IngestSection(SourcesSection):
    """What the city publishes, and what to count it into."""

    count: CountSection

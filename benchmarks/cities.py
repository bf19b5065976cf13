"""Incidents of real cities, for the benchmarks of finding; the files lie beside the project."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd

from commonground.core.incidents import Incidents
from commonground.ingest.incident_file import read_incident_file
from commonground.ingest.ingesting import INCIDENTS
from commonground.study.ingest import run_ingest

DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

SAN_FRANCISCO_HA = 12_690.0
"""Land of the city, in cells of 100 m that hold any: what shares of area are shares of."""


@dataclass(frozen=True, slots=True)
class City:
    """A city file, a published file, and the part of it that is looked at."""

    name: str
    file: str
    pack: str
    first: str = "1900-01-01"
    months: int = 12
    hectares: float | None = None

    def incidents(self) -> Incidents:
        """Ingest the file and return its incidents; end the program where it is absent."""
        path = DATA / self.file
        if not path.exists():
            sys.exit(f"needs ../shared/data/{self.file}, which is not on this machine")
        with TemporaryDirectory() as folder:
            out = Path(folder) / "ingest"
            run_ingest([path], city=self.pack, out=out, today=date(2026, 11, 22), documents=False)
            frame = read_incident_file(out / INCIDENTS).frame
        return Incidents(frame[frame["at"] >= pd.Timestamp(self.first)])


CITIES = (
    City(
        "San Francisco 2012",
        "sf_sfpd_incidents_2012H2_geoda.parquet",
        "san-francisco-2012",
        hectares=SAN_FRANCISCO_HA,
    ),
    City(
        "San Francisco 2026",
        "sf_sfpd_incidents_2026_feb_aug_map90d.parquet",
        "san-francisco",
        hectares=SAN_FRANCISCO_HA,
    ),
    City(
        "St. Louis 2014-2017",
        "stlouis_slmpd_incidents_2008_2017.parquet",
        "st-louis",
        first="2014-01-01",
    ),
)

"""A made-up city as files: incidents as an ingest leaves them, and a city file that fits them."""

from __future__ import annotations

from pathlib import Path

from commonground.core.incidents import Incidents
from tests.unit.find.made_up import MARKET, RAID, SINK, city

CITY = """
city = "Elm City"
time_zone = "America/Los_Angeles"
crs = "EPSG:26910"
bounds = [-123.2, 36.1, -122.8, 36.3]

[[layouts]]
name = "all"
moment = "at"
"""
"""The made-up city lies where its metres are those of this zone."""

QUICKLY = """
[find.drawing]
replicates = 20
halves = 2
relabellings = 99
"""


def write_city(folder: Path) -> Path:
    """Write the folder of an ingest: incidents and the city file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "city.toml").write_text(CITY, encoding="utf-8")
    write_incidents(folder / "incidents.parquet", city(MARKET, SINK, RAID, named=True))
    return folder


def write_incidents(file: Path, incidents: Incidents) -> None:
    """Write a file of incidents."""
    incidents.frame.to_parquet(file, index=False)


def write_study(folder: Path, *, more: str = "") -> Path:
    """Write a study that looks for places in what lies beside it."""
    file = folder / "where.toml"
    file.write_text(
        'name = "Elm City"\nquestion = "Where?"\n[find]\nincidents = "ingest"\n' + more + QUICKLY,
        encoding="utf-8",
    )
    return file

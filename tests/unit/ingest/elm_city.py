"""A city file of a few lines, and files of a few rows, for tests of single faults."""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

TODAY = date(2026, 1, 31)
FIRST = date(2015, 1, 1)

CITY = """\
city = "Elm City"
time_zone = "America/Chicago"
crs = "EPSG:26915"
bounds = [-90.42, 38.50, -89.96, 38.84]

[[layouts]]
name = "cases"
incident = "No"
moment = { column = "When", formats = "%m/%d/%Y %H:%M" }
offence = "What"
position = { longitude = "Lon", latitude = "Lat" }

[[offences]]
category = "drug sale"
offence.contains = "SALE"

[[offences]]
category = "violent"
offence.is = "ASSAULT"
"""

HEADER = "No,When,What,Lon,Lat"


def row(
    number: object,
    *,
    day: object = "3/4/2015",
    hour: str = "10:00",
    what: str = "SALE OF DRUGS",
    lon: object = -90.2,
    lat: object = 38.6,
) -> str:
    """Write a row of the only layout."""
    return f"{number},{day} {hour},{what},{lon},{lat}"


def rows(count: int = 60) -> list[str]:
    """Write sound rows: as many incidents, from the first to the last day of three months."""
    days = [FIRST + timedelta(days=at * 89 // max(count - 1, 1)) for at in range(count)]
    return [
        row(
            number,
            day=f"{day.month}/{day.day}/{day.year}",
            what="ASSAULT" if number % 2 else "SALE OF DRUGS",
            lon=round(-90.2 + number % 200 / 1_000, 3),
        )
        for number, day in enumerate(days, start=1)
    ]


def write_city(folder: Path, *, text: str = CITY, name: str = "city.toml") -> Path:
    """Write a city file, and return where it is."""
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def write_rows(
    folder: Path,
    lines: Iterable[str] | None = None,
    *,
    name: str = "cases.csv",
    header: str = HEADER,
    encoding: str = "utf-8",
) -> Path:
    """Write a file of rows, sound ones if none are given, and return where it is."""
    file = folder / name
    body = rows() if lines is None else lines
    file.write_bytes("".join(f"{line}\n" for line in (header, *body)).encode(encoding))
    return file

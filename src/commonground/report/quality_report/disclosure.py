"""What of an ingest may be shown: never whose door it was, nor where a few people were ill."""

from __future__ import annotations

import re
from dataclasses import replace

import pandas as pd
from pyproj import Transformer

from commonground.ingest.quality import Quality

FEWEST_AT_A_PLACE = 11
"""Smallest count that is shown for a place: fewer people could be known to their neighbours."""

DEGREES_PLACES = 3
"""Decimals of longitude and latitude: about 100 metres, as a hundred-block is long."""

OVERDOSE = "overdose"

_HUNDRED = re.compile(r"(?i)\b(?:\d*00|0)\s+(?:block|blk)\b")
_NUMBER = re.compile(r"(?i)\b\d+[a-z]?\b")
"""A number that stands alone; streets are numbered too, but as in 24th."""


def disclosed(quality: Quality, *, crs: str) -> Quality:
    """Return the tables with what may not be shown of places left out.

    Parameters
    ----------
    quality
        The tables as they were counted.
    crs
        Coordinate system of the busiest points, as in the city file.

    Returns
    -------
    Quality
        In ``busiest``, rounded ``longitude`` and ``latitude`` stand for ``x_m`` and ``y_m``, a
        ``location`` with a house number is empty, and points with few incidents are gone. In
        ``points`` and ``bookings``, small counts of overdoses are empty, and those that could be.
    """
    return replace(
        quality,
        busiest=_without_doors(quality.busiest, crs=crs),
        points=_without_few_ill(quality.points),
        bookings=_without_few_others(quality.bookings, coordinates=quality.coordinates),
    )


def _without_doors(busiest: pd.DataFrame, *, crs: str) -> pd.DataFrame:
    shown = busiest[busiest["incidents"] >= FEWEST_AT_A_PLACE].reset_index(drop=True)
    to_degrees = Transformer.from_crs(crs, "EPSG:4326", always_xy=True)
    longitude, latitude = to_degrees.transform(shown["x_m"].to_numpy(), shown["y_m"].to_numpy())
    return pd.DataFrame(
        {
            "location": [_street(text) for text in shown["location"]],
            "longitude": pd.Series(longitude, dtype="float64").round(DEGREES_PLACES),
            "latitude": pd.Series(latitude, dtype="float64").round(DEGREES_PLACES),
            "incidents": shown["incidents"],
            "days": shown["days"],
        }
    ).astype({"location": "str"})


def _street(location: object) -> str | None:
    """Return a hundred-block or crossing as it is written; nothing if it may be an address."""
    if not isinstance(location, str) or _NUMBER.search(_HUNDRED.sub("", location)):
        return None
    return location


def _without_few_ill(points: pd.DataFrame) -> pd.DataFrame:
    few = (points["category"] == OVERDOSE) & (points["at_busiest"] < FEWEST_AT_A_PLACE)
    return points.assign(at_busiest=points["at_busiest"].astype("Int64").mask(few))


def _without_few_others(bookings: pd.DataFrame, *, coordinates: pd.DataFrame) -> pd.DataFrame:
    """Where overdoses are among the incidents, the few that are no drug records could be those."""
    if OVERDOSE not in set(coordinates["category"]):
        return bookings
    others = bookings["incidents"] - bookings["drug"]
    few = (others > 0) & (others < FEWEST_AT_A_PLACE)
    return bookings.assign(incidents=bookings["incidents"].astype("Int64").mask(few))

"""Rows of a ledger under the columns of their agency, as texts."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from commonground.ingest.synthetic.messy.ledger import LOCATED
from commonground.ingest.synthetic.messy.mess import Mess
from commonground.ingest.synthetic.messy.moments import in_utc
from commonground.ingest.synthetic.messy.vocabulary import (
    CALLS,
    CODE_DIGITS,
    FAMILY,
    GIVEN,
    LEGACY,
    RMS,
    STARTED,
)
from commonground.ingest.synthetic.messy.whereabouts import (
    DEGREE_DIGITS,
    FEET_DIGITS,
    ORIGIN_M,
    TOWN_HALL_M,
    in_degrees,
    in_feet,
)

NO_DATES = ("", "N/A", "NULL")
NOT_DATES = ("99/99/2016 12:00", "sometime in May", "2016-02-31 10:00")
"""None is a date, in whatever order of day and month."""

NOWHERE = (("0", "0"), ("NaN", "NaN"), ("", ""), ("9999999", "9999999"))
"""How an unknown place is written: as no point, as no number, as nothing, or far away."""

FEET_MARK = ("-1", "-1")
CALLS_MARK = ("-361", "-361")
"""Marks of an unknown place that are not the usual ones; the second layout has its town hall."""

Texts = NDArray[np.object_]


def town_hall() -> tuple[str, str]:
    """Return longitude and latitude of the point that the second layout puts unknown places at."""
    x, y = (
        np.array([origin + metres]) for origin, metres in zip(ORIGIN_M, TOWN_HALL_M, strict=True)
    )
    east, north = in_degrees(x, y).round(5)[:, 0].tolist()
    return f"{east:.5f}", f"{north:.5f}"


def published(rows: pd.DataFrame, *, layout: int, mess: Mess, zone: str) -> pd.DataFrame:
    """Return the rows of one layout as their agency publishes them.

    Parameters
    ----------
    rows
        The ledger's rows of that layout.
    layout
        Position in `LAYOUTS`.
    mess
        Whether there are columns about persons.
    zone
        Time zone of the city.

    Returns
    -------
    pandas.DataFrame
        Texts, in the order of ``rows``.
    """
    rows = rows.reset_index(drop=True)
    columns: dict[int, Callable[..., dict[str, Texts]]] = {
        LEGACY: _legacy,
        RMS: _rms,
        CALLS: _calls,
    }
    written = columns[layout](rows, zone=zone)
    if mess.persons:
        written |= _persons(rows, layout=layout)
    return pd.DataFrame(written, dtype=object)


def _legacy(rows: pd.DataFrame, *, zone: str) -> dict[str, Texts]:  # noqa: ARG001  local time
    x, y = _coordinates(rows, in_feet, digits=FEET_DIGITS, mark=FEET_MARK)
    stamps = _stamps(rows["written_at"])
    moments = [f"{t[5:7]}/{t[8:10]}/{t[:4]} {t[11:16]}" for t in stamps]
    codes = rows["offence"].to_numpy(dtype=object)
    short = np.array([code.lstrip("0") for code in codes.tolist()], dtype=object)
    return {
        "Case_No": _spaced(rows["number"], rows),
        "Occurred": _moments(moments, rows),
        "Code": np.where(rows["lost_zeros"], short, codes),
        "Count": np.where(rows["reverses"], "-1", "1").astype(object),
        "Source": _untidy(np.array(STARTED[LEGACY], dtype=object)[rows["initiated"]], rows),
        "Unfounded": np.where(rows["rejected"] == "unfounded", "YES", "NO").astype(object),
        "Address_No": rows["house"].astype(str).to_numpy(dtype=object),
        "Street": _untidy(rows["street"], rows),
        "X_Coord": x,
        "Y_Coord": y,
    }


def _rms(rows: pd.DataFrame, *, zone: str) -> dict[str, Texts]:  # noqa: ARG001  local time
    lon, lat = _coordinates(rows, in_degrees, digits=DEGREE_DIGITS, mark=town_hall())
    moments = [f"{t[:16]}:00.000" for t in _stamps(rows["written_at"])]
    codes, of = np.unique(rows["offence"].to_numpy(dtype=str), return_inverse=True)
    behind = np.array(
        [f"{1010 + 10 * at:0{CODE_DIGITS}d}" for at in range(len(codes))], dtype=object
    )
    return {
        "row_id": _spaced(rows["number"].to_numpy(dtype=object) + behind[of], rows),
        "occurred_at": _moments(moments, rows),
        "offense": _untidy(rows["offence"], rows),
        "disposition": _untidy(
            np.where(rows["rejected"] == "unfounded", "Unfounded", "Open").astype(object), rows
        ),
        "officer_initiated": _untidy(np.array(STARTED[RMS], dtype=object)[rows["initiated"]], rows),
        "block": _untidy(_blocks(rows), rows),
        "longitude": lon,
        "latitude": lat,
    }


def _calls(rows: pd.DataFrame, *, zone: str) -> dict[str, Texts]:
    lon, lat = _coordinates(rows, in_degrees, digits=DEGREE_DIGITS, mark=CALLS_MARK)
    is_true = rows["rejected"].isin(["far future", "unknown day"])
    received = in_utc(rows["at"], zone=zone).mask(is_true, rows["written_at"])
    moments = [f"{t[:16]}:00Z" for t in _stamps(received)]
    return {
        "call_number": _spaced(rows["number"], rows),
        "received_utc": _moments(moments, rows),
        "nature": _untidy(rows["offence"], rows),
        "source": _untidy(np.array(STARTED[CALLS], dtype=object)[rows["initiated"]], rows),
        "outcome": np.where(rows["rejected"] == "unfounded", "Nothing found", "Served").astype(
            object
        ),
        "block": _untidy(_blocks(rows), rows),
        "lon": lon,
        "lat": lat,
    }


def _persons(rows: pd.DataFrame, *, layout: int) -> dict[str, Texts]:
    """Return columns about persons who do not exist."""
    dice = rows["dice"].to_numpy()
    given, family = np.array(GIVEN, dtype=object), np.array(FAMILY, dtype=object)
    names = given[dice % len(given)] + " " + family[dice // 7 % len(family)]
    others = family[dice // 5 % len(family)] + ", " + given[dice // 11 % len(given)]
    days = np.datetime64("1950-01-01") + (dice % 18_000).astype("timedelta64[D]")
    births = np.datetime_as_string(days).astype(object)
    homes = _texts(rows["house"] + dice % 7) + " " + rows["street"].to_numpy(dtype=object)
    phones = "555-01" + np.array([f"{one:02d}" for one in range(100)], dtype=object)[dice % 100]
    return (
        {"Officer_Name": names, "Suspect_DOB": births},
        {"suspect_name": others, "suspect_home_address": homes + ", Apt 3"},
        {"caller_name": names, "caller_phone": phones, "patient_dob": births},
    )[layout]


def _coordinates(
    rows: pd.DataFrame,
    project: Callable[[NDArray[np.float64], NDArray[np.float64]], NDArray[np.float64]],
    *,
    digits: int,
    mark: tuple[str, str],
) -> tuple[Texts, Texts]:
    forms = [*NOWHERE, mark]
    form = rows["form"].to_numpy()
    points = project(rows["x_m"].to_numpy(), rows["y_m"].to_numpy())
    written = []
    for axis, values in enumerate(points):
        texts = np.array([f"{value:.{digits}f}" for value in values.tolist()], dtype=object)
        unknown = np.array([one[axis] for one in forms], dtype=object)[form]
        written.append(np.where(form == LOCATED, texts, unknown))
    return written[0], written[1]


def _stamps(at: pd.Series) -> list[str]:
    stamps: list[str] = np.datetime_as_string(at.to_numpy(), unit="m").tolist()
    return stamps


def _moments(moments: list[str], rows: pd.DataFrame) -> Texts:
    """Put in what stands where there is no date, or none that is one."""
    texts = np.array(moments, dtype=object)
    dice = rows["dice"].to_numpy()
    for reason, forms in (("no date", NO_DATES), ("unreadable date", NOT_DATES)):
        instead = np.array(forms, dtype=object)[dice % len(forms)]
        texts = np.where(rows["rejected"] == reason, instead, texts)
    return texts


def _untidy(values: pd.Series | Texts, rows: pd.DataFrame) -> Texts:
    """Write some values in other letters, or with spaces around them."""
    texts = np.array(values, dtype=object)
    turns = (str.upper, str.lower, " {} ".format, "{}  ".format)
    untidy, dice = rows["untidy"].to_numpy(), rows["dice"].to_numpy()
    for at in np.flatnonzero(untidy).tolist():
        texts[at] = turns[dice[at] % len(turns)](texts[at])
    return texts


def _spaced(values: pd.Series | Texts, rows: pd.DataFrame) -> Texts:
    texts = np.array(values, dtype=object)
    is_spaced = rows["untidy"].to_numpy() & (texts != "")
    return np.asarray(np.where(is_spaced, texts + " ", texts), dtype=object)


def _blocks(rows: pd.DataFrame) -> Texts:
    hundreds = _texts(rows["house"] // 100 * 100)
    streets: Texts = rows["street"].to_numpy(dtype=object)
    return np.asarray(hundreds + " block of " + streets, dtype=object)


def _texts(numbers: pd.Series) -> Texts:
    return np.array([str(one) for one in numbers.tolist()], dtype=object)

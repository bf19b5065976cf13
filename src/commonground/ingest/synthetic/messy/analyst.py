"""The city file of a synthetic city, as an analyst of it would write it."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np
import pandas as pd

from commonground.ingest.synthetic.city import SyntheticCity
from commonground.ingest.synthetic.messy.mess import Mess
from commonground.ingest.synthetic.messy.tables import CALLS_MARK, FEET_MARK, town_hall
from commonground.ingest.synthetic.messy.vocabulary import (
    CALLS,
    CODE_DIGITS,
    OFFENCES,
    RMS,
    UCR_DIGITS,
)
from commonground.ingest.synthetic.messy.whereabouts import (
    CRS,
    FEET,
    ORIGIN_M,
    bounds_of,
    in_degrees,
)

DEGREES_SHOWN = 6
BOOKED_WITHIN_M = 8

FEW_RAGGED = 0.001
"""Share of broken lines up to which a file of any size shows its separator."""

UCR = {
    "drug sale": ("183",),
    "drug possession": ("182",),
    "other drug": ("18",),
    "violent": ("01", "02", "03", "04"),
    "weapon": ("15",),
    "property": ("05", "06", "07"),
    "prostitution": ("16",),
    "disorder": ("22", "23", "24"),
    "other": ("19", "21", "26"),
}
"""Categories by the beginning of the code; the first that fits decides."""

WORDED = {
    "drug sale": 'starts = "Narcotics – sale"\noffence.contains = "for sale"',
    "drug possession": 'starts = "Narcotics – possession"',
    "other drug": 'starts = "Narcotics"',
    "weapon": 'starts = "Weapon"',
    "prostitution": 'starts = "Vice"',
}
"""Categories that are known by some words; of the others every name is listed."""


def city_file(city: SyntheticCity, *, mess: Mess, zone: str) -> str:
    """Return the city file for the files that `write_messy` writes.

    Parameters
    ----------
    city
        The city.
    mess
        How the files are written.
    zone
        Time zone of the city.
    """
    parts = [_head(city, mess=mess, zone=zone), _layouts(mess), _offences(), _institutions(city)]
    return "\n".join(parts)


def _head(city: SyntheticCity, *, mess: Mess, zone: str) -> str:
    first, end = city.periods.edges[0], city.periods.edges[-1]
    last = end - pd.Timedelta(minutes=1)
    return f"""\
# Larkhaven, a city that does not exist. Its points lie in fields, and nobody in its files lives.

city = "Larkhaven"
source = "Larkhaven Police Department and Larkhaven Dispatch, made up by Common Ground"
note = \"\"\"
The police changed their records system; each system has its columns. Dispatch counts calls, and
several units on one call are several rows.\"\"\"
time_zone = "{zone}"
crs = "{CRS}"
bounds = {list(bounds_of(city.ground))}

# What a reversal of the old system shares with the record it reverses; some have no number.
reversals = [
    ["incident", "offence", "at"],
    ["incident", "offence"],
    ["at", "offence", "position"],
]
{_files(mess)}
[days]
earliest = {first.date()}
latest = {last.date()}
unknown = [1900-01-01]
"""


def _files(mess: Mess) -> str:
    """Say what cannot be found out by looking."""
    said = []
    if mess.encoding == "cp1252":
        said.append('encoding = "cp1252"  # the export of the new system is Windows text\n')
    if mess.ragged > FEW_RAGGED:
        said.append(f"separator = {json.dumps(mess.separator)}  # too many lines are broken\n")
    return "".join(["\n[files]\n", *said]) if said else ""


def _layouts(mess: Mess) -> str:
    hall, feet, calls = (", ".join(pair) for pair in (town_hall(), FEET_MARK, CALLS_MARK))
    return f"""\
[[layouts]]
name = "police until the new records system"
agency = "police"
incident = "Case_No"
moment = {{ column = "Occurred", formats = "%m/%d/%Y %H:%M" }}
offence = {{ column = "Code", digits = {UCR_DIGITS} }}  # a spreadsheet took the leading zeros
position = {{ x = "X_Coord", y = "Y_Coord", crs = "{FEET}", missing = [[{feet}]] }}
location = {{ number = "Address_No", street = "Street" }}
reversal = {{ column = "Count", reverses = -1, records = 1 }}
initiated = {{ column = "Source", police = "ON VIEW", citizen = "RADIO" }}
identical = "{mess.identical}"  # records without a number

[[layouts.leave_out]]
column = "Unfounded"
values = "YES"
reason = "unfounded"

# The id of a row is the incident's number with a code of the offence behind it. What has no place
# is put on the town hall.

[[layouts]]
name = "police since the new records system"
agency = "police"
incident = {{ column = "row_id", drop_last = {CODE_DIGITS} }}
moment = "occurred_at"
offence = "offense"
position = {{ longitude = "longitude", latitude = "latitude", missing = [[{hall}]] }}
location = "block"
initiated = {{ column = "officer_initiated", police = "Y", citizen = "N" }}

[[layouts.leave_out]]
column = "disposition"
values = "Unfounded"
reason = "unfounded"

[[layouts]]
name = "calls for service"
agency = "dispatch"
incident = "call_number"
moment = {{ column = "received_utc", stored = "utc" }}
offence = "nature"
position = {{ longitude = "lon", latitude = "lat", missing = [[{calls}]] }}
location = "block"
initiated = {{ column = "source", police = "UNIT", citizen = "911" }}

[[layouts.leave_out]]
column = "outcome"
values = "Nothing found"
reason = "unfounded"
"""


def _offences() -> str:
    coded = [
        _rule(category, f"starts = {_listed(codes)}", agency="police")
        for category, codes in UCR.items()
    ]
    named = [
        _rule(category, WORDED.get(category, f"is = {_listed(names)}"), agency="police")
        for category, names in OFFENCES[RMS].items()
    ]
    called = [
        _rule(category, f"is = {_listed(names)}", agency="dispatch")
        for category, names in OFFENCES[CALLS].items()
    ]
    return "\n".join(
        [
            "# Codes of the old system; the first rule that fits decides.\n",
            *coded,
            "# Words of the new system. A possession may be one for sale.\n",
            *named,
            "# What callers report.\n",
            *called,
        ]
    )


def _rule(category: str, match: str, *, agency: str) -> str:
    return f'[[offences]]\ncategory = "{category}"\nagency = "{agency}"\noffence.{match}\n'


def _listed(values: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


def _institutions(city: SyntheticCity) -> str:
    bookings = city.truth.bookings
    x, y = (np.array([getattr(one, axis) for one in bookings]) for axis in ("x_m", "y_m"))
    points = in_degrees(x + ORIGIN_M[0], y + ORIGIN_M[1]).round(DEGREES_SHOWN).T.tolist()
    written = [
        f'[[institutions]]\nname = "{one.name}"\nlongitude = {east}\nlatitude = {north}\n'
        f"radius_m = {BOOKED_WITHIN_M}\n"
        for one, (east, north) in zip(bookings, points, strict=True)
    ]
    return "\n".join(["# Where people are taken, and drugs are found on them.\n", *written])

"""Roles: what the other columns are for, by their names and by what they hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from commonground.ingest.cities.nibrs import CATEGORY_OF
from commonground.ingest.persons import words_of
from commonground.ingest.sketch.looking import Column, Look

RECORD = words_of(
    "incident incidnt inci case complaint cmplnt report event call cad cfs crime offense "
    "offence dr record ir"
)
NUMBER = frozenset(words_of("number num no nbr nmbr id key numb nr"))
ROW_NUMBERS = frozenset(
    words_of("row rowid object objectid fid ogc gid index unnamed globalid uid version")
)
IDENTIFIER = re.compile(r"(?=.*\d)[A-Za-z0-9][A-Za-z0-9./_-]{3,29}")
FEWEST_DIFFERENT = 0.2
"""Different values for each row below which a number is no incident's: a code has fewer."""

LONG_NUMBER = 10
"""Characters from which a number may hold a code behind it."""

MOSTLY, NEARLY_ALL = 0.6, 0.95

POLICE = re.compile(
    r"(OFFICER|POLICE|SELF|FIELD) INIT(IATED)?|SELFINITIATED|OFFICER|POLICE|OFC|FIELD|PROACTIVE|"
    r"ON ?VIEW(ED)?"
)
CITIZEN = re.compile(
    r"CITIZEN( INIT(IATED)?)?|E?911( CALL)?|311|CALLER|CALLS?( FOR SERVICE)?|TELEPHONE|PHONE|CELL|"
    r"TELEPHONE OTHER THAN 911|TEXT|CIVILIAN|PUBLIC|COMMUNITY|WALK IN|ONLINE|NON EMERGENCY|"
    r"DISPATCH(ED)?"
)
YES, NO = re.compile(r"Y|YES|TRUE|T|1"), re.compile(r"N|NO|FALSE|F|0")
MOST_INITIATORS = 30

OUTDOORS = re.compile(
    r"\b(STREET|SIDEWALK|PARK|PARKING LOT|ALLEY|HIGHWAY|ROAD|ROADWAY|OUTDOORS?|OUTSIDE|OPEN SPACE|"
    r"LOT|FIELD|YARD|INTERSECTION|PLAYGROUND|BUS STOP|BRIDGE|DRIVEWAY|VACANT LOT)\b"
)
INDOORS = re.compile(
    r"\b(RESIDENCE|RESIDENTIAL|APARTMENT|HOUSE|HOME|DWELLING|STORE|SHOP|BAR|TAVERN|NIGHTCLUB|HOTEL|"
    r"MOTEL|SCHOOL|RESTAURANT|OFFICE|BANK|INDOORS?|INSIDE|HOSPITAL|CHURCH|BUILDING|JAIL|CLUB|"
    r"LIBRARY|WAREHOUSE|MALL|MARKET)\b"
)
MOST_PREMISES = 300

STREET = re.compile(
    r"(?i)\b(?:block|blk|st|street|ave?|avenue|blvd|boulevard|rd|road|dr|drive|ln|lane|ct|court|pl|"
    r"place|way|ter|terrace|hwy|highway|pkwy|broadway|plz|plaza|cir)\b"
)
FEWEST_PLACES = 10
GEOCODED = ("match", "geocod")

REVERSES = "-1"


@dataclass(frozen=True, slots=True)
class Told:
    """A column whose values tell one of two things.

    Parameters
    ----------
    column
        Its name.
    one, other
        The values for police and citizen, or for indoors and outdoors.
    rows
        Rows whose value is among them.
    """

    column: str
    one: tuple[str, ...]
    other: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Incident:
    """The number of an incident: how many there are, and in how many rows."""

    column: str
    different: int
    filled: int
    drop_last: int = 0


def incident_of(seen: Look, *, beside: Sequence[tuple[str, ...]]) -> Incident | None:
    """Find the number that rows of one incident share, or that each row has of its own.

    Parameters
    ----------
    seen
        The columns that have no other role.
    beside
        When and where each row was, as written.
    """
    candidates = [
        (score, column)
        for column in seen
        if (score := _as_number(column, rows=seen.rows)) is not None
    ]
    if not candidates:
        return None
    best = max(candidates, key=lambda one: one[0])[1]
    drop = _code_behind(best, beside=beside)
    return Incident(best.name, len(best.counts), best.filled, drop_last=drop)


def reversal_of(seen: Look) -> Column | None:
    """Find the column that holds 1 for a record, and -1 where it takes one back."""
    for column in seen:
        if set(column.counts) == {"1", REVERSES}:
            return column
    return None


def nibrs_of(seen: Look) -> Column | None:
    """Find the column of NIBRS codes."""
    for column in seen:
        known = sum(rows for value, rows in column.counts.items() if value.upper() in CATEGORY_OF)
        lettered = any(not value.isdigit() for value in column.counts)
        if column.filled and known >= NEARLY_ALL * column.filled and lettered:
            return column
    return None


def initiated_of(seen: Look) -> Told | None:
    """Find the column that tells whether the police or a citizen started the record."""
    for column in seen:
        if not 0 < len(column.counts) <= MOST_INITIATORS:
            continue
        police, citizen = POLICE, CITIZEN
        if column.is_called("initiat") and {"officer", "self", "police", "ofc"} & set(column.words):
            police, citizen = YES, NO
        told = _told(column, police, citizen)
        if told.one and told.rows >= MOSTLY * column.filled:
            return told
    return None


def premise_of(seen: Look) -> Told | None:
    """Find the column that tells whether it was indoors or outdoors."""
    for column in seen:
        placed = column.is_called("location", "loc", "place") and column.is_called(
            "type", "description", "category"
        )
        if not (placed or column.is_called("premis", "premise", "scene")):
            continue
        if not 0 < len(column.counts) <= MOST_PREMISES:
            continue
        indoors = {value for value in column.counts if INDOORS.search(value.upper())}
        outdoors = {value for value in column.counts if OUTDOORS.search(value.upper())} - indoors
        rows = sum(column.counts[value] for value in indoors | outdoors)
        if indoors and outdoors and rows >= MOSTLY * column.filled:
            return Told(column.name, tuple(sorted(indoors)), tuple(sorted(outdoors)), rows)
    return None


def location_of(seen: Look, *, taken: tuple[str, ...]) -> tuple[str, ...]:
    """Find the block: one column with an address, or house number and street; empty if neither."""
    streets = [
        column
        for column in seen
        if column.name not in taken
        and len(column.counts) >= min(FEWEST_PLACES, seen.rows / 2)
        and column.is_called("address", "addr", "block", "location", "street", "intersection")
        and _share(column, STREET) >= MOSTLY
    ]
    if not streets:
        return ()
    best = max(streets, key=lambda one: (not one.is_called(*GEOCODED), one.filled, _digits(one)))
    if _digits(best) < MOSTLY:
        house = _house_beside(seen, best, taken=taken)
        if house is not None:
            return (house.name, best.name)
    return (best.name,)


def _as_number(column: Column, *, rows: int) -> float | None:
    """Return how likely a column is the incident's number; nothing if it cannot be."""
    if not column.filled or set(column.words) & ROW_NUMBERS:
        return None
    fitting = sum(rows for value, rows in column.counts.items() if IDENTIFIER.fullmatch(value))
    if fitting < NEARLY_ALL * column.filled or any("." in value for value in column.counts):
        return None
    if len(column.counts) < FEWEST_DIFFERENT * column.filled or _counts_rows(column):
        return None
    about = any(word in RECORD or word.startswith(("incid", "compl")) for word in column.words)
    numbered = bool(set(column.words) & NUMBER)
    if not (about or numbered):
        return None
    is_shared = len(column.counts) < column.filled
    return 2.0 * about + numbered + 0.5 * is_shared + column.filled / rows


def _counts_rows(column: Column) -> bool:
    """Say whether the values are but 1, 2, 3 and so on."""
    numbers = [number for number in column.numbers if number is not None]
    if len(numbers) < 2 or len(numbers) != column.filled or len(set(numbers)) != len(numbers):
        return False
    steps = [after - before for before, after in pairwise(numbers)]
    return sum(1 for step in steps if step == 1) >= NEARLY_ALL * len(steps)


def _code_behind(column: Column, *, beside: Sequence[tuple[str, ...]]) -> int:
    """Return how many characters at the end of a unique number are a code, not the incident's.

    They are where rows that share the rest share their moment and place as well.
    """
    lengths = {len(value) for value in column.counts}
    if len(column.counts) < column.filled or min(lengths) < LONG_NUMBER or len(beside[0]) < 2:
        return 0
    for last in (5, 4, 3, 2):
        groups: dict[str, list[int]] = defaultdict(list)
        for at, value in enumerate(column.values):
            if value:
                groups[value[:-last]].append(at)
        shared = [rows for rows in groups.values() if len(rows) > 1]
        alike = sum(1 for rows in shared if len({beside[at] for at in rows}) == 1)
        if len(shared) >= FEWEST_PLACES and alike >= NEARLY_ALL * len(shared):
            return last
    return 0


def _told(column: Column, one: re.Pattern[str], other: re.Pattern[str]) -> Told:
    plain = {value: re.sub(r"[^A-Z0-9]+", " ", value.upper()).strip() for value in column.counts}
    first = tuple(sorted(value for value, said in plain.items() if one.fullmatch(said)))
    second = tuple(sorted(value for value, said in plain.items() if other.fullmatch(said)))
    rows = sum(column.counts[value] for value in (*first, *second))
    return Told(column.name, first, second, rows)


def _share(column: Column, pattern: re.Pattern[str]) -> float:
    fitting = sum(rows for value, rows in column.counts.items() if pattern.search(value))
    return fitting / max(1, column.filled)


def _digits(column: Column) -> float:
    return _share(column, re.compile(r"^\d+\b"))


def _house_beside(seen: Look, street: Column, *, taken: tuple[str, ...]) -> Column | None:
    """Return the column of house numbers that goes with a street, if there is one."""
    own = set(street.words) - {"street", "st", "name"}
    for column in seen:
        if column.name in taken or column.name == street.name or not column.filled:
            continue
        named = column.is_called("address", "addr", "number", "house", "block")
        whole = sum(rows for value, rows in column.counts.items() if value.isdigit())
        if named and own & set(column.words) == own and whole >= NEARLY_ALL * column.filled:
            return column
    return None


def city_of(seen: Look) -> tuple[str, str] | None:
    """Return the city that most rows name, and the column that names it."""
    for column in seen:
        if column.is_called("city", "municipality") and column.counts:
            name, rows = _first(column.counts)
            if rows >= MOSTLY * column.filled and not name.isdigit():
                return name, column.name
    return None


def _first(counts: Mapping[str, int]) -> tuple[str, int]:
    return min(counts.items(), key=lambda one: (-one[1], one[0]))


def names_in_file(name: str) -> Iterator[str]:
    """Yield the words of a file's name that are letters only."""
    yield from re.findall(r"[a-z]+", name.lower().split(".")[0])

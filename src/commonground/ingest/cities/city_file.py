"""The city file: everything a city does its own way, written down once."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date, datetime
from itertools import combinations
from typing import TYPE_CHECKING, Annotated, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator, BeforeValidator, Field, field_validator, model_validator

from commonground.core.incidents import CATEGORIES
from commonground.core.written import Section

if TYPE_CHECKING:
    from pyproj import CRS

ISO = (
    "%Y-%m-%dT%H:%M:%S.%f",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M:%S.%fZ",
    "%Y-%m-%dT%H:%M:%SZ",
    "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%d",
)
"""Ways to write a moment that nobody reads wrongly; they need not be said."""

NO_VALUE = ("", "NA", "N/A", "#N/A", "NAN", "NULL", "NONE", "UNKNOWN", "-")
"""What stands where nothing is known, in any case of letters."""

ReversalField = Literal[
    "incident", "offence", "description", "at", "day", "number", "street", "position"
]

MATCHES: tuple[tuple[ReversalField, ...], ...] = (
    ("incident", "offence", "at"),
    ("incident", "offence"),
    ("at", "offence", "position"),
)
"""What a reversal has in common with the record it reverses, from the surest to the least sure."""

TRIED = (datetime(2021, 3, 4, 5, 6, 7), datetime(2011, 12, 1, 23, 58, 9))  # noqa: DTZ001
"""Moments whose day could be a month; two formats that read them apart are ambiguous."""


def _as_column(value: object) -> object:
    return {"column": value} if isinstance(value, str) else value


def _as_list(value: object) -> object:
    return [value] if isinstance(value, str | int | float) else value


def _as_texts(value: object) -> object:
    values = _as_list(value)
    return [str(one) for one in values] if isinstance(values, list) else values


def _in_capitals(values: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(value.strip().upper() for value in values)


Texts = Annotated[tuple[str, ...], BeforeValidator(_as_list)]
Values = Annotated[tuple[str, ...], BeforeValidator(_as_texts), AfterValidator(_in_capitals)]
"""Values of a column; numbers may be written without quotes, and case does not matter."""


class Named(Section, ABC):
    """A part of a layout that names columns."""

    @property
    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """The columns it names."""


class Column(Named):
    """One column."""

    column: str

    @property
    def columns(self) -> tuple[str, ...]:
        """The column."""
        return (self.column,)


class IncidentColumn(Column):
    """The number that rows of one incident share.

    ``drop_last`` leaves out that many characters at its end: a row's number may be the incident's
    with a code behind it.
    """

    drop_last: int = Field(default=0, ge=0)


class OffenceColumn(Column):
    """What was recorded; ``digits`` fills codes up with leading zeros that a file has lost."""

    digits: int | None = Field(default=None, ge=1)


class Moment(Named):
    """When: one column, or several that are read as one text with a space between.

    Formats are those of ``strptime``; ISO 8601 is read without being named. ``stored`` says
    whether the file holds local time or UTC; where it is not said, a moment that ends in Z or
    +00:00 is UTC and any other is local.
    """

    written_in: Texts = Field(min_length=1, alias="column")
    formats: Texts = ()
    stored: Literal["local", "utc"] | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that make up the text."""
        return self.written_in

    @field_validator("formats")
    @classmethod
    def _read_in_one_way(cls, formats: tuple[str, ...]) -> tuple[str, ...]:
        for one, other in combinations(formats, 2):
            if any(_reads_apart(moment, one, other) for moment in TRIED):
                raise ValueError(
                    f"{one!r} and {other!r} read the same text as two days; keep one of them, or "
                    "give the files that differ a layout of their own"
                )
        return formats


class Position(Named):
    """Where: longitude and latitude, or x and y with their CRS, or one column with a point.

    ``missing`` lists the pairs that mark an unknown place; an empty cell, a text such as NaN, and
    0, 0 do so without being listed.
    """

    longitude: str | None = None
    latitude: str | None = None
    x: str | None = None
    y: str | None = None
    point: str | None = None
    crs: str = "EPSG:4326"
    missing: tuple[tuple[float, float], ...] = ()

    @model_validator(mode="after")
    def _one_way(self) -> Position:
        degrees, plane = (self.longitude, self.latitude), (self.x, self.y)
        ways = [None not in degrees, None not in plane, self.point is not None]
        halves = [None in pair and any(pair) for pair in (degrees, plane)]
        if sum(ways) != 1 or any(halves):
            raise ValueError("name longitude and latitude, or x and y, or point, and no other")
        if None not in plane and self.crs == "EPSG:4326":
            raise ValueError('x and y need the coordinate system they are in: crs = "EPSG:..."')
        return self

    @field_validator("crs")
    @classmethod
    def _known(cls, crs: str) -> str:
        _crs(crs)
        return crs

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold it: one with a point, or two."""
        named = (self.point, self.longitude or self.x, self.latitude or self.y)
        return tuple(column for column in named if column is not None)


class Location(Named):
    """The block as an address: one text, or house number and street.

    House numbers are rounded down to the hundred: an address is not kept.
    """

    text: str | None = None
    number: str | None = None
    street: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _short(cls, value: object) -> object:
        return {"text": value} if isinstance(value, str) else value

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold it."""
        return tuple(name for name in (self.text, self.number, self.street) if name is not None)

    @property
    def written_in(self) -> str | None:
        """The column with the street, or with the whole address."""
        return self.street or self.text

    @model_validator(mode="after")
    def _one_way(self) -> Location:
        if (self.text is None) == (self.street is None):
            raise ValueError("name text, or street (with number), and not both")
        return self


class Reversal(Column):
    """Rows that take back an earlier row: the values that say so, and those of a record."""

    reverses: Values
    records: Values


class Initiated(Column):
    """Who started the record; every other value is unknown."""

    police: Values = ()
    citizen: Values = ()


class Premise(Column):
    """Whether it was indoors or outdoors; every other value is unknown."""

    indoors: Values = ()
    outdoors: Values = ()


class LeftOut(Column):
    """Rows that are no incidents, and why."""

    values: Values
    reason: str


class Layout(Section):
    """One generation of columns, and what they mean.

    A file has the layout of which it holds every column. Where a file holds the columns of
    several, as one put together from many does, a row has the first whose moment it fills.
    """

    name: str
    agency: str = "police"
    moment: Annotated[Moment, BeforeValidator(_as_column)]
    incident: Annotated[IncidentColumn | None, BeforeValidator(_as_column)] = None
    offence: Annotated[OffenceColumn | None, BeforeValidator(_as_column)] = None
    description: str | None = None
    nibrs: str | None = None
    position: Position | None = None
    location: Location | None = None
    recorded: Annotated[Moment | None, BeforeValidator(_as_column)] = None
    reversal: Reversal | None = None
    initiated: Annotated[Initiated | Literal["police", "citizen"] | None, Field()] = None
    premise: Premise | None = None
    leave_out: tuple[LeftOut, ...] = ()
    identical: Literal["keep", "merge"] = "keep"

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read."""
        parts = (
            self.moment,
            self.incident,
            self.offence,
            self.position,
            self.location,
            self.recorded,
            self.reversal,
            self.initiated,
            self.premise,
            *self.leave_out,
        )
        named = [name for part in parts if isinstance(part, Named) for name in part.columns]
        named += [name for name in (self.description, self.nibrs) if name is not None]
        return tuple(dict.fromkeys(named))


class Match(Section):
    """What a text must be; any of the lists may hold it. Case of letters does not matter."""

    equals: Values = Field(default=(), alias="is")
    starts: Values = ()
    contains: Values = ()

    @model_validator(mode="after")
    def _says_something(self) -> Match:
        if not (self.equals or self.starts or self.contains):
            raise ValueError("say what it is, starts with or contains")
        return self


class Offence(Section):
    """Which records are of a category: those that fit every part given; the first rule decides."""

    category: str
    nibrs: Texts = ()
    agency: str | None = None
    offence: Match | None = None
    description: Match | None = None

    @field_validator("category")
    @classmethod
    def _known(cls, category: str) -> str:
        if category not in CATEGORIES:
            raise ValueError(f"{category!r} is no category; there are {', '.join(CATEGORIES)}")
        return category


class Institution(Section):
    """A place where incidents are put on record without having happened there."""

    name: str
    longitude: float | None = Field(default=None, ge=-180, le=180)
    latitude: float | None = Field(default=None, ge=-90, le=90)
    radius_m: float = Field(default=50.0, gt=0)
    locations: Values = ()

    @model_validator(mode="after")
    def _is_somewhere(self) -> Institution:
        if (self.longitude is None) != (self.latitude is None):
            raise ValueError("give both longitude and latitude")
        if self.longitude is None and not self.locations:
            raise ValueError("say where it is: longitude and latitude, or locations")
        return self


class Days(Section):
    """Which days can be true, and which mark an unknown one."""

    earliest: date = date(1950, 1, 1)
    latest: date | None = None
    unknown: tuple[date, ...] = (date(1900, 1, 1), date(1899, 12, 30), date(1970, 1, 1))
    impossible: Literal["reject", "shift"] = "reject"


class TextFiles(Section):
    """How the city writes its text files, where that cannot be found out by looking."""

    encoding: str | None = None
    separator: str | None = Field(default=None, min_length=1, max_length=1)
    skip_lines: int = Field(default=0, ge=0)
    sheet: str | None = None


class CityFile(Section):
    """A city file; see the reference page of the docs for what each word means."""

    city: str
    time_zone: str
    crs: str
    bounds: tuple[float, float, float, float] | None = None
    source: str | None = None
    note: str | None = None
    files: TextFiles = TextFiles()
    days: Days = Days()
    layouts: tuple[Layout, ...] = Field(min_length=1)
    offences: tuple[Offence, ...] = ()
    reversals: tuple[tuple[ReversalField, ...], ...] = MATCHES
    institutions: tuple[Institution, ...] = ()
    persons: tuple[str, ...] = ()

    @field_validator("time_zone")
    @classmethod
    def _zone(cls, zone: str) -> str:
        if zone not in available_timezones():
            raise ValueError(f'{zone!r} is no time zone; write one as "America/Chicago"')
        return ZoneInfo(zone).key

    @field_validator("crs")
    @classmethod
    def _metres(cls, crs: str) -> str:
        system = _crs(crs)
        units = {axis.unit_name for axis in system.axis_info}
        if units != {"metre"}:
            raise ValueError(
                f"{crs} measures in {', '.join(sorted(units))}; distances need metres. Name a "
                'projected system in metres, as the UTM zone of the city: "EPSG:326" and two digits'
            )
        return crs

    @field_validator("bounds")
    @classmethod
    def _box(cls, bounds: tuple[float, ...] | None) -> tuple[float, ...] | None:
        if bounds is not None:
            west, south, east, north = bounds
            if not (-180 <= west < east <= 180 and -90 <= south < north <= 90):
                raise ValueError("bounds are [west, south, east, north] in degrees")
        return bounds

    @model_validator(mode="after")
    def _names_apart(self) -> CityFile:
        names = [layout.name for layout in self.layouts]
        if len(set(names)) != len(names):
            raise ValueError("two layouts have one name; give each its own")
        agencies = {layout.agency for layout in self.layouts}
        for offence in self.offences:
            if offence.agency is not None and offence.agency not in agencies:
                raise ValueError(
                    f"an offence names agency {offence.agency!r}, which no layout has; "
                    f"there are {', '.join(sorted(agencies))}"
                )
        return self


def _reads_apart(moment: datetime, one: str, other: str) -> bool:
    """Say whether a text written in one format is another day in the other."""
    try:
        return datetime.strptime(moment.strftime(one), other).date() != moment.date()  # noqa: DTZ007
    except ValueError:
        return False


def _crs(name: str) -> CRS:
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        return CRS.from_user_input(name)
    except CRSError:
        raise ValueError(f'{name!r} is no coordinate system; write one as "EPSG:32610"') from None

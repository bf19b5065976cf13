"""Rows: what every row of every layout says, in the same words."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from commonground.ingest.cities.city_file import CityFile, Initiated, Layout, Premise
from commonground.ingest.cleaning.moments import WHEN, day_of, shifted, with_moment
from commonground.ingest.cleaning.offences import KIND, filled_up, kinds
from commonground.ingest.cleaning.positions import (
    DEGREES,
    POINT,
    are_coordinates,
    box_of,
    coordinates,
    institution_at,
    write_points,
)
from commonground.ingest.cleaning.steps import stepwise
from commonground.ingest.cleaning.texts import block, fingerprinted, keyed, numbered, surely, text

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend as DuckDB

    from commonground.ingest.cleaning.steps import Step

ROW = "_row"
"""Number of a row in its file, from 1."""

CONTENT = (
    "agency",
    "number",
    "at",
    "recorded_on",
    "offence",
    "description",
    "x_m",
    "y_m",
    "house",
    "street",
    "initiated_by",
    "premise",
    "rank",
    "hour_known",
)
"""What makes two rows alike."""

PUBLIC = (*(name for name in CONTENT if name not in ("house", "street")), "location")
"""What the id of an incident without a number is made of: nothing that is not kept of it."""

CLEAN = (
    ROW,
    "reason",
    "value",
    "layout",
    "agency",
    "number",
    "at",
    "hour_known",
    "recorded_on",
    "offence",
    "description",
    "rank",
    "x_m",
    "y_m",
    "place_known",
    "house_key",
    "street_key",
    "location",
    "booked_at",
    "initiated_by",
    "premise",
    "takes_back",
    "merges_alike",
    "content",
    "public",
)
"""The columns of a cleaned part."""

NO_DATE = "it has no date"
UNREADABLE_DATE = "its date cannot be read"
IMPOSSIBLE_TIME = "its time does not exist: the clocks skipped that hour"
TOO_EARLY = "its date is earlier than any that can be true"
TOO_LATE = "its date lies in the future"
NEITHER = "it neither records nor reverses"

LOCATED, MISSING, OUTSIDE = "located", "missing", "outside"
"""What is known of a row's place: where it is, nothing, or coordinates that cannot be true."""


@dataclass(frozen=True, slots=True, eq=False)
class Cleaning:
    """A query that cleans the rows of one shape of files.

    Parameters
    ----------
    rows
        The columns of `CLEAN`, one row for each of the file; ``reason`` is empty for rows that can
        be used.
    layouts
        What is worked out before, for each layout.
    engine
        Where the rows are.
    """

    rows: ir.Table
    layouts: tuple[_OfLayout, ...]
    engine: DuckDB

    def prepare(self) -> ir.Table:
        """Work out what the query rests on, from the rows as they now are, and return it."""
        for layout in self.layouts:
            named = self.engine.create_table(layout.name, layout.named, overwrite=True)
            write_points(named, layout.points, crs=layout.crs, to=layout.to)
        return self.rows


@dataclass(frozen=True, slots=True, eq=False)
class _OfLayout:
    """What is worked out once for the rows of a layout: what they say, and where that is."""

    name: str
    named: ir.Table
    points: Path
    crs: str
    to: str


def cleaning(
    raw: ir.Table,
    layouts: Sequence[Layout],
    *,
    city: CityFile,
    today: date,
    engine: DuckDB,
    scratch: Path,
) -> Cleaning:
    """Return the query that says the rows of a file in the words of the library.

    Parameters
    ----------
    raw
        The rows as published, with their number in the column ``_row``: a view, whose rows may
        change.
    layouts
        The layouts whose columns the file holds. A row has the first whose moment it fills; one
        that fills none has the first.
    city
        The city file.
    today
        No incident is later, unless the city file says otherwise.
    engine
        Where the rows are.
    scratch
        Folder for places; it must outlive the query.
    """
    step = stepwise(engine)
    made, prepared = [], []
    for own, layout in zip(_shared_out(raw, layouts), layouts, strict=True):
        named = _named(own, layout, city=city, step=step)
        name = f"named_{uuid.uuid4().hex}"
        position = layout.position
        before = _OfLayout(
            name=name,
            named=named,
            points=scratch / f"{name}.parquet",
            crs=position.crs if position else DEGREES,
            to=city.crs,
        )
        prepared.append(before)
        rows = engine.create_table(name, schema=named.schema())
        rows = step(_judged(rows, layout, city=city, today=today))
        rows = step(_placed(rows, before.points, city=city, engine=engine))
        rows = step(_told(rows, layout, city=city))
        made.append(_summed_up(rows))
    query = ibis.union(*made) if len(made) > 1 else made[0]
    return Cleaning(rows=query, layouts=tuple(prepared), engine=engine)


def _shared_out(raw: ir.Table, layouts: Sequence[Layout]) -> list[ir.Table]:
    """Give each layout its rows."""
    if len(layouts) == 1:
        return [raw]
    filled = [text(raw, layout.moment.columns[0]).notnull() for layout in layouts]
    first = ibis.cases(*((claim, at) for at, claim in enumerate(filled)), else_=0)
    return [raw.filter(first == at) for at in range(len(layouts))]


def _named(raw: ir.Table, layout: Layout, *, city: CityFile, step: Step) -> ir.Table:
    """Return what the columns of a layout hold, by the names of the library."""
    rows = raw.select(ROW, *layout.columns)
    rows = step(with_moment(rows, named=layout.moment, zone=city.time_zone, step=step))
    rows = step(rows.select(ROW, **_written(rows, layout, zone=city.time_zone)))
    digits = layout.offence.digits if layout.offence else None
    drop = layout.incident.drop_last if layout.incident else 0
    return rows.mutate(
        offence=filled_up(rows.offence, digits=digits).fill_null(""),
        description=rows.description.fill_null(""),
        nibrs=rows.nibrs.fill_null(""),
        number=rows.number.substr(0, rows.number.length() - drop).nullif(""),
        location=block(rows.house, rows.street),
        is_given=are_coordinates(rows, layout.position),
    )


def _written(rows: ir.Table, layout: Layout, *, zone: str) -> dict[str, ir.Value]:
    """Return what is written in the columns of a layout, by the names of the library."""

    def of(part: object, name: str = "column") -> ir.StringValue:
        column = getattr(part, name, None)
        return ibis.null("string") if column is None else text(rows, column)

    east, north = coordinates(rows, layout.position)
    return {
        **{name: rows[held] for name, held in WHEN.items()},
        "recorded_on": _recorded(rows, layout, zone=zone),
        "number": of(layout.incident),
        "offence": of(layout.offence),
        "description": of(layout, "description"),
        "nibrs": of(layout, "nibrs"),
        "east": east,
        "north": north,
        "house": of(layout.location, "number"),
        "street": of(layout.location, "written_in"),
        "counts": of(layout.reversal),
        "initiated": of(layout.initiated),
        "premise": of(layout.premise),
        **{f"left_out_{at}": of(left) for at, left in enumerate(layout.leave_out)},
    }


def _recorded(rows: ir.Table, layout: Layout, *, zone: str) -> ir.DateValue:
    return day_of(rows, layout.recorded, zone=zone) if layout.recorded else ibis.null("date")


def _judged(rows: ir.Table, layout: Layout, *, city: CityFile, today: date) -> ir.Table:
    """Add why a row cannot be used, and the value that says so; nothing if it can."""
    days = city.days
    first = datetime.combine(days.earliest, time())
    end = datetime.combine((days.latest or today) + timedelta(days=1), time())
    checks = [
        (rows.at_written.isnull(), NO_DATE, rows.at_written),
        (rows.at.isnull(), UNREADABLE_DATE, rows.at_written),
        (rows.at_day.isin(days.unknown), NO_DATE, rows.at_written),
        (rows.at < first, TOO_EARLY, rows.at_written),
        (rows.at >= end, TOO_LATE, rows.at_written),
    ]
    if days.impossible == "reject":
        checks.append((~rows.at_exists, IMPOSSIBLE_TIME, rows.at_written))
    for at, left_out in enumerate(layout.leave_out):
        said = rows[f"left_out_{at}"]
        checks.append((said.upper().isin(left_out.values), left_out.reason, said))
    if layout.reversal is not None:
        known = (*layout.reversal.reverses, *layout.reversal.records)
        checks.append((~surely(rows.counts.upper().isin(known)), NEITHER, rows.counts))
    nothing = ibis.null("string")
    sound = [(surely(claim), reason, value) for claim, reason, value in checks]
    at = rows.at
    if days.impossible == "shift":
        at = ibis.ifelse(rows.at_exists, at, shifted(at, zone=city.time_zone))
    return rows.mutate(
        reason=ibis.cases(*((claim, reason) for claim, reason, _ in sound), else_=nothing),
        value=ibis.cases(*((claim, value) for claim, _, value in sound), else_=nothing),
        at=at,
    )


def _placed(rows: ir.Table, points: Path, *, city: CityFile, engine: DuckDB) -> ir.Table:
    """Put rows on the ground, in metres; points that cannot be true are none."""
    nowhere = pa.table({name: pa.array([], pa.float64()) for name in POINT})
    pq.write_table(nowhere, points)
    known = engine.read_parquet(points)
    box = box_of(city)
    inside = known.x_m.between(box.west, box.east) & known.y_m.between(box.south, box.north)
    placed = rows.left_join(known.filter(inside), ["east", "north"])
    is_located = surely(rows.is_given) & placed.x_m.notnull()
    return placed.select(
        *rows.columns,
        "x_m",
        "y_m",
        place_known=ibis.cases(
            (~surely(rows.is_given), MISSING), (is_located, LOCATED), else_=OUTSIDE
        ),
    )


def _told(rows: ir.Table, layout: Layout, *, city: CityFile) -> ir.Table:
    """Say what a row's layout tells of it, and which category it is of."""
    ranked = rows.inner_join(kinds(rows, layout, city=city), KIND)
    return ranked.select(
        *(name for name in rows.columns if name not in (*KIND, "premise", "house", "street")),
        "rank",
        offence=rows.offence.nullif(""),
        description=rows.description.nullif(""),
        layout=ibis.literal(layout.name),
        agency=ibis.literal(layout.agency),
        house=rows.house.upper(),
        street=rows.street.upper(),
        house_key=keyed(rows.house.upper()),
        street_key=keyed(rows.street.upper()),
        initiated_by=_initiated(rows, layout),
        premise=_premise(rows, layout.premise),
        booked_at=institution_at(rows.x_m, rows.y_m, rows.location, city=city),
        takes_back=_takes_back(rows, layout),
        merges_alike=ibis.literal(layout.identical == "merge"),
    )


def _summed_up(rows: ir.Table) -> ir.Table:
    """Add what rows are compared by, and what an id is made of where no number is one."""
    content = numbered(ibis.struct({name: rows[name] for name in CONTENT}))
    written = [rows[name].cast("string").fill_null("") for name in PUBLIC]
    public = fingerprinted(ibis.literal("|").join(written))
    public = ibis.ifelse(rows.number.isnull(), public, ibis.null("uint64"))
    return rows.mutate(content=content, public=public).select(*CLEAN)


def _takes_back(rows: ir.Table, layout: Layout) -> ir.BooleanValue:
    if layout.reversal is None:
        return ibis.literal(value=False)
    return surely(rows.counts.upper().isin(layout.reversal.reverses))


def _initiated(rows: ir.Table, layout: Layout) -> ir.StringValue:
    told = layout.initiated
    if not isinstance(told, Initiated):
        return ibis.literal(told or "unknown")
    return ibis.cases(
        (surely(rows.initiated.upper().isin(told.police)), "police"),
        (surely(rows.initiated.upper().isin(told.citizen)), "citizen"),
        else_="unknown",
    )


def _premise(rows: ir.Table, told: Premise | None) -> ir.StringValue:
    if told is None:
        return ibis.literal("unknown")
    return ibis.cases(
        (surely(rows.premise.upper().isin(told.indoors)), "indoors"),
        (surely(rows.premise.upper().isin(told.outdoors)), "outdoors"),
        else_="unknown",
    )

"""Rows: what every row of every layout says, in the same words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import ibis

from commonground.ingest.cities.city_file import CityFile, Initiated, Layout, Location, Premise
from commonground.ingest.cleaning.moments import recorded_on, shifted, with_moment
from commonground.ingest.cleaning.offences import filled_up, rank
from commonground.ingest.cleaning.positions import (
    DEGREES,
    are_coordinates,
    box_of,
    coordinates,
    in_metres,
    institution_at,
)
from commonground.ingest.cleaning.steps import stepwise
from commonground.ingest.cleaning.texts import block, fingerprinted, surely, text, together

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend as DuckDB

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
    "house_key",
    "street_key",
    "initiated_by",
    "premise",
)
"""What makes two rows alike."""

CLEAN = (
    ROW,
    "reason",
    "value",
    "layout",
    *CONTENT,
    "content",
    "hour_known",
    "rank",
    "place_known",
    "location",
    "booked_at",
    "takes_back",
    "merges_alike",
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


def cleaned(
    raw: ir.Table, layouts: Sequence[Layout], *, city: CityFile, today: date, engine: DuckDB
) -> ir.Table:
    """Return the rows of a file in the words of the library, one for each, with what is wrong.

    Parameters
    ----------
    raw
        The rows as published, with their number in the column ``_row``.
    layouts
        The layouts whose columns the file holds. A row has the first whose moment it fills; one
        that fills none has the first.
    city
        The city file.
    today
        No incident is later, unless the city file says otherwise.
    engine
        Where the rows are.

    Returns
    -------
    ibis.Table
        The columns of `CLEAN`; ``reason`` is empty for rows that can be used.
    """
    parts = [
        _of_layout(rows, layout, city=city, today=today, engine=engine)
        for rows, layout in zip(_shared_out(raw, layouts), layouts, strict=True)
    ]
    return ibis.union(*parts) if len(parts) > 1 else parts[0]


def _shared_out(raw: ir.Table, layouts: Sequence[Layout]) -> list[ir.Table]:
    """Give each layout its rows."""
    if len(layouts) == 1:
        return [raw]
    filled = [together(raw, layout.moment.columns).notnull() for layout in layouts]
    first = ibis.cases(*((claim, at) for at, claim in enumerate(filled)), else_=0)
    return [raw.filter(first == at) for at in range(len(layouts))]


def _of_layout(
    raw: ir.Table, layout: Layout, *, city: CityFile, today: date, engine: DuckDB
) -> ir.Table:
    step = stepwise(engine)
    raw = step(raw.select(ROW, *layout.columns))
    rows = with_moment(raw, "at", named=layout.moment, zone=city.time_zone, step=step)
    if layout.recorded is not None:
        rows = with_moment(
            step(rows), "recorded", named=layout.recorded, zone=city.time_zone, step=step
        )
    rows = step(rows)
    rows = step(rows.select(ROW, **_named(rows, layout)))
    rows = step(_judged(rows, layout, city=city, today=today))
    rows = step(_placed(rows, layout, city=city, engine=engine))
    return _summed_up(rows, layout, city=city)


def _named(rows: ir.Table, layout: Layout) -> dict[str, ir.Value]:
    """Return what a layout's columns hold, by the names of the library."""
    nothing = ibis.null("string")

    def of(column: str | None) -> ir.StringValue:
        return nothing if column is None else text(rows, column)

    told = (layout.offence, layout.reversal, layout.initiated, layout.premise)
    offence, reversal, initiated, premise = (getattr(part, "column", None) for part in told)
    coordinate = ibis.null("float64")
    east, north = (
        coordinates(rows, layout.position) if layout.position else (coordinate, coordinate)
    )
    return {
        "at": rows.at,
        "at_written": rows.at_written,
        "at_exists": rows.at_exists,
        "hour_known": surely(rows.at_timed),
        "recorded_on": recorded_on(rows.recorded, layout.recorded.formats)
        if layout.recorded
        else ibis.null("date"),
        "number": _incident(rows, layout),
        "offence": filled_up(of(offence), digits=layout.offence.digits if layout.offence else None),
        "description": of(layout.description),
        "nibrs": of(layout.nibrs),
        "east": east,
        "north": north,
        **_where(rows, layout.location),
        "counts": of(reversal),
        "initiated": of(initiated),
        "premise": of(premise),
        **{f"left_out_{at}": of(left.column) for at, left in enumerate(layout.leave_out)},
    }


def _where(rows: ir.Table, location: Location | None) -> dict[str, ir.StringValue]:
    """Return the address: as a block to be kept, and as a door by which rows are compared."""
    nothing = ibis.null("string")
    if location is None:
        return {"house": nothing, "street": nothing, "location": nothing}
    street = location.text or location.street or ""
    return {
        "house": text(rows, location.number) if location.number else nothing,
        "street": text(rows, street),
        "location": block(rows, location),
    }


def _incident(rows: ir.Table, layout: Layout) -> ir.StringValue:
    if layout.incident is None:
        return ibis.null("string")
    written = text(rows, layout.incident.column)
    if layout.incident.drop_last:
        written = written.substr(0, written.length() - layout.incident.drop_last)
    return written.nullif("")


def _judged(rows: ir.Table, layout: Layout, *, city: CityFile, today: date) -> ir.Table:
    """Add why a row cannot be used, and the value that says so; nothing if it can."""
    days = city.days
    first = datetime.combine(days.earliest, time())
    end = datetime.combine((days.latest or today) + timedelta(days=1), time())
    checks = [
        (rows.at_written.isnull(), NO_DATE, rows.at_written),
        (rows.at.isnull(), UNREADABLE_DATE, rows.at_written),
        (rows.at.date().isin(days.unknown), NO_DATE, rows.at_written),
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


def _placed(rows: ir.Table, layout: Layout, *, city: CityFile, engine: DuckDB) -> ir.Table:
    """Put rows on the ground, in metres."""
    step = stepwise(engine)
    crs = layout.position.crs if layout.position else DEGREES
    rows = step(rows.mutate(is_given=are_coordinates(rows, layout.position)))
    nowhere = ibis.null("float64")
    rows = step(
        rows.mutate(
            east=ibis.ifelse(rows.is_given, rows.east, nowhere),
            north=ibis.ifelse(rows.is_given, rows.north, nowhere),
        )
    )
    rows = step(rows.mutate(point=in_metres(rows, crs=crs, to=city.crs, engine=engine)))
    x_m, y_m = rows.point["x_m"], rows.point["y_m"]
    box = box_of(city)
    inside = x_m.between(box.west, box.east) & y_m.between(box.south, box.north)
    known = ibis.cases(
        (~rows.is_given, MISSING),
        (surely(inside), LOCATED),
        else_=OUTSIDE,
    )
    rows = step(rows.mutate(place_known=known))
    is_located = rows.place_known == LOCATED
    return rows.mutate(
        x_m=ibis.ifelse(is_located, rows.point["x_m"], nowhere),
        y_m=ibis.ifelse(is_located, rows.point["y_m"], nowhere),
    )


def _summed_up(rows: ir.Table, layout: Layout, *, city: CityFile) -> ir.Table:
    told = rows.mutate(
        layout=ibis.literal(layout.name),
        agency=ibis.literal(layout.agency),
        rank=rank(rows, layout, city=city),
        house_key=fingerprinted(rows.house.upper()),
        street_key=fingerprinted(rows.street.upper()),
        initiated_by=_initiated(rows, layout),
        premise=_premise(rows, layout.premise),
        booked_at=institution_at(rows.x_m, rows.y_m, rows.location, city=city),
        takes_back=_takes_back(rows, layout),
        merges_alike=ibis.literal(layout.identical == "merge"),
    )
    written = [told[column].cast("string").fill_null("") for column in CONTENT]
    return told.mutate(content=fingerprinted(ibis.literal("|").join(written))).select(*CLEAN)


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

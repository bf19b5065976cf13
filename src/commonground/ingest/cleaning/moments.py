"""Moments: when it was, in the city's own time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import ibis

from commonground.ingest.cities.city_file import ISO, Moment
from commonground.ingest.cleaning.texts import surely, together

if TYPE_CHECKING:
    import ibis.expr.types as ir

    from commonground.ingest.cleaning.steps import Step

HOURS = ("%H", "%I", "%X", "%c", "%T")
DAYS = ("%d", "%j", "%x", "%c")
CHANGED_BEFORE = 4
"""Hour of the day before which clocks are put forward, everywhere."""

WHEN = {
    "at_written": "_at_written",
    "at": "_at",
    "at_day": "_at_day",
    "hour_known": "_hour_known",
    "at_exists": "_at_exists",
}
"""What is known of a row's moment: how it is written; the local time, nothing where it cannot be
read; the day as it is written, in whatever zone; whether the time of the day is written too; and
whether the clocks showed it, which skip an hour in spring. Each with the name it has as long as the
published columns stand beside it."""

IN_UTC = r"(Z|[+-]00:?00)$"
OFFSET = r"([T ]\d\d:\d\d.*)[+-]\d\d:?\d\d$"


@ibis.udf.scalar.builtin(signature=(("string", "array<string>"), "timestamp"))
def try_strptime(written, formats):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Read a moment in the first format that fits."""


@ibis.udf.scalar.builtin(name="timezone", signature=(("string", "timestamp"), "timestamp('UTC')"))
def _on_the_line(zone, local):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Return the instant of a local time."""


@ibis.udf.scalar.builtin(name="timezone", signature=(("string", "timestamp('UTC')"), "timestamp"))
def _on_the_clock(zone, instant):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Return the local time of an instant."""


def with_moment(rows: ir.Table, *, named: Moment, zone: str, step: Step) -> ir.Table:
    """Add when it was, in the city's own time.

    Parameters
    ----------
    rows
        Rows of a file.
    named
        The columns and formats.
    zone
        The city's time zone.
    step
        Puts a view between two steps of the query.

    Returns
    -------
    ibis.Table
        With the columns of `WHEN`, under names that no published column has.
    """
    rows = step(rows.mutate(_at_written=together(rows, named.columns)))
    if _is_native(rows, named):
        at = rows[named.columns[0]].cast("timestamp")
        hour_known = ibis.literal(not rows[named.columns[0]].type().is_date())
    else:
        bare = _bare(rows["_at_written"])
        formats = _formats(named)
        with_hour = [one for one in formats if any(hour in one for hour in HOURS)]
        at = try_strptime(bare, formats)
        has_hour = at != at.truncate("day")
        hour_known = ibis.ifelse(has_hour, has_hour, try_strptime(bare, with_hour).notnull())
    in_utc = _is_in_utc(rows, named, written=rows["_at_written"])
    rows = step(rows.mutate(_at=at, _hour_known=surely(hour_known), _in_utc=surely(in_utc)))
    local = _on_the_clock(zone, _on_the_line("UTC", rows["_at"]))
    turned = ibis.ifelse(rows["_in_utc"] & rows["_hour_known"], local, rows["_at"])
    rows = step(rows.mutate(_at=turned, _at_day=rows["_at"].date()))
    may_skip = rows["_hour_known"] & (rows["_at"].hour() < CHANGED_BEFORE)
    shown = shifted(rows["_at"], zone=zone) == rows["_at"]
    return rows.mutate(_at_exists=ibis.ifelse(may_skip, shown, True)).drop("_in_utc")  # noqa: FBT003


def day_of(rows: ir.Table, named: Moment, *, zone: str) -> ir.DateValue:
    """Return the day, in the city, that some columns hold: of a month without a day, its last."""
    if _is_native(rows, named):
        moment, written = rows[named.columns[0]].cast("timestamp"), ibis.literal("")
    else:
        written = together(rows, named.columns)
        moment = try_strptime(_bare(written), _formats(named))
    if named.formats and not any(mark in one for one in named.formats for mark in DAYS):
        return (moment + ibis.interval(months=1) - ibis.interval(days=1)).date()
    has_hour = moment != moment.truncate("day")
    is_elsewhere = surely(_is_in_utc(rows, named, written=written)) & surely(has_hour)
    return ibis.ifelse(
        is_elsewhere, _on_the_clock(zone, _on_the_line("UTC", moment)), moment
    ).date()


def _is_in_utc(rows: ir.Table, named: Moment, *, written: ir.StringValue) -> ir.BooleanValue:
    """Say whether a moment is UTC: what the city file says of it goes before what it looks like."""
    if named.stored is not None:
        return ibis.literal(named.stored == "utc")
    if _is_native(rows, named):
        kind = rows[named.columns[0]].type()
        return ibis.literal(getattr(kind, "timezone", None) is not None)
    return written.re_search(IN_UTC)


def _is_native(rows: ir.Table, named: Moment) -> bool:
    """Say whether the file holds moments as such, and not as text."""
    return len(named.columns) == 1 and bool(rows[named.columns[0]].type().is_temporal())


def _bare(written: ir.StringValue) -> ir.StringValue:
    """Leave out the offset from UTC that may end a moment; only UTC itself is heeded."""
    return ibis.ifelse(written.re_search(OFFSET), written.re_replace(OFFSET, r"\1"), written)


def _formats(named: Moment) -> list[str]:
    return list(dict.fromkeys((*named.formats, *ISO)))


def shifted(at: ir.TimestampValue, *, zone: str) -> ir.TimestampValue:
    """Return local times as the clocks showed them: what they skipped is an hour later."""
    return _on_the_clock(zone, _on_the_line(zone, at))


def swapped(formats: Sequence[str]) -> tuple[str, ...]:
    """Return formats with day and month changing places, where they have both as numbers."""
    return tuple(
        one.replace("%m", "\0").replace("%d", "%m").replace("\0", "%d")
        for one in formats
        if "%m" in one and "%d" in one
    )

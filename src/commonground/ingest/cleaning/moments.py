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
IN_UTC = r"(Z|[+-]00:?00)$"
OFFSET = r"[+-]\d\d:?\d\d$"
WITH_TIME = r"[T ]\d\d:\d\d"


@ibis.udf.scalar.builtin(signature=(("string", "array<string>"), "timestamp"))
def try_strptime(written, formats):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Read a moment in the first format that fits."""


@ibis.udf.scalar.builtin(name="timezone", signature=(("string", "timestamp"), "timestamp('UTC')"))
def _on_the_line(zone, local):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Return the instant of a local time."""


@ibis.udf.scalar.builtin(name="timezone", signature=(("string", "timestamp('UTC')"), "timestamp"))
def _on_the_clock(zone, instant):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Return the local time of an instant."""


def with_moment(rows: ir.Table, name: str, *, named: Moment, zone: str, step: Step) -> ir.Table:
    """Add a moment, in the city's own time.

    Parameters
    ----------
    rows
        Rows of a file.
    name
        Of the column with the local time; nothing where it cannot be read. Beside it come
        ``NAME_written``, ``NAME_timed`` (whether the time of the day is written too) and
        ``NAME_exists`` (whether the clocks showed it: they skip an hour in spring).
    named
        The columns and formats.
    zone
        The city's time zone.
    step
        Puts a view between two steps of the query.
    """
    written, at, timed, exists = name + "_written", name, name + "_timed", name + "_exists"
    kind = rows[named.columns[0]].type()
    rows = step(rows.mutate(**{written: together(rows, named.columns)}))
    if len(named.columns) == 1 and kind.is_temporal():
        in_utc = ibis.literal(named.stored == "utc" or getattr(kind, "timezone", None) is not None)
        parsed = {
            at: rows[named.columns[0]].cast("timestamp"),
            timed: ibis.literal(not kind.is_date()),
        }
    else:
        is_long = rows[written].re_search(WITH_TIME)
        bare = ibis.ifelse(is_long, rows[written].re_replace(OFFSET, ""), rows[written])
        formats = tuple(dict.fromkeys((*named.formats, *ISO)))
        with_hour = [one for one in formats if any(hour in one for hour in HOURS)]
        in_utc = ibis.literal(named.stored == "utc")
        if named.stored is None:
            in_utc = rows[written].re_search(IN_UTC)
        parsed = {
            at: try_strptime(bare, list(formats)),
            timed: try_strptime(bare, with_hour).notnull(),
        }
    rows = step(rows.mutate(**parsed, in_utc=surely(in_utc)))
    local = _on_the_clock(zone, _on_the_line("UTC", rows[at]))
    rows = step(rows.mutate(**{at: ibis.ifelse(rows.in_utc & rows[timed], local, rows[at])}))
    shown = shifted(rows[at], zone=zone)
    return rows.mutate(**{exists: ~rows[timed] | (shown == rows[at])}).drop("in_utc")


def shifted(at: ir.TimestampValue, *, zone: str) -> ir.TimestampValue:
    """Return local times as the clocks showed them: what they skipped is an hour later."""
    return _on_the_clock(zone, _on_the_line(zone, at))


def recorded_on(recorded: ir.TimestampValue, formats: Sequence[str]) -> ir.DateValue:
    """Return the day by which a record was made: of a month without a day, its last."""
    if formats and not any(mark in one for one in formats for mark in DAYS):
        recorded = recorded + ibis.interval(months=1) - ibis.interval(days=1)
    return recorded.date()


def swapped(formats: Sequence[str]) -> tuple[str, ...]:
    """Return formats with day and month changing places, where they have both as numbers."""
    return tuple(
        one.replace("%m", "\0").replace("%d", "%m").replace("\0", "%d")
        for one in formats
        if "%m" in one and "%d" in one
    )

"""Quality: what the incidents of a city can show, and what they cannot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import TYPE_CHECKING

import ibis
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from commonground.core.incidents import CATEGORIES
from commonground.ingest.cities.city_file import CityFile
from commonground.ingest.cleaning.offences import UNKNOWN
from commonground.ingest.cleaning.rows import LOCATED, OUTSIDE
from commonground.ingest.findings import DRUG, findings

if TYPE_CHECKING:
    import ibis.expr.types as ir

LISTED = 200
"""Offences that are listed; the rest are added up."""

BUSIEST = 15
"""Points that are listed, for a person to look at."""

LONGEST_SILENCE_DAYS = 14
"""Days without any incident, where there is one every day, after which something is missing."""

RARE_SILENCE = 4
"""Where silences are usual, so many times as long a one is none of them."""

THIN_SHARE = 0.5
"""A month with a smaller share of the median of the year around it is thin."""

HALF_YEAR = 6
"""Months on either side of a month that make the year around it."""

STRAY_SHARE = 0.1
"""A month with a smaller share of the usual, at either end, holds strays from other times."""


@dataclass(frozen=True, slots=True, eq=False)
class Quality:
    """Tables on the records, one row for each thing counted, and what they come to in words.

    Parameters
    ----------
    offences
        ``offence``, ``category``, ``is_known`` (a rule names it), ``rows``, ``incidents``.
    coordinates
        ``category``, ``incidents``, ``without`` coordinates that can be true.
    points
        ``category``, ``incidents`` with a place, different ``points``, ``at_busiest`` of them.
    months
        ``agency``, ``month``, ``incidents``.
    gaps
        ``agency``, ``starts``, ``ends`` (the day after), ``kind``: ``silent`` or ``thin``.
    records
        ``rows`` that made one incident (the last adds up all above), ``incidents``.
    bookings
        ``institution``, ``incidents``, ``drug`` incidents.
    busiest
        Points with most drug incidents, institutions left out: ``location``, ``x_m``, ``y_m``,
        ``incidents``, ``days`` on which there was one.
    initiated
        ``category``, ``police``, ``citizen``, ``unknown``.
    premises
        ``category``, ``indoors``, ``outdoors``, ``unknown``.
    hours
        ``hour`` (empty where only the day is known), ``incidents``.
    days
        ``day``, ``incidents`` of drugs, every day from the first to the last.
    delays
        ``quantile``, ``days`` from incident to record; empty where records have no date.
    alike
        Incidents without a number that another is like in all that was read.
    outside
        Rows whose coordinates cannot be true.
    located
        Rows with a place.
    findings
        What a reader should know, in sentences.
    """

    offences: pd.DataFrame
    coordinates: pd.DataFrame
    points: pd.DataFrame
    months: pd.DataFrame
    gaps: pd.DataFrame
    records: pd.DataFrame
    bookings: pd.DataFrame
    busiest: pd.DataFrame
    initiated: pd.DataFrame
    premises: pd.DataFrame
    hours: pd.DataFrame
    days: pd.DataFrame
    delays: pd.DataFrame
    alike: int
    outside: int
    located: int
    findings: tuple[str, ...]

    def tables(self) -> dict[str, pd.DataFrame]:
        """Return the tables by name."""
        held = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: table for name, table in held.items() if isinstance(table, pd.DataFrame)}


def quality_of(
    incidents: ir.Table, *, charges: ir.Table, rows: ir.Table, city: CityFile
) -> Quality:
    """Look at incidents, and at the rows they were made of.

    Parameters
    ----------
    incidents, charges
        What settling made.
    rows
        Cleaned rows.
    city
        The city file.
    """
    months = _months(incidents)
    usable = rows.filter(rows.reason.isnull())
    made = Quality(
        offences=_offences(charges, rows),
        coordinates=_coordinates(incidents),
        points=_points(incidents),
        months=months,
        gaps=_gaps(incidents, months),
        records=_records(incidents),
        bookings=_bookings(incidents, city=city),
        busiest=_busiest(incidents),
        initiated=_spread(incidents, "initiated_by", ("police", "citizen", "unknown")),
        premises=_spread(incidents, "premise", ("indoors", "outdoors", "unknown")),
        hours=_hours(incidents),
        days=_days(incidents, months),
        delays=_delays(incidents),
        alike=_alike(usable),
        outside=_count(usable.filter(usable.place_known == OUTSIDE)),
        located=_count(usable.filter(usable.place_known == LOCATED)),
        findings=(),
    )
    said = findings(made.tables(), alike=made.alike, outside=made.outside, located=made.located)
    return replace(made, findings=tuple(said))


def covered(incidents: ir.Table, *, months: pd.DataFrame, today: date) -> tuple[date, date] | None:
    """Return the first and the last day that the records of every agency reach, if there are any.

    Stray records from years before, and thin months at either end, are left out; days between may
    be missing all the same. A month that is over, and at whose end an agency is silent for no
    longer than it is now and then, is reached to its end.

    Parameters
    ----------
    incidents
        What settling made.
    months
        As in `Quality`.
    today
        No record can be later.
    """
    spans = []
    for agency, days in _days_seen(incidents):
        counts = usual_counts(months[months["agency"] == agency])
        full = counts.index[~_is_thin(counts)]
        starts, ends = full[0], full[-1] + pd.offsets.MonthEnd(1)
        within = days[days.between(starts, ends)]
        usual = pd.Timedelta(days=_usual_silence(within))
        first, last = within.min(), within.max()
        is_over = ends < pd.Timestamp(today)
        spans.append(
            (
                starts if first - starts <= usual else first,
                ends if is_over and ends - last <= usual else last,
            )
        )
    starts, ends = max(first for first, _ in spans), min(last for _, last in spans)
    return (starts.date(), ends.date()) if starts <= ends else None


def usual_counts(months: pd.DataFrame) -> pd.Series:
    """Return an agency's incidents by month, of the months that its files are of.

    Some incidents are recorded years after they happened; months before the first, and after the
    last, that holds a tenth of the median of the twelve busiest belong to those.

    Parameters
    ----------
    months
        Of one agency, the rows of ``Quality.months``.
    """
    counts = months.set_index(pd.DatetimeIndex(months["month"]))["incidents"]
    busy = counts.index[counts >= STRAY_SHARE * counts.nlargest(2 * HALF_YEAR).median()]
    return counts.loc[busy[0] : busy[-1]]


def _count(rows: ir.Table) -> int:
    return int(rows.count().execute())


def _frame(table: ir.Table) -> pd.DataFrame:
    frame: pd.DataFrame = table.to_pandas()
    return frame


def _drug(incidents: ir.Table) -> ir.Table:
    return incidents.filter(incidents.category.isin(DRUG))


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Put categories in their order."""
    place = {category: at for at, category in enumerate(CATEGORIES)}
    return table.sort_values("category", key=lambda names: names.map(place), ignore_index=True)


def _offences(charges: ir.Table, rows: ir.Table) -> pd.DataFrame:
    unknown = rows.filter(rows.reason.isnull() & (rows["rank"] == UNKNOWN)).offence
    named = ibis.coalesce(charges.offence, "")
    grouped = charges.group_by(offence=named, category=charges.category).agg(
        rows=charges["rows"].sum(), incidents=charges.incident.nunique()
    )
    found = _frame(grouped.order_by(ibis.desc("rows"), "offence", "category"))
    strange = set(unknown.name("offence").as_table().distinct().to_pandas()["offence"].fillna(""))
    found["is_known"] = ~(found["offence"].isin(strange) & (found["category"] == CATEGORIES[-1]))
    listed, rest = found.iloc[:LISTED], found.iloc[LISTED:]
    if len(rest):
        added = {
            "offence": f"{len(rest):,} more",
            "category": "",
            "rows": rest["rows"].sum(),
            "incidents": rest["incidents"].sum(),
            "is_known": bool(rest["is_known"].all()),
        }
        listed = pd.concat([listed, pd.DataFrame([added])], ignore_index=True)
    return listed[["offence", "category", "is_known", "rows", "incidents"]]


def _coordinates(incidents: ir.Table) -> pd.DataFrame:
    found = incidents.group_by("category").agg(
        incidents=incidents.count(), without=incidents.x_m.isnull().sum()
    )
    return _in_order(_frame(found))


def _points(incidents: ir.Table) -> pd.DataFrame:
    located = incidents.filter(incidents.x_m.notnull())
    each = located.group_by("category", "x_m", "y_m").agg(incidents=located.count())
    found = each.group_by("category").agg(
        incidents=each.incidents.sum(), points=each.count(), at_busiest=each.incidents.max()
    )
    return _in_order(_frame(found))


def _months(incidents: ir.Table) -> pd.DataFrame:
    month = incidents.at.truncate("M").date()
    found = incidents.group_by("agency", month=month).agg(incidents=incidents.count())
    return _frame(found.order_by("agency", "month"))


def _records(incidents: ir.Table) -> pd.DataFrame:
    most = 5
    rows = ibis.least(incidents["rows"], most)
    found = _frame(incidents.group_by(rows=rows).agg(incidents=incidents.count()))
    whole = found.set_index("rows").reindex(range(1, most + 1), fill_value=0).reset_index()
    return whole


def _bookings(incidents: ir.Table, *, city: CityFile) -> pd.DataFrame:
    booked = incidents.filter(incidents.booked_at.notnull())
    found = booked.group_by(institution=booked.booked_at).agg(
        incidents=booked.count(), drug=booked.category.isin(DRUG).sum()
    )
    names = pd.DataFrame({"institution": [one.name for one in city.institutions]}, dtype="str")
    table = names.merge(_frame(found), on="institution", how="left")
    return table.fillna({"incidents": 0, "drug": 0}).astype({"incidents": "int64", "drug": "int64"})


def _busiest(incidents: ir.Table) -> pd.DataFrame:
    drug = _drug(incidents)
    there = drug.filter(drug.x_m.notnull() & drug.booked_at.isnull())
    found = there.group_by("x_m", "y_m").agg(
        location=there.location.min(), incidents=there.count(), days=there.at.date().nunique()
    )
    order = (ibis.desc("incidents"), "x_m", "y_m")
    columns = ["location", "x_m", "y_m", "incidents", "days"]
    return _frame(found.order_by(*order).limit(BUSIEST).select(*columns))


def _spread(incidents: ir.Table, column: str, kinds: Sequence[str]) -> pd.DataFrame:
    counts = {kind: (incidents[column] == kind).sum() for kind in kinds}
    return _in_order(_frame(incidents.group_by("category").agg(**counts)))


def _hours(incidents: ir.Table) -> pd.DataFrame:
    hour = ibis.ifelse(incidents.hour_known, incidents.at.hour().cast("int64"), ibis.null("int64"))
    found = incidents.group_by(hour=hour).agg(incidents=incidents.count()).order_by("hour")
    return _frame(found)


def _days(incidents: ir.Table, months: pd.DataFrame) -> pd.DataFrame:
    drug = _drug(incidents)
    found = _frame(drug.group_by(day=drug.at.date()).agg(incidents=drug.count()))
    if found.empty:
        return found
    by_day = found.set_index(pd.DatetimeIndex(found["day"]))["incidents"]
    usual = usual_counts(months.groupby("month")["incidents"].sum().reset_index()).index
    starts, ends = usual[0], usual[-1] + pd.offsets.MonthEnd(1)
    whole = pd.date_range(max(starts, by_day.index.min()), min(ends, by_day.index.max()), freq="D")
    return by_day.reindex(whole, fill_value=0).rename_axis("day").reset_index()


def _delays(incidents: ir.Table) -> pd.DataFrame:
    quantiles = (0.1, 0.25, 0.5, 0.75, 0.9, 0.99)
    dated = incidents.filter(incidents.recorded_on.notnull())
    delay = dated.recorded_on.delta(dated.at.date(), unit="day")
    found = dated.aggregate(**{f"q{n}": delay.quantile(q) for n, q in enumerate(quantiles)})
    days = _frame(found).iloc[0].to_numpy(dtype=np.float64)
    return pd.DataFrame({"quantile": quantiles, "days": days}).dropna(ignore_index=True)


def _gaps(incidents: ir.Table, months: pd.DataFrame) -> pd.DataFrame:
    """Return stretches in which an agency recorded nothing, or much less than it usually does."""
    gaps = []
    for agency, days in _days_seen(incidents):
        counts = usual_counts(months[months["agency"] == agency])
        within = days[days.between(counts.index[0], counts.index[-1] + pd.offsets.MonthEnd(1))]
        silent = within.diff().dt.days.to_numpy() - 1
        longest = max(LONGEST_SILENCE_DAYS, RARE_SILENCE * _usual_silence(within))
        for at in np.flatnonzero(silent >= longest):
            starts = within.iloc[at - 1] + pd.Timedelta(days=1)
            gaps.append((agency, starts, within.iloc[at], "silent"))
        gaps += [
            (agency, month, month + pd.offsets.MonthBegin(1), "thin")
            for month in counts.index[_is_thin(counts)]
        ]
    table = pd.DataFrame(gaps, columns=["agency", "starts", "ends", "kind"])
    return table.sort_values(["agency", "starts"], ignore_index=True)


def _days_seen(incidents: ir.Table) -> Iterator[tuple[str, pd.Series]]:
    """Yield each agency with the days on which it recorded anything, in order."""
    seen = incidents.select("agency", day=incidents.at.date()).distinct()
    for agency, of in _frame(seen.order_by("agency", "day")).groupby("agency", sort=True):
        yield str(agency), pd.Series(pd.DatetimeIndex(of["day"]))


def _usual_silence(days: pd.Series) -> float:
    """Return the days without an incident that one silence in twenty exceeds."""
    return float(days.diff().dt.days.sub(1).quantile(0.95)) if len(days) > 1 else 0.0


def _is_thin(counts: pd.Series) -> NDArray[np.bool_]:
    """Say which months hold much less than those of the year around them."""
    around = counts.rolling(2 * HALF_YEAR + 1, center=True, min_periods=1).median()
    return (counts < THIN_SHARE * around).to_numpy(dtype=np.bool_)


def _alike(rows: ir.Table) -> int:
    counted = ~rows.takes_back & ~rows.merges_alike
    unnumbered = rows.filter(rows.number.isnull() & counted)
    each = unnumbered.group_by("content").agg(rows=unnumbered.count())
    return int(each.filter(each["rows"] > 1)["rows"].sum().execute() or 0)

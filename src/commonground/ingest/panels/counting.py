"""Counting: incidents of any number become a panel, as one expression for every engine.

The expression is Ibis, and what it compiles to differs with the engine; what comes out does not.
It counts in two steps. The first goes through all incidents once and leaves a row for each place,
period and mix of categories: few, however many incidents there are. The second adds these rows up
into outcomes, and lays them over all places and periods.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
import pandas as pd
import pyarrow as pa

from commonground.core.cells import Grid
from commonground.core.errors import DataError
from commonground.core.incidents import AND, INITIATORS
from commonground.core.intervention import Intervention
from commonground.core.periods import Periods, PeriodUnit
from commonground.core.places import Places
from commonground.ingest.files.rows import RepeatedColumn

if TYPE_CHECKING:
    import ibis

SNAP_M = 10.0
"""How far outside a place a point may lie and still be counted in it: about half a street."""

FARTHEST_M = 1e9
"""A coordinate beyond this is no place on earth; it is as good as infinite."""

TRUNCATED: Final[dict[PeriodUnit, str]] = {
    "day": "D",
    "week": "W",
    "month": "M",
    "quarter": "Q",
    "year": "Y",
}
"""What Ibis calls each calendar unit; its weeks begin on Monday, as those of `Periods` do."""

COUNTED, INITIATED, BOOKED, UNLOCATED, OUTSIDE, OTHER_TIMES = range(6)
"""Why an incident was left out; of several reasons the first."""

PLACE, PERIOD, TREATED = "place", "period", "treated"


@dataclass(frozen=True, slots=True, eq=False)
class PanelPlan:
    """What incidents are counted into.

    Parameters
    ----------
    places
        Places with geometry, or cells of ``grid``. A point on a shared boundary belongs to the
        first of its places.
    periods
        Calendar periods that the incidents cover in full.
    outcomes
        Name of each outcome, with the categories it adds up. An incident of several categories
        counts once for an outcome that adds up any of them.
    covariates
        One row a place, in the order of ``places``.
    intervention
        Marks its area as treated from its start on.
    grid
        The grid that the places are cells of: points are then put into cells by arithmetic.
    snap_m
        How far outside every place a point may lie and still be counted in the nearest, in metres.
        Without meaning for cells.
    initiated_by
        Who must have started the record, as in ``("citizen", "unknown")``; anyone if left out.
    booked
        Whether incidents are counted that were booked at an institution.
    """

    places: Places
    periods: Periods
    outcomes: Mapping[str, Sequence[str]]
    covariates: pd.DataFrame | None = None
    intervention: Intervention | None = None
    grid: Grid | None = None
    snap_m: float = SNAP_M
    initiated_by: Sequence[str] | None = None
    booked: bool = True

    def __post_init__(self) -> None:
        """Check that there is something to count in."""
        if self.periods.unit == "number" or not (self.grid or self.places.has_geometry):
            raise DataError(
                "Incidents are counted in places with geometry and in calendar periods. Give the "
                "places a boundary file, and say whether a period is a week, a month or a quarter."
            )
        if self.covariates is not None and len(self.covariates) != len(self.places):
            raise DataError(
                f"{len(self.covariates)} rows of covariates were given for "
                f"{len(self.places)} places."
            )
        for name, listed in (*self.outcomes.items(), ("initiated_by", self.initiated_by)):
            if isinstance(listed, str):
                raise DataError(f"{name} is the text {listed!r}; a list is needed, [{listed!r}].")
        for who in self.initiated_by or ():
            if who not in INITIATORS:
                raise DataError(
                    f"{who!r} is not known to initiate a record; it is one of "
                    f"{', '.join(INITIATORS)}."
                )


def panel_expression(
    incidents: ibis.Table, *, located: ibis.Table | Grid, plan: PanelPlan
) -> ibis.Table:
    """Return the panel as one expression, the same on every engine.

    Parameters
    ----------
    incidents
        A table of incidents; see `commonground.core.incidents.Incidents`.
    located
        Columns ``x_m``, ``y_m`` and ``place``: the position of each point's place; see
        `commonground.ingest.panels.locating.locate`. Or the grid that the places are cells of.
    plan
        What is counted into what.

    Returns
    -------
    ibis.Table
        One row for every place and period, in their order: ``place`` (id), ``period`` (label),
        the outcomes, the covariates, and ``treated`` (1 or 0) where there is an intervention. A
        cell without incidents is a true zero.

    Raises
    ------
    RepeatedColumn
        If two columns of the panel would have one name. Capital letters make no difference.
    """
    return laid_out(first_counts(incidents, located=located, plan=plan), plan=plan)


def distinct_points(incidents: ibis.Table, *, plan: PanelPlan) -> ibis.Table:
    """Return the points, ``x_m`` and ``y_m``, that have to be located before counting."""
    told = _told(incidents, plan)
    points = told.filter(told.left_out == COUNTED).select("x_m", "y_m")
    return points.filter(~_is_missing(points.x_m) & ~_is_missing(points.y_m)).distinct()


def held_cells(incidents: ibis.Table, *, grid: Grid) -> ibis.Table:
    """Return the ``column`` and ``row`` of every cell of a grid that holds an incident."""
    cells = _in_cells(incidents.select("x_m", "y_m"), grid).select("column", "row").distinct()
    return cells.filter(~_is_missing(cells.column) & ~_is_missing(cells.row))


def first_counts(
    incidents: ibis.Table, *, located: ibis.Table | Grid, plan: PanelPlan
) -> ibis.Table:
    """Return the first step of `panel_expression`, which goes through every incident.

    Returns
    -------
    ibis.Table
        ``left_out`` (why; 0 for counted), ``at_place`` and ``at_period`` (positions), ``mix`` (of
        categories) and ``incidents`` (how many).
    """
    import ibis

    periods = ibis.memtable(_periods(plan)).select("began", "at_period")
    placed = _placed(_told(incidents, plan), located, plan).left_join(periods, "began")
    why = ibis.cases(
        (placed.left_out != COUNTED, placed.left_out),
        (_is_missing(placed.at_place), OUTSIDE),
        (_is_missing(placed.at_period), OTHER_TIMES),
        else_=COUNTED,
    )
    kept = {
        name: (why == COUNTED).ifelse(placed[name], None)
        for name in ("at_place", "at_period", "mix")
    }
    rows = placed.select(left_out=why, **kept)
    return rows.group_by(["left_out", *kept]).aggregate(incidents=rows.count())


def laid_out(first: ibis.Table, *, plan: PanelPlan) -> ibis.Table:
    """Return the second step of `panel_expression`, for what the first one found."""
    import ibis

    columns = _columns(plan)
    places, periods = ibis.memtable(_places(plan)), ibis.memtable(_periods(plan))
    counted = first.filter(first.left_out == COUNTED)
    summed = counted.group_by(["at_place", "at_period"]).aggregate(
        {
            f"outcome_{at}": _sum(counted.incidents, where=_any(counted.mix, categories))
            for at, categories in enumerate(plan.outcomes.values())
        }
    )

    full = places.cross_join(periods).left_join(summed, ["at_place", "at_period"])
    full = full.order_by(["at_place", "at_period"])
    made = {name: full[name].fill_null(0) for name in columns.values() if name in summed.columns}
    if plan.intervention is not None:
        made["treated"] = (full.in_area & full.under_way).cast("int64")
    return full.select(
        **{given: made[name] if name in made else full[name] for given, name in columns.items()}
    )


def notes(counts: Mapping[int, int], *, plan: PanelPlan) -> tuple[str, ...]:
    """Say what was left out.

    Parameters
    ----------
    counts
        Incidents for each reason, ``left_out`` of `first_counts`.
    plan
        What was asked for.
    """
    said = {
        INITIATED: f"were not initiated by {' or '.join(plan.initiated_by or ())}",
        BOOKED: "were booked at an institution",
        UNLOCATED: "have no coordinates",
        OUTSIDE: "lie outside every place",
        OTHER_TIMES: "fall outside the periods",
    }
    total = sum(counts.values())
    return tuple(
        f"{counts[reason]:,} of {total:,} incidents {words} and were left out."
        for reason, words in said.items()
        if counts.get(reason)
    )


def _told(incidents: ibis.Table, plan: PanelPlan) -> ibis.Table:
    """Return of each incident what matters, and whether it was left out before it was located."""
    import ibis

    x, y = incidents.x_m.cast("float64"), incidents.y_m.cast("float64")
    mix = incidents.category
    if "categories" in incidents.columns:
        mix = ibis.coalesce(incidents.categories, mix)
    reasons = [(_is_missing(x) | _is_missing(y) | x.isnan() | y.isnan(), UNLOCATED)]
    if not plan.booked and "booked_at" in incidents.columns:
        reasons.insert(0, (~_is_missing(incidents.booked_at), BOOKED))
    if plan.initiated_by is not None:
        wanted = incidents.initiated_by.fill_null("").isin(list(plan.initiated_by))
        reasons.insert(0, (~wanted, INITIATED))
    return incidents.select(
        left_out=ibis.cases(*reasons, else_=COUNTED),
        x_m=_joinable(x),
        y_m=_joinable(y),
        began=incidents.at.truncate(TRUNCATED[plan.periods.unit]).date(),
        mix=mix,
    )


def _is_missing(column: ibis.Column) -> ibis.BooleanColumn:
    return column.isnull()


def _joinable(metres: ibis.Column) -> ibis.Column:
    """Return coordinates that mean the same to every engine: none is infinite, no zero negative."""
    import ibis

    known = ibis.and_(metres >= -FARTHEST_M, metres <= FARTHEST_M)
    return known.ifelse((metres == 0).ifelse(0.0, metres), None)


def _placed(told: ibis.Table, located: ibis.Table | Grid, plan: PanelPlan) -> ibis.Table:
    import ibis

    if not isinstance(located, Grid):
        located = located.select("x_m", "y_m", at_place=located.place)
        return told.left_join(located, ["x_m", "y_m"])

    columns, rows = located.indices(plan.places.ids)
    at = np.arange(len(plan.places), dtype=np.int32)
    cells = ibis.memtable(pa.table({"column": columns, "row": rows, "at_place": at}))
    return _in_cells(told, located).left_join(cells, ["column", "row"])


def _in_cells(points: ibis.Table, grid: Grid) -> ibis.Table:
    """Add the ``column`` and ``row`` of each point's cell; the arithmetic is that of `Grid`."""
    column, row = (
        ((_joinable(points[name].cast("float64")) - origin) / grid.size_m).floor().cast("int64")
        for name, origin in zip(("x_m", "y_m"), grid.origin_m, strict=True)
    )
    return points.mutate(column=column, row=row)


def _sum(counts: ibis.Column, *, where: ibis.Column) -> ibis.Column:
    """Add up counts, exactly: as floating point, since DuckDB's whole sums fit no Parquet file."""
    return counts.cast("float64").sum(where=where).cast("int64")


def _any(mix: ibis.Column, categories: Iterable[str]) -> ibis.Column:
    """Whether any of some categories is in a mix: as a whole, not as a part of another's name."""
    import ibis

    fenced = ibis.literal(AND) + mix + AND
    return ibis.or_(*(fenced.contains(f"{AND}{category}{AND}") for category in categories))


def _columns(plan: PanelPlan) -> dict[str, str]:
    """Return what each column of the panel is called before names given by people come in."""
    names = [
        (PLACE, "place"),
        (PERIOD, "period"),
        *((name, f"outcome_{at}") for at, name in enumerate(plan.outcomes)),
        *((name, f"covariate_{at}") for at, name in enumerate(_covariates(plan))),
    ]
    if plan.intervention is not None:
        names.append((TREATED, "treated"))
    repeated = [
        name for name, n in Counter(str(given).lower() for given, _ in names).items() if n > 1
    ]
    if repeated:
        raise RepeatedColumn(
            f"The panel would have two columns named {repeated[0]!r}; capital letters make no "
            "difference. Rename an outcome or a covariate."
        )
    return {str(given): name for given, name in names}


def _covariates(plan: PanelPlan) -> pd.DataFrame:
    return pd.DataFrame() if plan.covariates is None else plan.covariates


def _places(plan: PanelPlan) -> pa.Table:
    """Return one row a place: position, id, covariates and whether it is in the area."""
    covariates = _covariates(plan)
    table = {
        "at_place": pa.array(np.arange(len(plan.places), dtype=np.int32)),
        "place": pa.array(plan.places.ids, pa.string()),
    } | {
        f"covariate_{at}": pa.array(covariates.iloc[:, at], from_pandas=True)
        for at in range(covariates.shape[1])
    }
    if plan.intervention is not None:
        inside = np.zeros(len(plan.places), dtype=bool)
        inside[plan.intervention.treated(plan.places)] = True
        table["in_area"] = pa.array(inside)
    return pa.table(table)


def _periods(plan: PanelPlan) -> pa.Table:
    """Return one row a period: position, label, first day and whether the intervention runs."""
    periods = plan.periods
    at = np.arange(len(periods), dtype=np.int32)
    table = {
        "at_period": pa.array(at),
        "period": pa.array(periods.labels, pa.string()),
        "began": pa.array(periods.edges[:-1].date, pa.date32()),
    }
    if plan.intervention is not None:
        table["under_way"] = pa.array(at >= periods.position(plan.intervention.starts))
    return pa.table(table)

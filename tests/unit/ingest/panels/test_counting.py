"""Incidents become the same panel on every engine, whatever is odd about them."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import ibis
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from commonground.core.cells import Grid, UnknownCell
from commonground.core.errors import DataError
from commonground.core.intervention import Intervention
from commonground.core.periods import CALENDAR, Periods, PeriodUnit
from commonground.core.places import Places
from commonground.ingest.engines import duckdb_engine
from commonground.ingest.files.rows import RepeatedColumn
from commonground.ingest.panels import count_panel
from commonground.ingest.panels.counting import (
    PanelPlan,
    distinct_points,
    first_counts,
    notes,
    panel_expression,
)
from commonground.ingest.synthetic import OUTCOMES, CityPlan, SyntheticCity, synthetic_city

if TYPE_CHECKING:
    from ibis.backends.pyspark import Backend as Spark

SHAPES = np.array([shapely.box(0, 0, 100, 250), shapely.box(100, 0, 200, 250)])
SQUARES = Places(ids=("west", "east"), geometry=SHAPES)
GRID = Grid(size_m=200.0)
SMALL = CityPlan(columns=36, rows=26, market_blocks=(6, 5, 4), apart_m=500.0)


def periods(unit: PeriodUnit, first: str, count: int) -> Periods:
    ordinal = int(pd.Period(first, freq=CALENDAR[unit]).ordinal)
    return Periods(unit=unit, first=ordinal, count=count)


PLAN = PanelPlan(
    places=SQUARES,
    periods=periods("quarter", "2019-01-01", 2),
    outcomes={"drugs": ("drug sale", "drug possession"), "violent": ("violent",)},
)


def table(*rows: dict[str, Any]) -> ibis.Table:
    usual = {
        "at": "2019-02-01",
        "x_m": 50.0,
        "y_m": 50.0,
        "category": "violent",
        "initiated_by": "citizen",
    }
    frame = pd.DataFrame([usual | row for row in rows])
    frame["at"] = pd.to_datetime(frame["at"], format="ISO8601")
    return ibis.memtable(pa.Table.from_pandas(frame, preserve_index=False))


def located(*points: tuple[float, float, int]) -> ibis.Table:
    x, y, place = zip(*(points or [(50.0, 50.0, 0), (150.0, 50.0, 1)]), strict=True)
    return ibis.memtable(pa.table({"x_m": x, "y_m": y, "place": pa.array(place, pa.int32())}))


def panel(
    incidents: ibis.Table,
    tmp_path: Path,
    *,
    where: ibis.Table | Grid | None = None,
    **change: Any,  # noqa: ANN401  passed on
) -> pd.DataFrame:
    where = located() if where is None else where
    return fetched(
        panel_expression(incidents, located=where, plan=replace(PLAN, **change)), tmp_path
    )


def fetched(expression: ibis.Table, folder: Path) -> pd.DataFrame:
    engine = duckdb_engine(spill=folder / "spill", workers=2)
    engine.to_parquet(expression, folder / "table.parquet")
    engine.disconnect()
    table: pd.DataFrame = pq.read_table(folder / "table.parquet").to_pandas()
    return table


def test_gives_one_row_a_place_and_period_in_order_with_true_zeros(tmp_path: Path) -> None:
    counted = panel(
        table({"x_m": 150.0}, {"at": "2019-06-30T23:59:59", "category": "drug sale"}), tmp_path
    )

    assert counted.to_dict("list") == {
        "place": ["west", "west", "east", "east"],
        "period": ["2019Q1", "2019Q2"] * 2,
        "drugs": [0, 1, 0, 0],
        "violent": [0, 0, 1, 0],
    }
    assert counted["drugs"].dtype == np.int64


def test_counts_an_incident_of_several_categories_once_for_each_outcome(tmp_path: Path) -> None:
    mixes = ("drug sale + drug possession", "drug sale + violent", None)

    counted = panel(
        table(*({"category": "drug sale", "categories": mix} for mix in mixes)), tmp_path
    )

    assert counted["drugs"].sum() == 3
    assert counted["violent"].sum() == 1


def test_knows_a_category_from_one_that_holds_its_name(tmp_path: Path) -> None:
    counted = panel(
        table({"category": "non-violent"}, {"category": "violent + crime"}, {"category": None}),
        tmp_path,
        outcomes={"violent": ("violent",)},
    )

    assert counted["violent"].sum() == 1


def test_adds_covariates_and_marks_the_treated(tmp_path: Path) -> None:
    counted = panel(
        table({}),
        tmp_path,
        covariates=pd.DataFrame({"People": [10, 20], "share": [0.5, np.nan]}),
        intervention=Intervention(name="call-in", area=("east",), starts="2019Q2"),
    )

    assert list(counted.columns[-3:]) == ["People", "share", "treated"]
    assert counted["People"].tolist() == [10, 10, 20, 20]
    assert counted["share"].isna().tolist() == [False, False, True, True]
    assert counted["treated"].tolist() == [0, 0, 0, 1]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (
            periods("day", "2019-03-30", 3),
            [1, 2, 1],
        ),  # clocks go forward in Europe on the second day
        (periods("week", "2019-03-25", 2), [4, 1]),
        (periods("month", "2019-03", 2), [4, 1]),
        (periods("quarter", "2019Q1", 2), [4, 1]),
        (periods("year", "2019", 1), [5]),
    ],
    ids=["day", "week", "month", "quarter", "year"],
)
def test_puts_a_moment_into_the_period_of_its_wall_clock(
    tmp_path: Path, when: Periods, expected: list[int]
) -> None:
    moments = (
        "2019-03-29T23:59:59.999999",
        "2019-03-30T00:00",
        "2019-03-31T02:30",
        "2019-03-31T23:59",
        "2019-04-01T00:00",
    )

    counted = panel(
        table(*({"at": moment} for moment in moments)),
        tmp_path,
        periods=when,
    )

    assert counted["violent"].tolist()[: len(when)] == expected


def test_joins_a_zero_to_a_negative_zero(tmp_path: Path) -> None:
    incidents = table({"x_m": -0.0}, {"x_m": 0.0, "y_m": -0.0})

    points = fetched(distinct_points(incidents, plan=PLAN), tmp_path)
    counted = panel(incidents, tmp_path, where=located((0.0, 50.0, 0), (0.0, 0.0, 1)))

    assert not np.signbit(points[["x_m", "y_m"]].to_numpy()).any()
    assert counted["violent"].tolist() == [1, 0, 1, 0]


def test_asks_for_the_place_of_each_point_once(tmp_path: Path) -> None:
    unusable = ({"x_m": value} for value in (np.nan, None, np.inf, -1e300))

    points = fetched(distinct_points(table({}, {}, {"y_m": 7.0}, *unusable), plan=PLAN), tmp_path)

    assert sorted(points["y_m"]) == [7.0, 50.0]


def test_puts_points_into_cells_by_arithmetic(tmp_path: Path) -> None:
    cells = GRID.cells(shapely.box(200, 200, 600, 400))
    points = [(200.0, 200.0), (399.9, 399.9), (400.0, 200.0), (600.0, 200.0), (np.inf, 200.0)]

    counted = panel(
        table(*({"x_m": x, "y_m": y} for x, y in points)), tmp_path, places=cells, where=GRID
    )

    assert counted["place"].tolist() == np.repeat(cells.ids, 2).tolist()
    assert counted["violent"].tolist() == [2, 0, 1, 0]


@pytest.mark.parametrize(
    ("change", "reason", "expected"),
    [
        ({"initiated_by": ("citizen", "unknown")}, "were not initiated by citizen or unknown", 2),
        ({"booked": False}, "were booked at an institution", 1),
        ({}, "", 3),
    ],
    ids=["by whom", "booked", "all"],
)
def test_leaves_out_what_it_is_told_to(
    tmp_path: Path, change: dict[str, Any], reason: str, expected: int
) -> None:
    incidents = table(
        {"initiated_by": "police", "booked_at": "county jail"},
        {"initiated_by": "unknown", "booked_at": None},
        {"booked_at": "county jail"},
    )
    plan = replace(PLAN, **change)

    first = fetched(first_counts(incidents, located=located(), plan=plan), tmp_path)
    sums = first.groupby("left_out")["incidents"].sum()
    said = notes(dict(zip(sums.index.tolist(), sums.tolist(), strict=True)), plan=plan)

    assert panel(incidents, tmp_path, **change)["violent"].sum() == expected
    assert said == (
        (f"{3 - expected} of 3 incidents {reason} and were left out.",) if reason else ()
    )


def test_leaves_few_rows_after_the_first_step(tmp_path: Path) -> None:
    rows = [{"at": f"2019-0{1 + n % 9}-02", "x_m": 50.0 + n % 3} for n in range(100)]

    first = fetched(first_counts(table(*rows), located=located(), plan=PLAN), tmp_path)

    assert len(first) == 4  # two quarters in the west, outside every place, other times
    assert first["incidents"].sum() == 100


@pytest.mark.parametrize(
    "change",
    [
        {"covariates": pd.DataFrame({"Violent": [1, 2]})},
        {"outcomes": {"place": ("violent",)}},
        {"outcomes": {"drugs": ("drug sale",), "Drugs": ("drug sale",)}},
    ],
    ids=["outcome and covariate", "place", "capitals"],
)
def test_refuses_two_columns_of_one_name(change: dict[str, Any]) -> None:
    with pytest.raises(RepeatedColumn, match="capital letters make no difference"):
        panel_expression(table({}), located=located(), plan=replace(PLAN, **change))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"places": Places(ids=("west",))}, "boundary file"),
        ({"periods": Periods(unit="number", first=1, count=4)}, "calendar periods"),
        ({"covariates": pd.DataFrame({"people": [1]})}, "1 rows of covariates .* 2 places"),
        ({"outcomes": {"drugs": "drug sale"}}, r"\['drug sale'\]"),
        ({"initiated_by": "citizen"}, r"\['citizen'\]"),
        ({"initiated_by": ("dispatcher",)}, "'dispatcher' is not known"),
    ],
    ids=["no geometry", "numbered", "covariates", "text", "by text", "by whom"],
)
def test_refuses_a_plan_that_cannot_be_followed(change: dict[str, Any], words: str) -> None:
    with pytest.raises(DataError, match=words):
        replace(PLAN, **change)


def test_refuses_places_that_are_no_cells_of_the_grid() -> None:
    with pytest.raises(UnknownCell, match="'west'"):
        panel_expression(table({}), located=GRID, plan=PLAN)


@pytest.fixture(scope="module")
def city() -> SyntheticCity:
    """Give a small city."""
    return synthetic_city(seed=3, plan=SMALL)


def messy(city: SyntheticCity, folder: Path) -> list[Path]:
    """Write a city's incidents in two files that differ, with all that is odd in real ones."""
    random = np.random.default_rng(8)
    frame = city.incidents.frame.sample(frac=1, random_state=8).reset_index(drop=True)
    odd = random.integers(40, size=len(frame))
    frame.loc[odd == 0, ["x_m", "y_m"]] = np.nan
    frame.loc[odd == 1, "x_m"] = -0.0
    frame.loc[odd == 2, "y_m"] = np.inf
    frame.loc[odd == 3, "at"] += pd.Timedelta(days=4000)
    frame.loc[odd == 4, "category"] = None
    frame.loc[odd == 5, "at"] = frame["at"].dt.normalize()
    mixed = frame["category"].mask(odd > 35, "drug sale + weapon")
    half = len(frame) // 2
    parts = [
        frame[:half].assign(categories=mixed[:half]),
        frame[half:].assign(booked_at=pd.Series("county jail", frame.index).where(odd == 7)),
    ]
    files = [folder / "first.parquet", folder / "second.parquet"]
    for part, file in zip(parts, files, strict=True):
        part.to_parquet(file, index=False)
    return files


@pytest.mark.slow  # starts Java
@pytest.mark.parametrize(("unit", "count"), [("week", 150), ("month", 40), ("quarter", 12)])
@pytest.mark.parametrize("kind", ["blocks", "segments", "cells"])
def test_counts_the_same_on_duckdb_and_spark(  # noqa: PLR0917  pytest passes them by name
    tmp_path: Path, spark: "Spark", city: SyntheticCity, unit: PeriodUnit, count: int, kind: str
) -> None:
    when = periods(unit, str(city.periods.edges[0].date()), count)
    plan = PanelPlan(places=city.places, periods=when, outcomes=OUTCOMES)
    if kind == "blocks":
        starts = city.periods.labels[10]
        plan = replace(
            plan,
            covariates=city.covariates.assign(
                park=np.where(city.covariates["vacant"] > 1, 0.1, np.nan)
            ),
            intervention=replace(city.intervention, starts=starts) if unit == "quarter" else None,
            booked=False,
        )
    elif kind == "segments":
        plan = replace(plan, places=city.ground.segments, snap_m=30.0, initiated_by=("citizen",))
    else:
        area = shapely.union_all(city.places.geometry)
        plan = replace(plan, places=GRID.cells(area), grid=GRID)
    files = messy(city, tmp_path)

    ours = count_panel(files, plan=plan, out=tmp_path / "duckdb.parquet")
    theirs = count_panel(files, plan=plan, out=tmp_path / "spark.parquet", engine=spark)

    assert pq.read_table(ours.file).equals(pq.read_table(theirs.file))
    assert (ours.incidents, ours.notes) == (theirs.incidents, theirs.notes)
    assert pq.read_metadata(ours.file).num_rows == len(plan.places) * len(plan.periods)
    assert len(ours.notes) >= 3


@pytest.mark.slow  # starts Java
def test_counts_nothing_the_same_on_duckdb_and_spark(
    tmp_path: Path, spark: "Spark", city: SyntheticCity
) -> None:
    file = tmp_path / "incidents.parquet"
    city.incidents.frame.assign(x_m=np.nan).to_parquet(file)
    plan = PanelPlan(places=city.places, periods=city.periods, outcomes=OUTCOMES)

    ours = count_panel(file, plan=plan, out=tmp_path / "duckdb.parquet")
    theirs = count_panel(file, plan=plan, out=tmp_path / "spark.parquet", engine=spark)

    assert ours.incidents == theirs.incidents == 0
    assert pq.read_table(ours.file).equals(pq.read_table(theirs.file))

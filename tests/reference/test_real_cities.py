"""The cities of the packs on their real files, beside what others have counted in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from pyproj import Transformer

from commonground.core.periods import periods_between
from commonground.ingest.cities.reading import read_city
from commonground.ingest.engines import Engine
from commonground.ingest.findings import DRUG
from commonground.ingest.ingesting import CHARGES, INCIDENTS, REJECTS, Ingested, ingest
from commonground.ingest.panels import count_panel
from commonground.ingest.panels.boundaries import read_boundaries
from commonground.ingest.panels.counting import PanelPlan
from commonground.ingest.panels.outcomes import STANDARD_OUTCOMES
from commonground.ingest.parts import Part

if TYPE_CHECKING:
    from ibis.backends.pyspark import Backend as Spark

Shared: TypeAlias = Callable[[str], Path]

TODAY = date(2026, 8, 31)
"""After the last record of every file."""

WITHIN_M = 2.0
"""Between two projections of the same point: the reference went by way of another datum."""

ST_LOUIS = "stlouis_slmpd_incidents_2008_2017.parquet"
NEIGHBOURHOODS = "geo_stlouis_neighborhoods.parquet"


@dataclass(frozen=True, eq=False)
class Taken:
    """What came of a real file, and where it is."""

    ingested: Ingested
    folder: Path

    @property
    def incidents(self) -> pd.DataFrame:
        """The incidents."""
        return pd.read_parquet(self.folder / INCIDENTS)

    @property
    def charges(self) -> pd.DataFrame:
        """What they were recorded as."""
        return pd.read_parquet(self.folder / CHARGES)

    @property
    def rows(self) -> pd.DataFrame:
        """The cleaned rows."""
        (part,) = self.parts
        found = pd.read_parquet(self.folder / "work" / "parts" / f"{part.key}.parquet")
        return found.set_index("_row").sort_index()

    @property
    def parts(self) -> tuple[Part, ...]:
        """The files."""
        return self.ingested.parts


def taken(city: str, file: Path, folder: Path) -> Taken:
    ingested = ingest([file], city=read_city(city), out=folder, work=folder / "work", today=TODAY)
    return Taken(ingested, folder)


@pytest.fixture(scope="module")
def before(shared_data: Shared, tmp_path_factory: pytest.TempPathFactory) -> Taken:
    """Ingest San Francisco, 2012."""
    file = shared_data("sf_sfpd_incidents_2012H2_geoda.parquet")
    return taken("san-francisco-2012", file, tmp_path_factory.mktemp("2012"))


@pytest.fixture(scope="module")
def after(shared_data: Shared, tmp_path_factory: pytest.TempPathFactory) -> Taken:
    """Ingest San Francisco, 2026."""
    file = shared_data("sf_sfpd_incidents_2026_feb_aug_map90d.parquet")
    return taken("san-francisco", file, tmp_path_factory.mktemp("2026"))


@pytest.fixture(scope="module")
def tempe(shared_data: Shared, tmp_path_factory: pytest.TempPathFactory) -> Taken:
    """Ingest Tempe."""
    file = shared_data("tempe_opioid_ems_calls_2017.parquet")
    return taken("tempe-overdoses", file, tmp_path_factory.mktemp("tempe"))


@pytest.fixture(scope="module")
def st_louis(shared_data: Shared, tmp_path_factory: pytest.TempPathFactory) -> Taken:
    """Ingest St. Louis."""
    return taken("st-louis", shared_data(ST_LOUIS), tmp_path_factory.mktemp("st-louis"))


@pytest.fixture(scope="module")
def reference(shared_data: Shared) -> pd.DataFrame:
    """Give what others made of the rows of St. Louis, by the number of the row."""
    columns = [
        name for name in pq.read_schema(shared_data(ST_LOUIS)).names if name.startswith("norm_")
    ]
    found = pd.read_parquet(shared_data(ST_LOUIS), columns=columns)
    return found.set_index(np.arange(1, len(found) + 1))


def drug_rows(found: Taken, *offences: str) -> int:
    charges = found.charges
    return int(charges.loc[charges["offence"].isin(offences), "rows"].sum())


def drug_incidents(found: Taken) -> int:
    return int(found.incidents["category"].isin(DRUG).sum())


def test_counts_the_drug_incidents_of_san_francisco_in_2012(before: Taken) -> None:
    held = before.incidents["categories"].str.contains("|".join(DRUG), regex=True)

    assert drug_rows(before, "DRUG/NARCOTIC") == 3_897
    assert (held.sum(), drug_incidents(before)) == (1_719, 1_719)


def test_counts_the_drug_incidents_of_san_francisco_in_2026(after: Taken) -> None:
    charges = after.charges

    assert drug_rows(after, "Drug Offense") == 5_190
    assert charges.loc[charges["offence"] == "Drug Offense", "incident"].nunique() == 3_801


def test_rejects_nothing_of_san_francisco(before: Taken, after: Taken) -> None:
    assert (before.ingested.balance.rows, before.ingested.balance.rejections) == (13_472, 0)
    assert (after.ingested.balance.rows, after.ingested.balance.rejections) == (44_105, 0)


def test_knows_that_the_hour_of_san_francisco_is_lost(before: Taken, after: Taken) -> None:
    assert not before.incidents["hour_known"].any()
    assert not after.incidents["hour_known"].any()


def test_knows_every_offence_of_san_francisco(before: Taken, after: Taken) -> None:
    for found in (before.ingested.quality.offences, after.ingested.quality.offences):
        assert found.loc[found["offence"] != "", "is_known"].all()


def test_marks_what_was_booked_at_the_hall_of_justice(before: Taken) -> None:
    booked = before.ingested.quality.bookings.set_index("institution")["drug"]

    assert booked.filter(like="Hall of Justice").iloc[0] > 0


def test_says_that_points_of_2026_lie_on_intersections(after: Taken) -> None:
    located = after.rows[after.rows["offence"] == "Drug Offense"].dropna(subset="x_m")

    assert len(located[["x_m", "y_m"]].drop_duplicates()) == 619
    assert any(
        "points were moved to intersections" in one for one in after.ingested.quality.findings
    )


def test_keeps_every_overdose_of_tempe(tempe: Taken) -> None:
    balance = tempe.ingested.balance

    assert (balance.rows, balance.kept, balance.rejections) == (3_379, 3_379, 0)
    assert set(tempe.incidents["category"]) == {"overdose"}
    assert set(tempe.incidents["initiated_by"]) == {"citizen"}


@pytest.mark.slow
def test_accounts_for_every_row_of_st_louis(st_louis: Taken) -> None:
    balance = st_louis.ingested.balance

    assert (balance.rows, balance.kept, balance.merged, balance.cancelled, balance.rejections) == (
        548_413,
        523_261,
        7_891,
        17_056,
        205,
    )
    assert balance.cancelled == 2 * 8_528
    assert len(pd.read_csv(st_louis.folder / REJECTS)) == 205


@pytest.mark.slow
def test_reads_three_generations_of_columns_in_one_file(st_louis: Taken) -> None:
    (part,) = st_louis.parts

    assert len(part.layouts) == 3
    assert set(st_louis.rows["layout"]) == set(part.layouts)


@pytest.mark.slow
def test_covers_the_ten_years_that_the_files_of_st_louis_are_of(st_louis: Taken) -> None:
    assert st_louis.ingested.covers == (date(2008, 1, 1), date(2017, 12, 31))


@pytest.mark.slow
def test_takes_for_reversals_what_others_do(st_louis: Taken, reference: pd.DataFrame) -> None:
    rows = st_louis.rows

    assert rows["takes_back"].sum() == 8_698
    assert (rows["takes_back"] == (reference["norm_count"] == -1)).all()


@pytest.mark.slow
def test_takes_for_drugs_what_others_do(st_louis: Taken, reference: pd.DataFrame) -> None:
    code = st_louis.rows["offence"]

    assert (code.str.startswith("18") == reference["norm_drug"]).all()
    assert (code.str[:2] == reference["norm_ucr2"]).all()
    drug = reference["norm_drug"].to_numpy(bool)
    assert drug.sum() == 21_815
    assert (code[drug].str.startswith("183")).sum() == 536
    assert (code[drug].str.startswith("182")).mean() == pytest.approx(0.962, abs=0.001)


@pytest.mark.slow
def test_reads_the_moments_that_others_do(st_louis: Taken, reference: pd.DataFrame) -> None:
    usable = st_louis.rows["reason"].isna()
    found, others = st_louis.rows["at"][usable], reference["norm_datetime"][usable]

    assert (found == pd.to_datetime(others)).all()


@pytest.mark.slow
def test_reads_the_month_of_record_that_others_do(st_louis: Taken, reference: pd.DataFrame) -> None:
    found = pd.to_datetime(st_louis.rows["recorded_on"]).dt.strftime("%Y-%m")

    assert (found == reference["norm_coded_month"]).all()


@pytest.mark.slow
def test_puts_points_where_others_do(st_louis: Taken, reference: pd.DataFrame) -> None:
    rows = st_louis.rows
    both = rows["x_m"].notna() & reference["norm_lon"].notna()
    turn = Transformer.from_crs("EPSG:4326", "EPSG:26915", always_xy=True)
    x, y = turn.transform(reference["norm_lon"][both], reference["norm_lat"][both])

    apart = np.hypot(rows["x_m"][both] - x, rows["y_m"][both] - y)
    assert apart.max() < WITHIN_M
    assert both.sum() == rows["x_m"].notna().sum()


@pytest.mark.slow
def test_finds_as_many_places_as_others_do(st_louis: Taken, reference: pd.DataFrame) -> None:
    located, others = st_louis.rows["x_m"].notna(), reference["norm_lon"].notna()
    drug = reference["norm_drug"].to_numpy(bool)

    assert others.mean() == pytest.approx(0.977, abs=0.001)
    assert located.mean() == pytest.approx(others.mean(), abs=0.001)
    assert located[drug].sum() == pytest.approx(21_531, abs=20)


@pytest.mark.slow
def test_never_reads_what_others_have_added(
    st_louis: Taken, shared_data: Shared, tmp_path: Path
) -> None:
    table = pq.read_table(shared_data(ST_LOUIS))
    raw = [name for name in table.column_names if not name.startswith(("norm_", "_source"))]
    pq.write_table(table.select(raw), tmp_path / ST_LOUIS)

    again = taken("st-louis", tmp_path / ST_LOUIS, tmp_path)

    assert again.ingested.balance == st_louis.ingested.balance
    pd.testing.assert_frame_equal(again.incidents, st_louis.incidents)


def counted(found: Taken, engine: Engine | None, *, file: Path, places: Path) -> pd.DataFrame:
    """Count St. Louis by neighbourhood and month."""
    plan = PanelPlan(
        places=read_boundaries(places, place="NHD_NAME", crs="EPSG:26915").places,
        periods=periods_between("2008-01", "2017-12", unit="month"),
        outcomes=STANDARD_OUTCOMES,
    )
    count_panel(found.folder / INCIDENTS, plan=plan, out=file, engine=engine)
    return pd.read_parquet(file)


@pytest.mark.slow
def test_counts_the_same_on_duckdb_and_on_spark(
    st_louis: Taken, shared_data: Shared, tmp_path: Path, spark: Spark
) -> None:
    places = shared_data(NEIGHBOURHOODS)

    one, other = (
        counted(st_louis, engine, file=tmp_path / f"{name}.parquet", places=places)
        for name, engine in (("duckdb", None), ("spark", spark))
    )

    assert len(one) == 88 * 120
    assert one["drugs"].sum() > 20_000
    pd.testing.assert_frame_equal(one, other)

"""Panels are counted from incidents without losing one, in memory and from files."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from commonground.core.cells import Grid
from commonground.core.errors import DataError
from commonground.core.incidents import Incidents, NotIncidents
from commonground.core.intervention import Intervention
from commonground.core.panel import Panel
from commonground.core.periods import Periods
from commonground.core.places import Places
from commonground.ingest.files import UnreadableFile
from commonground.ingest.panels import (
    PanelPlan,
    cells_holding,
    count_panel,
    locating,
    panel_from_incidents,
    read_panel,
)

if TYPE_CHECKING:
    from ibis.backends.pyspark import Backend as Spark

SHAPES = np.array([shapely.box(0, 0, 100, 250), shapely.box(100, 0, 200, 250)])
SQUARES = Places(ids=("west", "east"), geometry=SHAPES)
QUARTERS = Periods(unit="quarter", first=pd.Period("2019Q1").ordinal, count=2)
OUTCOMES = {"drugs": ("drug sale", "drug possession"), "violent": ("violent",)}
PLAN = PanelPlan(places=SQUARES, periods=QUARTERS, outcomes=OUTCOMES)
ROWS = (
    ("2019-01-01", 50, 50, "drug sale"),
    ("2019-05-01", 150, 50, "violent"),
    ("2019-05-01", 900, 50, "violent"),
)


def incidents(*rows: tuple[str, float, float, str]) -> Incidents:
    frame = pd.DataFrame(list(rows), columns=["at", "x_m", "y_m", "category"])
    return Incidents(
        frame.assign(
            at=pd.to_datetime(frame["at"], format="ISO8601"),
            incident=[str(number) for number in range(len(frame))],
            initiated_by="citizen",
        )
    )


def counted(*rows: tuple[str, float, float, str], **how: Any) -> Panel:  # noqa: ANN401
    return panel_from_incidents(
        incidents(*rows), places=SQUARES, periods=QUARTERS, outcomes=OUTCOMES, **how
    )


def written(folder: Path, frame: pd.DataFrame, *, parts: int = 1) -> list[Path]:
    files = [folder / f"part-{at}.parquet" for at in range(parts)]
    for at, file in enumerate(files):
        frame.iloc[at::parts].to_parquet(file, index=False)
    return files


def test_counts_incidents_by_place_period_and_outcome() -> None:
    panel = counted(
        ("2019-01-01T00:00", 50, 50, "drug sale"),
        ("2019-03-31T23:59", 50, 50, "drug possession"),
        ("2019-04-01T00:00", 50, 50, "drug sale"),
        ("2019-05-01T12:00", 150, 50, "violent"),
        ("2019-05-01T12:00", 150, 50, "disorder"),
    )

    assert panel.series("drugs").tolist() == [[2, 1], [0, 0]]
    assert panel.series("violent").tolist() == [[0, 0], [0, 1]]
    assert not panel.missing.any()
    assert panel.notes == ()


def test_counts_a_point_on_a_boundary_once_and_one_beside_in_the_nearest() -> None:
    panel = counted(
        ("2019-01-01", 100, 50, "violent"),
        ("2019-01-01", 204, 50, "violent"),
    )

    assert panel.series("violent").tolist() == [[1, 0], [1, 0]]


def test_says_what_it_left_out() -> None:
    panel = counted(
        ("2019-01-01", 50, 50, "violent"),
        ("2019-01-01", np.nan, np.nan, "violent"),
        ("2019-01-01", 900, 50, "violent"),
        ("2018-12-31T23:59", 50, 50, "violent"),
        ("2019-07-01", 50, 50, "violent"),
    )

    assert panel.counts.sum() == 1
    assert panel.notes == (
        "1 of 5 incidents have no coordinates and were left out.",
        "1 of 5 incidents lie outside every place and were left out.",
        "2 of 5 incidents fall outside the periods and were left out.",
    )


def test_marks_the_area_from_the_start_on() -> None:
    call_in = Intervention(name="call-in", area=("east",), starts="2019Q2")

    panel = counted(("2019-01-01", 50, 50, "violent"), intervention=call_in)

    assert panel.marked is not None
    assert panel.marked.tolist() == [[False, False], [False, True]]
    assert Intervention.marked_in(panel, name="call-in") == call_in


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["2019-01-01", "2019-06-30T23:59", "2018-06-01", "2020-01-01"]),
            st.floats(min_value=-300, max_value=500),
            st.floats(min_value=-300, max_value=500),
            st.sampled_from(["drug sale", "violent"]),
        ),
        min_size=1,
        max_size=30,
    )
)
@settings(deadline=None, max_examples=20)  # each is a session of its own
def test_accounts_for_every_incident(rows: list[tuple[str, float, float, str]]) -> None:
    panel = counted(*rows)

    left_out = sum(int(note.split()[0]) for note in panel.notes)
    assert panel.counts.sum() + left_out == len(rows)


def test_refuses_places_without_geometry() -> None:
    with pytest.raises(DataError, match="boundary file"):
        panel_from_incidents(
            incidents(("2019-01-01", 1, 1, "violent")),
            places=Places(ids=("west",)),
            periods=QUARTERS,
            outcomes=OUTCOMES,
        )


def test_counts_any_of_several_categories_once() -> None:
    frame = incidents(("2019-01-01", 50, 50, "drug sale")).frame

    panel = panel_from_incidents(
        Incidents(frame.assign(categories="drug sale + drug possession + violent")),
        places=SQUARES,
        periods=QUARTERS,
        outcomes=OUTCOMES,
    )

    assert panel.counts.sum(axis=(0, 1)).tolist() == [1, 1]


def test_counts_nothing_where_nothing_is_asked() -> None:
    panel = panel_from_incidents(incidents(*ROWS), places=SQUARES, periods=QUARTERS, outcomes={})

    assert panel.counts.shape == (2, 2, 0)


def test_counts_in_cells() -> None:
    grid = Grid(size_m=500.0)

    panel = panel_from_incidents(
        incidents(*ROWS),
        places=grid.cells(shapely.box(0, 0, 1000, 500)),
        periods=QUARTERS,
        outcomes=OUTCOMES,
        grid=grid,
    )

    assert panel.places.kind == "cell"
    assert panel.series("violent").tolist() == [[0, 1], [0, 1]]


def test_finds_the_cells_that_ever_hold_an_incident() -> None:
    nowhere = [("2019-01-01", value, 50, "violent") for value in (np.nan, np.inf)]
    grid = Grid(size_m=500.0)

    cells = cells_holding(incidents(*ROWS, *nowhere), grid=grid)

    assert cells.ids == grid.cells(shapely.box(0, 0, 1000, 500)).ids


def test_counts_the_same_from_files_as_from_memory(tmp_path: Path) -> None:
    files = written(tmp_path, incidents(*ROWS).frame, parts=2)

    from_files = panel_from_incidents(files, places=SQUARES, periods=QUARTERS, outcomes=OUTCOMES)

    assert from_files.counts.tolist() == counted(*ROWS).counts.tolist()
    assert from_files.notes == ("1 of 3 incidents lie outside every place and were left out.",)


def test_writes_a_panel_that_can_be_read_again(tmp_path: Path) -> None:
    plan = replace(
        PLAN,
        covariates=pd.DataFrame({"people": [10, 20]}),
        intervention=Intervention(name="call-in", area=("east",), starts="2019Q2"),
    )

    done = count_panel(
        written(tmp_path, incidents(*ROWS).frame), plan=plan, out=tmp_path / "new" / "panel.parquet"
    )
    panel = read_panel(done.file, place="place", period="period", treated="treated")

    assert (done.incidents, len(done.notes)) == (2, 1)
    assert panel.places.ids == SQUARES.ids
    assert panel.series("violent").tolist() == [[0, 0], [0, 1]]
    assert panel.covariates["people"].tolist() == [10, 20]
    assert panel.marked is not None
    assert panel.marked.tolist() == [[False, False], [False, True]]
    assert [path.name for path in done.file.parent.iterdir()] == ["panel.parquet"]


def test_counts_the_same_in_any_order_batch_and_number_of_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locating, "PIECE", 50)
    random = np.random.default_rng(2)
    frame = incidents(
        *zip(
            random.choice(["2019-01-01", "2019-04-01", "2020-01-01"], size=2000),
            *random.uniform(-50, 250, size=(2, 2000)),
            random.choice(["drug sale", "violent"], size=2000),
            strict=True,
        )
    ).frame
    tables = []
    for name, parts, workers, batch in (("one", 1, 1, 10_000), ("two", 5, 2, 300)):
        monkeypatch.setattr(locating, "BATCH", batch)
        files = written(tmp_path, frame.sample(frac=1, random_state=workers), parts=parts)
        done = count_panel(files, plan=PLAN, out=tmp_path / f"panel-{name}", workers=workers)
        tables.append((pq.read_table(done.file), done.notes))

    assert tables[0] == tables[1]


def test_keeps_the_last_panel_if_it_is_stopped(tmp_path: Path) -> None:
    file = tmp_path / "panel.parquet"
    file.write_bytes(b"the last one")

    def stopped(stage: str, done: int, _: int) -> None:
        if stage == "laying out the panel" and done == 0:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        count_panel(
            written(tmp_path, incidents(*ROWS).frame), plan=PLAN, out=file, progress=stopped
        )

    assert file.read_bytes() == b"the last one"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["panel.parquet", "part-0.parquet"]


def test_tells_how_far_it_is(tmp_path: Path) -> None:
    told: list[str] = []

    count_panel(
        written(tmp_path, incidents(*ROWS).frame),
        plan=PLAN,
        out=tmp_path / "panel.parquet",
        progress=lambda stage, done, total: told.append(f"{stage} {done}/{total}"),
    )

    assert told == [
        "finding the points 0/1",
        "finding the points 1/1",
        "locating points 3/3",
        "counting incidents 0/1",
        "counting incidents 1/1",
        "laying out the panel 0/1",
        "laying out the panel 1/1",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"at": pd.to_datetime(["2019-01-01"]).tz_localize("UTC")}, "without a time zone"),
        ({"at": ["2019-01-01"]}, "holds (large_)?string"),
    ],
    ids=["zone", "text"],
)
def test_refuses_files_without_local_moments(
    tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    files = written(tmp_path, incidents(ROWS[0]).frame.assign(**change))

    with pytest.raises(NotIncidents, match=words):
        count_panel(files, plan=PLAN, out=tmp_path / "panel.parquet")


def nanoseconds(folder: Path) -> list[Path]:
    frame = incidents(ROWS[0]).frame
    return written(folder, frame.assign(at=frame["at"].dt.as_unit("ns")))


def test_counts_moments_to_the_nanosecond(tmp_path: Path) -> None:
    done = count_panel(nanoseconds(tmp_path), plan=PLAN, out=tmp_path / "panel.parquet")

    assert done.incidents == 1


@pytest.mark.slow  # starts Java
def test_refuses_nanoseconds_on_spark(tmp_path: Path, spark: "Spark") -> None:
    with pytest.raises(NotIncidents, match="microseconds, or count on DuckDB"):
        count_panel(nanoseconds(tmp_path), plan=PLAN, out=tmp_path / "panel.parquet", engine=spark)


def test_refuses_files_that_hold_no_incidents(tmp_path: Path) -> None:
    (file,) = written(tmp_path, incidents(*ROWS).frame.drop(columns=["x_m", "category"]))

    with pytest.raises(NotIncidents, match=r"part-0.parquet lacks x_m, category;"):
        count_panel(file, plan=PLAN, out=tmp_path / "panel.parquet")


@pytest.mark.parametrize(
    ("content", "words"), [(None, "There is no file"), (b"at,x_m", "cannot be read as Parquet")]
)
def test_refuses_files_it_cannot_read(tmp_path: Path, content: bytes | None, words: str) -> None:
    file = tmp_path / "incidents.parquet"
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(UnreadableFile, match=words):
        panel_from_incidents([file], places=SQUARES, periods=QUARTERS, outcomes=OUTCOMES)


def test_refuses_no_file_at_all(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="at least one"):
        count_panel([], plan=PLAN, out=tmp_path / "panel.parquet")

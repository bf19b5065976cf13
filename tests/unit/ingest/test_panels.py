"""Panels come from files and from incidents without losing a digit or a count."""

import gzip
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from commonground.core.errors import DataError
from commonground.core.incidents import Incidents
from commonground.core.intervention import Intervention
from commonground.core.panel import NotACount, Panel, RepeatedCell, UnknownColumn
from commonground.core.periods import Periods, UnreadablePeriods
from commonground.core.places import Places, UnsafePlaceIds
from commonground.ingest.panels import (
    RepeatedColumn,
    UnmatchedPlaces,
    UnreadableFile,
    panel_from_incidents,
    read_panel,
    read_places,
)

SIXTEEN = "5303300010010021", "9303300010010023"
TABLE = pd.DataFrame(
    {
        "block": np.repeat([int(place) for place in SIXTEEN], 2),
        "quarter": ["2019Q1", "2019Q2"] * 2,
        "drugs": [0, 1, 2, 3],
        "people": [10, 10, 20, 20],
        "street": "Elm",
    }
)
SHAPES = np.array([shapely.box(0, 0, 100, 250), shapely.box(100, 0, 200, 250)])
SQUARES = Places(ids=("west", "east"), geometry=SHAPES)
QUARTERS = Periods(unit="quarter", first=pd.Period("2019Q1").ordinal, count=2)
OUTCOMES = {"drugs": ("drug sale", "drug possession"), "violent": ("violent",)}


def read(file: Path, **how: Any) -> Panel:  # noqa: ANN401  passed on
    return read_panel(file, place="block", period="quarter", **how)


def written(folder: Path, *, name: str, table: pd.DataFrame = TABLE) -> Path:
    file = folder / name
    if "csv" in name:
        table.to_csv(file, index=False)
    else:
        table.to_parquet(file)
    return file


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


@pytest.mark.parametrize(("mark", "name"), [(";", "';'"), ("\t", "tabs")])
def test_says_that_columns_are_not_separated_by_commas(
    tmp_path: Path, mark: str, name: str
) -> None:
    (tmp_path / "panel.csv").write_text(TABLE.to_csv(index=False, sep=mark), encoding="utf-8")

    with pytest.raises(UnknownColumn, match=f"separated by {name}: save the file with commas"):
        read(tmp_path / "panel.csv")


def test_refuses_two_columns_of_one_name(tmp_path: Path) -> None:
    header, *rows = TABLE.to_csv(index=False).splitlines()
    doubled = [f"{header},{header.split(',')[-1]}", *(f"{row},0" for row in rows)]
    (tmp_path / "panel.csv").write_text("\n".join(doubled), encoding="utf-8")

    with pytest.raises(RepeatedColumn, match="has 2 columns named"):
        read(tmp_path / "panel.csv")


@pytest.mark.parametrize("name", ["panel.csv", "panel.csv.gz", "panel.parquet", "PANEL.CSV"])
def test_reads_every_kind_of_file_alike(tmp_path: Path, name: str) -> None:
    if name.isupper():
        (tmp_path / name).write_text(TABLE.to_csv(index=False), encoding="utf-8")
    else:
        written(tmp_path, name=name)

    panel = read(tmp_path / name)

    assert panel.places.ids == SIXTEEN
    assert panel.series("drugs").tolist() == [[0, 1], [2, 3]]
    assert panel.covariates["people"].tolist() == [10, 20]
    assert panel.notes == ("Columns left out because they hold no numbers: street.",)


def test_keeps_every_digit_and_leading_zero_of_an_id_in_csv(tmp_path: Path) -> None:
    file = tmp_path / "panel.csv"
    file.write_text(
        "block,quarter,drugs\n0053033000100100211,1,1\n0053033000100100212,1,2\nNA,1,3\n",
        encoding="utf-8",
    )

    panel = read(file, outcomes=["drugs"])

    assert panel.places.ids == ("0053033000100100211", "0053033000100100212", "NA")


def test_reads_a_file_that_opens_with_a_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "panel.csv"
    file.write_text(TABLE.to_csv(index=False), encoding="utf-8-sig")

    assert read(file).places.ids == SIXTEEN


@pytest.mark.parametrize("name", ["panel.csv", "panel.parquet"])
def test_reads_only_the_columns_it_is_told(tmp_path: Path, name: str) -> None:
    panel = read(written(tmp_path, name=name), outcomes=["drugs"], covariates=["people"])

    assert panel.notes == ()


def test_gives_places_their_boundaries(tmp_path: Path) -> None:
    shapes = shapely.to_wkb(SHAPES[::-1])
    pd.DataFrame({"block": SIXTEEN[::-1], "geometry": shapes}).to_parquet(tmp_path / "b.parquet")

    panel = read(written(tmp_path, name="panel.csv"), boundaries=tmp_path / "b.parquet")

    assert panel.places.ids == SIXTEEN
    assert shapely.equals(panel.places.geometry, SHAPES).all()


def test_refuses_boundaries_that_leave_a_place_out(tmp_path: Path) -> None:
    shapes = shapely.to_wkb(SHAPES[:1])
    pd.DataFrame({"block": SIXTEEN[:1], "geometry": shapes}).to_parquet(tmp_path / "b.parquet")

    with pytest.raises(UnmatchedPlaces, match=f"1 of the 2 .* '{SIXTEEN[1]}'"):
        read(written(tmp_path, name="panel.csv"), boundaries=tmp_path / "b.parquet")


def test_refuses_boundaries_that_are_no_geometry(tmp_path: Path) -> None:
    pd.DataFrame({"block": ["a"], "geometry": ["round"]}).to_parquet(tmp_path / "b.parquet")

    with pytest.raises(UnreadableFile, match="WKB"):
        read_places(tmp_path / "b.parquet", place="block")


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("none.csv", None, "There is no file"),
        ("empty.csv", b"", "is empty"),
        ("header.csv", b"block,quarter,drugs\n", "no rows"),
        ("panel.txt", b"block\n", "no known kind"),
        ("broken.parquet", b"PAR1 and then nothing", "cannot be read as Parquet"),
        ("broken.csv.gz", b"no gzip", "cannot be read as UTF-8 CSV"),
        ("latin.csv", "block,quarter,café\nä,1,2\n".encode("latin-1"), "cannot be read as UTF-8"),
        ("ragged.csv", b"block,quarter,drugs\na,1,2\nb,1,2,3,4\n", "cannot be read"),
        ("cut.csv.gz", gzip.compress(b"block,quarter\n" * 99, mtime=0)[:30], "cannot be read"),
    ],
    ids=[
        "absent",
        "empty",
        "no rows",
        "unknown",
        "no parquet",
        "no gzip",
        "latin",
        "ragged",
        "cut",
    ],
)
def test_refuses_a_file_it_cannot_read(
    tmp_path: Path, name: str, content: bytes | None, words: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)

    with pytest.raises(UnreadableFile, match=words):
        read(tmp_path / name)


@pytest.mark.parametrize("name", ["panel.csv", "panel.parquet"])
@pytest.mark.parametrize(
    ("table", "refused"),
    [
        (TABLE.assign(drugs=["0", "many", "2", "3"]), (NotACount, "'many' in row 2")),
        (pd.concat([TABLE, TABLE.iloc[:1]]), (RepeatedCell, "row 5")),
        (TABLE.assign(quarter=["3/4/19", "3/5/19"] * 2), (UnreadablePeriods, "more than one way")),
        (TABLE.drop(columns="drugs"), (UnknownColumn, "no column 'drugs'")),
        (TABLE.assign(block=pd.Series(["a", "a", None, "b"])), (UnsafePlaceIds, "no id in row 3")),
    ],
    ids=["text", "repeated", "two ways", "no column", "no id"],
)
def test_refuses_a_table_that_is_no_panel(
    tmp_path: Path, name: str, table: pd.DataFrame, refused: tuple[type[DataError], str]
) -> None:
    refusal, words = refused

    with pytest.raises(refusal, match=words):
        read(written(tmp_path, name=name, table=table), outcomes=["drugs"], covariates=["people"])


def test_refuses_sixteen_digits_stored_as_floating_point(tmp_path: Path) -> None:
    table = TABLE.assign(block=TABLE["block"].astype(float))

    with pytest.raises(UnsafePlaceIds, match="last digits"):
        read(written(tmp_path, name="panel.parquet", table=table))


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

"""Panels come from files without losing a digit or a count."""

import gzip
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely

from commonground.core.errors import DataError
from commonground.core.panel import NotACount, Panel, RepeatedCell, UnknownColumn
from commonground.core.periods import UnreadablePeriods
from commonground.core.places import UnsafePlaceIds
from commonground.ingest.files.rows import RepeatedColumn, UnreadableFile
from commonground.ingest.panels.tables import UnmatchedPlaces, read_panel, read_places

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


def read(file: Path, **how: Any) -> Panel:  # noqa: ANN401  passed on
    return read_panel(file, place="block", period="quarter", **how)


def written(folder: Path, *, name: str, table: pd.DataFrame = TABLE) -> Path:
    file = folder / name
    if "csv" in name:
        table.to_csv(file, index=False)
    else:
        table.to_parquet(file)
    return file


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

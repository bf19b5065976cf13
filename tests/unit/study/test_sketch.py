"""Tests of `study.sketch`: a first city file that works."""

from pathlib import Path

import pytest

from commonground.ingest.cities.reading import read_city
from commonground.ingest.files import UnreadableFile
from commonground.study.ingest import run_ingest
from commonground.study.sketch import ExistingFile, run_sketch
from tests.unit.ingest.elm_city import HEADER, TODAY, rows, write_rows


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """Write a file that nobody has described."""
    lines = [f"{line},1/2/19{at % 60 + 30}" for at, line in enumerate(rows(200))]
    header = HEADER.replace("No", "Case Number").replace("Lon,Lat", "Longitude,Latitude")
    return write_rows(tmp_path, lines, header=f"{header},SuspectDOB")


def test_writes_a_city_file_that_can_be_read(cases: Path, tmp_path: Path) -> None:
    written = run_sketch(cases, out=tmp_path / "new" / "elm.toml")

    assert written.file == tmp_path / "new" / "elm.toml"
    layout = read_city(written.file).file.layouts[0]
    assert layout.moment.columns == ("When",)
    assert layout.position is not None
    assert layout.position.columns == ("Longitude", "Latitude")
    assert written.checks


def test_says_which_columns_are_about_persons(cases: Path, tmp_path: Path) -> None:
    written = run_sketch(cases, out=tmp_path / "elm.toml")

    assert any("SuspectDOB" in person for person in written.persons)


def test_writes_a_city_file_with_which_its_file_can_be_ingested(
    cases: Path, tmp_path: Path
) -> None:
    written = run_sketch(cases, out=tmp_path / "elm.toml")

    run = run_ingest([cases], city=written.file, out=tmp_path / "out", today=TODAY, documents=False)

    assert run.ingested.balance.kept == 200


def test_writes_over_nothing(cases: Path, tmp_path: Path) -> None:
    (tmp_path / "elm.toml").write_text("mine")

    with pytest.raises(ExistingFile, match=r"elm\.toml is there already\. Name another"):
        run_sketch(cases, out=tmp_path / "elm.toml")

    assert (tmp_path / "elm.toml").read_text() == "mine"


def test_leaves_nothing_behind_of_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("")

    with pytest.raises(UnreadableFile, match="is empty"):
        run_sketch(tmp_path / "empty.csv", out=tmp_path / "new" / "elm.toml")

    assert [path.name for path in tmp_path.iterdir()] == ["empty.csv"]

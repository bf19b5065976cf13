"""`commonground find` as the shell calls it."""

import json
from pathlib import Path

import pandas as pd
import pytest
import shapely

from tests.program import Said, called
from tests.unit.find.made_up_streets import city_streets
from tests.unit.study.found_city import write_city, write_study


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Path]:
    folder = tmp_path_factory.mktemp("elm")
    write_city(folder / "ingest")
    return called("find", folder / "ingest", "--out", folder / "places"), folder


def plain(said: Said, *, of: str = "out") -> str:
    """Return what was said on one line: terminals break it where they like."""
    return " ".join(getattr(said, of).split())


def test_prints_the_candidate_places(found: tuple[Said, Path]) -> None:
    said, folder = found

    assert (said.code, said.err) == (0, "")
    assert "Candidate places in Elm City" in said.out
    assert "the order is no ranking" in said.out
    assert f"Places: {folder / 'places' / 'markets.geojson'}" in plain(said)


def test_prints_what_was_rejected_and_why(found: tuple[Said, Path]) -> None:
    assert "Looked at and rejected" in found[0].out
    assert "misses largest point" in plain(found[0])


def test_prints_what_to_know(found: tuple[Said, Path]) -> None:
    assert "100% of the" in plain(found[0])
    assert "possession" in plain(found[0])


def test_prints_what_change_could_be_shown_before_anyone_commits(
    found: tuple[Said, Path],
) -> None:
    said, folder = found

    assert "Smallest change of drug incidents that could be shown" in plain(said)
    assert "12 months" in said.out
    assert f"Designs: {folder / 'places' / 'designs'}" in plain(said)


def test_prints_json_for_programs(found: tuple[Said, Path], tmp_path: Path) -> None:
    study = write_study(found[1])

    said = called("run", study, "--out", tmp_path / "places", "--json")

    assert said.code == 0
    assert json.loads(said.out)["city"]


def test_takes_streets_and_the_column_that_names_them(
    found: tuple[Said, Path], tmp_path: Path
) -> None:
    lines, names = city_streets()
    streets = pd.DataFrame({"way": names, "geometry": shapely.to_wkb(lines)})
    streets.to_parquet(tmp_path / "streets.parquet")
    given = ("--streets", tmp_path / "streets.parquet", "--street-name")

    said, wrong = (
        called("find", found[1] / "ingest", "--out", tmp_path / name, "--json", *given, name)
        for name in ("way", "road")
    )

    assert json.loads(said.out)["unit"] == "street segment"
    assert wrong.code == 1
    assert "has no column 'road'; there are way" in plain(wrong, of="err")


def test_refuses_what_is_not_there_in_one_sentence(tmp_path: Path) -> None:
    said = called("find", tmp_path / "nothing.parquet", "--city", "st-louis")

    assert said.code == 1
    assert said.err.startswith("Error: There is no file")
    assert "Traceback" not in said.err

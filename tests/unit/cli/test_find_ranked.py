"""`commonground find` with layers and weights, as the shell calls it."""

import json
from pathlib import Path

import pytest

from tests.program import Said, called
from tests.unit.study.test_layers import write_elm


@pytest.fixture(scope="module")
def elm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_elm(tmp_path_factory.mktemp("elm"))
    (folder / "weights.toml").write_text("drug = 1\nchildren = 0.25\n", encoding="utf-8")
    return folder


def ranked(elm: Path, *more: str | Path) -> Said:
    return called(
        "find", elm / "ingest", "--out", elm / "places",
        "--layer", f"schools={elm / 'schools.geojson'}",
        "--layer", f"children={elm / 'blocks.geojson'}:under_18",
        "--weights", elm / "weights.toml", "--top", "1", *more,
    )  # fmt: skip


def test_prints_what_lies_near_and_how_places_rank(elm: Path) -> None:
    said = ranked(elm)

    assert (said.code, said.err) == (0, "")
    plain = " ".join(said.out.split())
    assert "Within 300 m of each boundary schools children 1 0 120 2 1 fewer than 11" in plain
    assert "Ranked with the weights drug 1, children 0.25" in plain
    assert "By these weights place 1 ranks first" in plain
    assert "harm index 90 % interval ranks first among first 1" in plain


def test_prints_json_with_the_weights(elm: Path) -> None:
    told = json.loads(ranked(elm, "--json").out)

    assert told["ranking"]["weights"] == {"drug": 1.0, "children": 0.25}
    assert [row["count"] for row in told["tables"]["exposures"]] == [0, 1, 120, None]


def test_refuses_a_layer_that_it_cannot_read(elm: Path) -> None:
    said = called("find", elm / "ingest", "--out", elm / "none", "--layer", "schools")

    assert said.code == 1
    assert said.err.startswith("Error: 'schools' names no layer. Write NAME=FILE")
    assert not (elm / "none").exists()

"""Layers and weights out of files, and what a study leaves of them."""

import json
from pathlib import Path

import pandas as pd
import pytest

from commonground.core.errors import DataError
from commonground.find.exposure import UnusableLayer
from commonground.find.weights import ImpossibleWeights
from commonground.ingest.files.rows import UnreadableFile
from commonground.ingest.panels.boundaries import UnusableBoundaries
from commonground.study.find import FindRun, run_find_study
from commonground.study.layers import (
    LayerSection,
    UnreadableWeights,
    layer_named,
    read_layers,
    read_weights,
)
from commonground.study.specification import BadStudy, read_find_study
from tests.unit.find.made_up import MARKET, SOUTH, WEST, Cluster, city
from tests.unit.study.found_city import CITY, write_incidents, write_study
from tests.unit.study.test_find import TODAY

CRS = "EPSG:26910"
OTHER = Cluster(WEST + 2_000, SOUTH + 2_000, incidents=90)

RANKED = """top = 1
layers = [
    { name = "schools", file = "schools.geojson" },
    { name = "children", file = "blocks.geojson", count = "under_18" },
]

[find.weights]
drug = 1
children = 0.25
"""


def write_features(file: Path, *features: tuple[dict[str, object], dict[str, object]]) -> Path:
    """Write geometries with their properties, in the metres of the made-up city."""
    told = {
        "type": "FeatureCollection",
        "crs": {"type": "name", "properties": {"name": CRS}},
        "features": [
            {"type": "Feature", "properties": properties, "geometry": geometry}
            for geometry, properties in features
        ],
    }
    file.write_text(json.dumps(told), encoding="utf-8")
    return file


def point(x: float, y: float) -> dict[str, object]:
    return {"type": "Point", "coordinates": [x, y]}


def square(x: float, y: float, side: float) -> dict[str, object]:
    ring = [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


def write_elm(folder: Path) -> Path:
    """Write a city with two markets, its schools and its children."""
    (folder / "ingest").mkdir(parents=True)
    (folder / "ingest" / "city.toml").write_text(CITY, encoding="utf-8")
    write_incidents(folder / "ingest" / "incidents.parquet", city(MARKET, OTHER, named=True))
    write_features(
        folder / "schools.geojson",
        (point(MARKET.x_m + 100, MARKET.y_m), {"name": "Elm High"}),
        (point(WEST, SOUTH), {"name": "Far Away"}),
    )
    write_features(
        folder / "blocks.geojson",
        (square(MARKET.x_m - 20, MARKET.y_m - 20, 40), {"under_18": 7}),
        (square(OTHER.x_m - 20, OTHER.y_m - 20, 40), {"under_18": "120"}),
    )
    return folder


@pytest.fixture(scope="module")
def elm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_elm(tmp_path_factory.mktemp("elm"))


@pytest.fixture(scope="module")
def ranked(elm: Path) -> tuple[FindRun, Path]:
    study = write_study(elm, more=RANKED)
    return run_find_study(study, out=elm / "places", today=TODAY), elm / "places"


def test_counts_and_ranks_what_a_study_names(ranked: tuple[FindRun, Path]) -> None:
    found = ranked[0].found

    larger, smaller = found.candidates
    held = found.exposures.set_index(["layer", "market"])["count"]
    assert held["schools"].to_dict() == {larger.id: 0, smaller.id: 1}
    assert held["children"].to_dict() == {larger.id: 120, smaller.id: 7}
    assert found.ranking is not None
    assert list(found.ranking.table["market"]) == [larger.id, smaller.id]
    assert found.ranking.top == 1


def test_writes_neither_a_few_children_nor_what_gives_them_away(
    ranked: tuple[FindRun, Path],
) -> None:
    _, out = ranked

    exposures = pd.read_csv(out / "tables" / "exposures.csv")
    of_children = exposures.loc[exposures["layer"] == "children", "count"]
    assert of_children.isna().tolist() == [False, True]
    features = json.loads((out / "markets.geojson").read_text("utf-8"))["features"]
    assert features[1]["properties"]["within_300_m_children"] is None
    assert features[1]["properties"]["within_300_m_schools"] == 1
    assert "children fewer than 11" in (out / "report.html").read_text("utf-8")


def test_ranks_the_same_however_few_children_there_are(
    ranked: tuple[FindRun, Path], tmp_path: Path
) -> None:
    folder = write_elm(tmp_path / "elm")
    write_features(
        folder / "blocks.geojson",
        (square(MARKET.x_m - 20, MARKET.y_m - 20, 40), {"under_18": 2}),
        (square(OTHER.x_m - 20, OTHER.y_m - 20, 40), {"under_18": 120}),
    )

    run_find_study(write_study(folder, more=RANKED), out=tmp_path / "places", today=TODAY)

    files = sorted(file.relative_to(tmp_path) for file in (tmp_path / "places").rglob("*.*"))
    assert len(files) > 20
    for file in files:
        if not file.name.startswith(("provenance.", "headline.", "report.")):
            assert (tmp_path / file).read_bytes() == (ranked[1].parent / file).read_bytes(), file


def test_says_which_files_and_weights_decided(ranked: tuple[FindRun, Path]) -> None:
    told = ranked[0].provenance

    assert told["Layer schools"].startswith("schools.geojson, SHA-256 ")
    assert told["Layer children"].startswith("blocks.geojson, SHA-256 ")
    assert told["Weights"] == "drug 1, children 0.25"


def test_draws_the_ranks(ranked: tuple[FindRun, Path]) -> None:
    _, out = ranked

    assert (out / "figures" / "ranks.svg").is_file()
    assert (out / "tables" / "ranking_parts.csv").is_file()


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("[find.weights]\ndrug = 'much'\n", r"line 6: \[find.weights\] drug: .*valid number"),
        ("[[find.layers]]\nname = 'schools'\n", r"\[find.layers 1\] file is missing"),
        ("[[find.layers]]\nname = 'a'\nfile = 'a'\nsum = 1\n", "sum means nothing here"),
        ("top = 0\n", "line 5: .*top"),
    ],
)
def test_points_at_what_is_wrong(more: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(BadStudy, match=says):
        read_find_study(write_study(tmp_path, more=more))


def test_refuses_an_unknown_weight_before_it_looks(elm: Path, tmp_path: Path) -> None:
    study = write_study(elm, more="[find.weights]\nhomes = 1\n")

    with pytest.raises(ImpossibleWeights, match="'homes' cannot be weighed"):
        run_find_study(study, out=tmp_path / "places", today=TODAY)

    assert not (tmp_path / "places").exists()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("schools=a/schools.geojson", ("schools", "a/schools.geojson", None)),
        ("children=blocks.parquet:under_18", ("children", "blocks.parquet", "under_18")),
        ("bus stops = s.geojson", ("bus stops", "s.geojson", None)),
        ("homes=a:b/homes.geojson", ("homes", "a:b/homes.geojson", None)),
    ],
)
def test_understands_a_layer_in_one_word(text: str, named: tuple[str, str, str | None]) -> None:
    name, file, count = named

    assert layer_named(text) == LayerSection(name=name, file=Path(file), count=count)


@pytest.mark.parametrize("text", ["schools", "schools=", "=schools.geojson", ""])
def test_refuses_what_names_no_layer(text: str) -> None:
    with pytest.raises(UnusableLayer, match="Write NAME=FILE"):
        layer_named(text)


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (None, "1 features have no count"),
        ("many", "holds 'many' in feature 1, which is no number"),
        (-1, "has a count of -1"),
    ],
)
def test_refuses_counts_that_are_none(value: object, says: str, tmp_path: Path) -> None:
    write_features(tmp_path / "a.geojson", (point(WEST, SOUTH), {"pupils": value}))
    named = LayerSection(name="pupils", file=Path("a.geojson"), count="pupils")

    with pytest.raises(UnusableLayer, match=says):
        read_layers([named], folder=tmp_path, crs=CRS)


def test_names_the_columns_that_there_are(tmp_path: Path) -> None:
    write_features(tmp_path / "a.geojson", (point(WEST, SOUTH), {"pupils": 1, "name": "Elm"}))
    named = LayerSection(name="pupils", file=Path("a.geojson"), count="pupil")

    with pytest.raises(UnusableLayer, match=r"no column 'pupil'; there are pupils, name\."):
        read_layers([named], folder=tmp_path, crs=CRS)


def test_refuses_a_layer_of_nothing(tmp_path: Path) -> None:
    write_features(tmp_path / "a.geojson")

    with pytest.raises(UnusableBoundaries, match="holds no places"):
        read_layers([LayerSection(name="a", file=Path("a.geojson"))], folder=tmp_path, crs=CRS)
    with pytest.raises(UnreadableFile, match="There is no file"):
        read_layers([LayerSection(name="b", file=Path("b.geojson"))], folder=tmp_path, crs=CRS)


def test_takes_people_to_be_counted_where_a_column_is(tmp_path: Path) -> None:
    write_features(tmp_path / "a.geojson", (point(WEST, SOUTH), {"n": 1}))
    file = Path("a.geojson")

    layers = read_layers(
        [
            LayerSection(name="schools", file=file),
            LayerSection(name="pupils", file=file, count="n"),
            LayerSection(name="bus stops", file=file, count="n", people=False),
            LayerSection(name="homes", file=file, people=True),
        ],
        folder=tmp_path,
        crs=CRS,
    )

    assert [layer.people for layer in layers] == [False, True, False, True]


def test_reads_weights(tmp_path: Path) -> None:
    (tmp_path / "weights.toml").write_text('drug = 1\n"bus stops" = 0.5\n', encoding="utf-8")

    assert read_weights(tmp_path / "weights.toml") == {"drug": 1.0, "bus stops": 0.5}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("drug = 'a'", "line 1: drug: .*valid number"),
        ("[find.weights]\ndrug = 1", "valid number"),
        ("drug = ", "is not a TOML file"),
    ],
)
def test_refuses_weights_that_cannot_be_followed(text: str, says: str, tmp_path: Path) -> None:
    (tmp_path / "weights.toml").write_text(text, encoding="utf-8")

    with pytest.raises(UnreadableWeights, match=says):
        read_weights(tmp_path / "weights.toml")


def test_refuses_weights_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="cannot be read"):
        read_weights(tmp_path / "weights.toml")

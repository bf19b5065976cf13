"""From a folder of incidents to a folder of places."""

import html
import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import shapely
import shapely.affinity

from commonground.core.errors import DataError
from commonground.core.incidents import Incidents, NotIncidents
from commonground.find.definition import Drawing
from commonground.find.network import UnusableStreets
from commonground.find.records import NoDrugRecords
from commonground.study.find import FindRun, WrongCoordinates, run_find, run_find_study
from commonground.study.find_section import FindSection
from commonground.study.folder import NotARunFolder
from commonground.study.reviews import UnreadableReviews
from commonground.study.specification import BadStudy, read_find_study
from tests.unit.find.made_up import MARKET, SOUTH, WEST, city
from tests.unit.find.made_up_streets import city_streets
from tests.unit.study.found_city import CITY, write_city, write_incidents, write_study

TODAY = date(2024, 2, 1)
QUICKLY = FindSection(drawing=Drawing(replicates=20, halves=2, relabellings=99))

REVIEW = """
[[reviews]]
place = "{place}"
by = "narcotics unit, Elm City police"
on = 2024-01-20
finding = "market"
basis = "Two evenings on the corner."
"""


@pytest.fixture(scope="module")
def ingest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_city(tmp_path_factory.mktemp("elm") / "ingest")


@pytest.fixture(scope="module")
def places(ingest: Path) -> tuple[FindRun, Path]:
    out = ingest.parent / "places"
    return run_find(ingest, out=out, today=TODAY, section=QUICKLY), out


def _bare(ingest: Path, out: Path, section: FindSection = QUICKLY) -> FindRun:
    return run_find(ingest, out=out, today=TODAY, section=section, documents=False)


def test_leaves_a_folder_with_all_that_it_names(places: tuple[FindRun, Path]) -> None:
    _, out = places

    held = {entry.name for entry in out.iterdir()}

    assert held == {
        "find.json", "headline.json", "provenance.json", "markets.geojson",
        "markets-extents.geojson", "markets-firm.geojson", "markets.gpkg", "report.html",
        "report.pdf", "tables", "figures", "places", "designs",
    }  # fmt: skip


def test_takes_the_city_that_was_ingested_with(places: tuple[FindRun, Path]) -> None:
    run, _ = places

    assert run.city.file.city == "Elm City"
    assert len(run.found.candidates) == 1


def test_writes_boundaries_in_degrees_where_the_city_is(places: tuple[FindRun, Path]) -> None:
    run, out = places

    features = json.loads((out / "markets.geojson").read_text("utf-8"))["features"]

    tiers = {feature["properties"]["id"]: feature["properties"]["tier"] for feature in features}
    assert tiers == {market.id: market.tier for market in run.found.markets}
    longitude, latitude = features[0]["geometry"]["coordinates"][0][0][:2]
    assert -123.2 < longitude < -122.8
    assert 36.1 < latitude < 36.3


def test_says_where_the_places_come_from(places: tuple[FindRun, Path]) -> None:
    told = json.loads((places[1] / "provenance.json").read_text("utf-8"))

    assert told["Made on"] == "2024-02-01"
    assert told["Incidents"].startswith("incidents.parquet, SHA-256 ")
    assert told["City file"].startswith("Elm City, SHA-256 ")
    assert str(places[1].parent) not in json.dumps(told)


def test_gives_the_same_bytes_again(places: tuple[FindRun, Path], ingest: Path) -> None:
    again = ingest.parent / "again"
    run_find(ingest, out=again, today=TODAY, section=QUICKLY, workers=3)

    files = sorted(file.relative_to(again) for file in again.rglob("*") if file.is_file())
    assert len(files) > 20
    for file in files:
        assert (again / file).read_bytes() == (places[1] / file).read_bytes(), file


def test_confirms_only_what_a_person_reviewed(
    places: tuple[FindRun, Path], ingest: Path, tmp_path: Path
) -> None:
    (place,) = places[0].found.candidates
    (tmp_path / "reviews.toml").write_text(REVIEW.format(place=place.id), encoding="utf-8")
    section = QUICKLY.model_copy(update={"reviews": tmp_path / "reviews.toml"})

    run = _bare(ingest, tmp_path / "places", section)

    assert [market.tier for market in run.found.candidates] == ["confirmed"]
    assert run.provenance["Reviews"].startswith("reviews.toml, SHA-256 ")


def test_says_of_a_review_that_no_place_is_called_so(ingest: Path, tmp_path: Path) -> None:
    (tmp_path / "reviews.toml").write_text(REVIEW.format(place="E1"), encoding="utf-8")
    section = QUICKLY.model_copy(update={"reviews": tmp_path / "reviews.toml"})

    run = _bare(ingest, tmp_path / "places", section)

    assert run.found.caveats[0].startswith("The review of E1 on ")
    assert "is of no place that was looked at, and decides nothing" in run.found.caveats[0]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[reviews]]\nplace = 'E1'\n", "finding is missing|by is missing|on is missing"),
        (REVIEW.replace('"market"', '"perhaps"'), "finding"),
        (REVIEW + "score = 3\n", "score means nothing here"),
        ("reviews = [", "is not a TOML file"),
    ],
)
def test_refuses_reviews_that_cannot_be_followed(
    text: str, says: str, ingest: Path, tmp_path: Path
) -> None:
    (tmp_path / "reviews.toml").write_text(text, encoding="utf-8")
    section = QUICKLY.model_copy(update={"reviews": tmp_path / "reviews.toml"})

    with pytest.raises(UnreadableReviews, match=says):
        _bare(ingest, tmp_path / "places", section)


def test_refuses_a_folder_of_something_else(ingest: Path, tmp_path: Path) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "mother.txt").write_text("Dear", encoding="utf-8")

    with pytest.raises(NotARunFolder, match="files that are not a run"):
        _bare(ingest, tmp_path / "letters")


def test_leaves_nothing_behind_when_it_fails(tmp_path: Path) -> None:
    folder = write_city(tmp_path / "ingest")
    frame = city().frame
    write_incidents(folder / "incidents.parquet", Incidents(frame.assign(category="property")))

    with pytest.raises(NoDrugRecords, match="0 of 6,000 located incidents"):
        _bare(folder, tmp_path / "places")

    assert [entry.name for entry in tmp_path.iterdir()] == ["ingest"]


@pytest.mark.parametrize(
    ("scale", "name"), [(1 / 0.3048, "feet"), (1e-5, "degrees"), (-1.0, "another city")]
)
def test_refuses_positions_that_are_not_the_citys(scale: float, name: str, tmp_path: Path) -> None:
    folder = write_city(tmp_path / name.replace(" ", "-"))
    frame = city(MARKET).frame
    wrong = frame.assign(x_m=frame["x_m"] * scale, y_m=frame["y_m"] * scale)
    write_incidents(folder / "incidents.parquet", Incidents(wrong))

    with pytest.raises(WrongCoordinates, match=r"lie beyond Elm City.*Positions in feet"):
        _bare(folder, tmp_path / "places")


def test_refuses_incidents_of_no_city(tmp_path: Path) -> None:
    write_incidents(tmp_path / "incidents.parquet", city(MARKET))

    with pytest.raises(DataError, match="Nothing says which city"):
        _bare(tmp_path / "incidents.parquet", tmp_path / "places")


def test_refuses_what_is_no_file_of_incidents(tmp_path: Path) -> None:
    pd.DataFrame({"a": [1]}).to_parquet(tmp_path / "a.parquet")
    (tmp_path / "b.parquet").write_text("not Parquet", encoding="utf-8")
    (tmp_path / "city.toml").write_text(CITY, encoding="utf-8")

    for name, says in (("a", "lacks incident, at"), ("b", "cannot be read"), ("c", "no file")):
        with pytest.raises(NotIncidents, match=says):
            _bare(tmp_path / f"{name}.parquet", tmp_path / "places")


def _square(folder: Path, ring: list[tuple[float, float]]) -> FindSection:
    points = [[WEST + 3_000 * x, SOUTH + 3_000 * y] for x, y in ring]
    shape = {"type": "Polygon", "coordinates": [points]}
    crs = {"type": "name", "properties": {"name": "EPSG:26910"}}
    told = {
        "type": "FeatureCollection",
        "crs": crs,
        "features": [{"type": "Feature", "properties": {}, "geometry": shape}],
    }
    (folder / "city.geojson").write_text(json.dumps(told), encoding="utf-8")
    return QUICKLY.model_copy(update={"boundary": folder / "city.geojson"})


def test_measures_the_city_by_its_boundary(ingest: Path, tmp_path: Path) -> None:
    section = _square(tmp_path, [(0, 0), (2, 0), (2, 1), (0, 1), (0, 0)])

    run = _bare(ingest, tmp_path / "places", section)

    assert run.found.city_ha == pytest.approx(1_800.0)


def test_mends_a_boundary_that_crosses_itself(ingest: Path, tmp_path: Path) -> None:
    section = _square(tmp_path, [(-1, -1), (2, 2), (2, -1), (-1, 2), (-1, -1)])

    run = _bare(ingest, tmp_path / "places", section)

    assert run.found.city_ha == pytest.approx(2 * 900 * 9 / 4, rel=1e-9)
    assert any("lie beyond the city" in caveat for caveat in run.found.caveats)


def test_refuses_points_as_barriers(ingest: Path, tmp_path: Path) -> None:
    _drawn(tmp_path / "bridges.geojson", shapely.Point(WEST, SOUTH))
    section = QUICKLY.model_copy(update={"barriers": tmp_path / "bridges.geojson"})

    with pytest.raises(DataError, match="holds points"):
        _bare(ingest, tmp_path / "places", section)


def _streets(folder: Path) -> Path:
    drawn, names = city_streets()
    frame = pd.DataFrame({"way": names, "geometry": shapely.to_wkb(drawn)})
    frame.to_parquet(folder / "streets.parquet")
    return folder / "streets.parquet"


def test_divides_the_city_into_the_streets_of_a_file(ingest: Path, tmp_path: Path) -> None:
    given = {"streets": _streets(tmp_path), "street_name": "way"}

    run = _bare(ingest, tmp_path / "places", QUICKLY.model_copy(update=given))

    assert run.found.unit == "street segment"
    assert run.found.candidates[0].streets[0].startswith("10th Ave between")
    told = json.loads((tmp_path / "places" / "find.json").read_text("utf-8"))
    assert told["unit"] == "street segment"
    assert told["drawing"]["street_m"] == 60.0
    assert run.provenance["Streets"].startswith("streets.parquet, SHA-256 ")
    assert run.provenance["Street units"] == "street segments"


def test_draws_the_streets_it_divides_a_city_into(ingest: Path, tmp_path: Path) -> None:
    given = {"streets": _streets(tmp_path), "street_name": "way"}
    section = QUICKLY.model_copy(update=given)

    run = run_find(ingest, out=tmp_path / "places", today=TODAY, section=section)

    page = (tmp_path / "places" / "report.html").read_text("utf-8")
    assert "The city's streets between their crossings" in html.unescape(page)
    name = run.found.candidates[0].id
    assert (tmp_path / "places" / "places" / f"{name}.pdf").is_file()


def test_refuses_a_column_of_streets_without_streets(ingest: Path, tmp_path: Path) -> None:
    section = QUICKLY.model_copy(update={"street_name": "way"})

    with pytest.raises(DataError, match="'way' names a column of streets"):
        _bare(ingest, tmp_path / "places", section)

    assert list(tmp_path.iterdir()) == []


def test_leaves_nothing_behind_where_streets_are_another_citys(
    ingest: Path, tmp_path: Path
) -> None:
    far = shapely.to_wkb([shapely.LineString([(0, 0), (200, 0)])])
    pd.DataFrame({"geometry": far}).to_parquet(tmp_path / "far.parquet")
    section = QUICKLY.model_copy(update={"streets": tmp_path / "far.parquet"})

    with pytest.raises(UnusableStreets, match=r"None of the 1 streets of far\.parquet"):
        _bare(ingest, tmp_path / "places", section)

    assert [entry.name for entry in tmp_path.iterdir()] == ["far.parquet"]


def test_runs_a_study_that_looks_for_places(ingest: Path, tmp_path: Path) -> None:
    study = write_study(ingest.parent)

    run = run_find_study(study, out=tmp_path / "places", today=TODAY)

    assert len(run.found.candidates) == 1
    assert (tmp_path / "places" / "report.html").is_file()


def test_asks_what_the_study_asks(ingest: Path) -> None:
    study = read_find_study(write_study(ingest.parent, more="[find.definition]\nstable = 0.7\n"))

    assert study is not None
    assert study.find.definition.stable == 0.7


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ("[find.definition]\ntimes = 3\n", "line 6: .*times means nothing here"),
        ("[find.drawing2]\n", "drawing2 means nothing here"),
        ("[find.definition]\ntimes_city = nan\n", "times_city: input should be a finite number"),
        ("[find.design]\nrings_m = [150, inf]\n", "input should be a finite number"),
        ("[find.design]\ngap_m = nan\n", "gap_m: input should be a finite number"),
        ("[ingest]\nsources = ['a.csv']\ncity = 'elm.toml'\n", "name the incidents in"),
    ],
)
def test_points_at_what_is_wrong_in_a_study(more: str, says: str, tmp_path: Path) -> None:
    file = write_study(tmp_path, more=more)

    with pytest.raises(BadStudy, match=says):
        read_find_study(file)


EVERYTHING = """
streets = "streets.parquet"
street_name = "way"
barriers = "river.geojson"
reviews = "reviews.toml"
top = 1

[[find.layers]]
name = "schools"
file = "schools.geojson"

[find.weights]
drug = 1.0
schools = 5.0

[find.definition]
chance = 0.5
largest_point = 1.0
fewest_points = 1
most_on_a_day = 1.0
most_in_a_week = 1.0

[find.design]
rings_m = [100, 200, 300]
gap_m = 100
alternatives_m = 300
"""
"""Every part of a study at once; so lax a definition leaves several places to rank."""


def _everything(folder: Path) -> Path:
    """Write a study of streets, a barrier, a layer, weights, a review and designs."""
    _streets(folder)
    middle = shapely.Point(MARKET.x_m, MARKET.y_m)
    river = shapely.LineString([(WEST, MARKET.y_m + 200), (WEST + 3_000, MARKET.y_m + 200)])
    _drawn(folder / "river.geojson", river)
    _drawn(folder / "schools.geojson", shapely.affinity.translate(middle, 50, 50))
    (folder / "reviews.toml").write_text(REVIEW.format(place="E1"), encoding="utf-8")
    write_city(folder / "ingest")
    return write_study(folder, more=EVERYTHING)


def _drawn(file: Path, shape: shapely.Geometry) -> None:
    crs = {"type": "name", "properties": {"name": "EPSG:26910"}}
    feature = {
        "type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(shape)),
    }  # fmt: skip
    told = {"type": "FeatureCollection", "crs": crs, "features": [feature]}
    file.write_text(json.dumps(told), encoding="utf-8")


def test_everything_in_one_study_hangs_together_whatever_the_workers(tmp_path: Path) -> None:
    study = _everything(tmp_path)

    one, _ = (
        run_find_study(study, out=tmp_path / f"with-{workers}", today=TODAY, workers=workers)
        for workers in (1, 2)
    )

    found = one.found
    assert found.unit == "street segment"
    assert found.ranking is not None
    assert list(found.ranking.table["market"]) != []
    assert found.exposures["count"].sum() >= 1
    assert len(found.designs) == len(found.candidates) >= 2
    assert all(len(design.rings) == 3 for design in found.designs)
    assert found.caveats[0].startswith("The review of E1 on ")
    assert one.provenance["Study file"].startswith("where.toml, SHA-256 ")
    assert {"Streets", "Barriers", "Reviews", "Layer schools", "Weights"} <= set(one.provenance)
    written = sorted(file for file in (tmp_path / "with-1").rglob("*") if file.is_file())
    assert {"ranking.csv", "exposures.csv", "detectable.csv"} <= {file.name for file in written}
    for file in written:
        other = tmp_path / "with-2" / file.relative_to(tmp_path / "with-1")
        assert other.read_bytes() == file.read_bytes(), file

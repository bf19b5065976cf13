"""The file of a design holds every part with its role, and whatever concerns the whole."""

import json
from pathlib import Path

import pytest
import shapely

from commonground.report.market_report.content import Content
from commonground.report.market_report.designs.geojson import design_geojson, write_designs
from tests.unit.report.market_report.made_up import CRS, design


def test_gives_every_part_its_role() -> None:
    roles = [one["properties"]["role"] for one in design_geojson(design(), crs=CRS)["features"]]

    assert roles == [
        "target", "ring", "ring", "control", "control ring", "control ring",
        "alternative", "alternative",
    ]  # fmt: skip


def test_says_what_concerns_the_whole() -> None:
    told = design_geojson(design(), crs=CRS)

    assert told["fingerprint"] == design().fingerprint
    assert told["notes"] == ["Something isn't <right>."]
    assert told["not_at_the_same_time"] == ["E3"]
    assert told["gap_m"] == pytest.approx(design().gap_m, abs=0.1)
    assert [row["change"] for row in told["detectable"]][:2] == [0.7071, 1.2728]
    assert told["detectable"][-1]["change"] is None


def test_lies_where_the_city_is_and_measures_in_hectares() -> None:
    target = design_geojson(design(), crs=CRS)["features"][0]

    longitude, latitude = shapely.centroid(
        shapely.from_geojson(json.dumps(target["geometry"]))
    ).coords[0]
    assert (longitude, latitude) == pytest.approx((-122.41, 37.77), abs=0.05)
    assert target["properties"]["hectares"] == 4.0


def test_writes_one_file_a_design_and_the_same_bytes(laid_out: Content, tmp_path: Path) -> None:
    one, other = (write_designs(laid_out, tmp_path / name) for name in ("one", "other"))

    assert [file.name for file in one] == ["E1.geojson"]
    assert one[0].read_bytes() == other[0].read_bytes()


def test_writes_nothing_where_nothing_was_laid_out(content: Content, tmp_path: Path) -> None:
    assert write_designs(content, tmp_path / "designs") == []
    assert not (tmp_path / "designs").exists()

"""A design that finding wrote is read back as it was, or refused."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely

from commonground.core.cells import Grid
from commonground.core.panel import Panel
from commonground.find.found import Found
from commonground.ingest.panels import read_panel
from commonground.report.market_report.designs.geojson import design_geojson
from commonground.study.designs import UnreadableDesign, read_design
from commonground.study.provenance import provenance_of
from commonground.study.specification import BadStudy, design_of, intervention_of, read_study
from tests.unit.find.design.conftest import FAR, HERE, NEXT, PLAN, QUICKLY, design_at
from tests.unit.find.made_up import SOUTH, WEST, city
from tests.unit.study.small import STUDY

CRS = "EPSG:26910"


@pytest.fixture(scope="module")
def found() -> Found:
    from commonground.find.finding import find_markets

    return find_markets(city(HERE, NEXT, FAR), drawing=QUICKLY, design=PLAN, workers=1)


@pytest.fixture
def file(found: Found, tmp_path: Path) -> Path:
    """Write the design at the first market."""
    written = tmp_path / "design.geojson"
    told = design_geojson(design_at(found, HERE), crs=CRS)
    written.write_text(json.dumps(told), encoding="utf-8")
    return written


def test_reads_every_shape_back_to_the_centimetre(found: Found, tmp_path: Path) -> None:
    for design in found.designs:
        written = tmp_path / "design.geojson"
        written.write_text(json.dumps(design_geojson(design, crs=CRS)), encoding="utf-8")

        again = read_design(written)

        assert again.fingerprint == design.fingerprint
        assert again.gap_m == design.gap_m
        assert again.not_with == design.not_with


def test_is_the_same_intervention_on_the_same_places(found: Found, file: Path) -> None:
    design = design_at(found, HERE)
    cells = Grid(50.0).cells(shapely.box(WEST, SOUTH, WEST + 3_000, SOUTH + 3_000))

    for comparison in ("elsewhere", "controls"):
        fixed, again = (
            one.intervention(cells, starts="2024Q1", comparison=comparison)
            for one in (design, read_design(file))
        )
        assert again == fixed
        assert again.fingerprint == fixed.fingerprint


def test_refuses_shapes_that_were_moved(file: Path) -> None:
    told = json.loads(file.read_text("utf-8"))
    told["features"][0]["geometry"]["coordinates"][0][1][0] += 1e-5
    file.write_text(json.dumps(told), encoding="utf-8")

    with pytest.raises(UnreadableDesign, match="not what was fixed"):
        read_design(file)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"features": [], "crs_of_metres": "EPSG:1"}'])
def test_refuses_what_is_no_design(text: str, tmp_path: Path) -> None:
    (tmp_path / "x.geojson").write_text(text, encoding="utf-8")

    with pytest.raises(UnreadableDesign, match="is no design"):
        read_design(tmp_path / "x.geojson")


@pytest.mark.parametrize("gap", ["wide", None])
def test_refuses_a_gap_that_is_no_distance(gap: str | None, file: Path) -> None:
    told = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**told, "gap_asked_m": gap}), encoding="utf-8")

    with pytest.raises(UnreadableDesign, match="is no design"):
        read_design(file)


def test_refuses_a_fingerprint_that_is_none(file: Path) -> None:
    told = json.loads(file.read_text("utf-8"))
    file.write_text(json.dumps({**told, "fingerprint": None}), encoding="utf-8")

    with pytest.raises(UnreadableDesign, match="not what was fixed"):
        read_design(file)


def test_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDesign, match="There is no design"):
        read_design(tmp_path / "x.geojson")


def study_of(tmp_path: Path, intervention: str) -> Path:
    path = tmp_path / "study.toml"
    path.write_text(
        STUDY.replace('[intervention]\nname = "Elm Street"', f"[intervention]\n{intervention}"),
        encoding="utf-8",
    )
    return path


def panel_on_cells(tmp_path: Path) -> Panel:
    import pandas as pd

    cells = Grid(100.0).cells(shapely.box(WEST, SOUTH, WEST + 3_000, SOUTH + 3_000))
    pd.DataFrame(
        {"cell": cells.ids, "geometry": shapely.to_wkb(np.asarray(cells.geometry))}
    ).to_parquet(tmp_path / "cells.parquet")
    pd.DataFrame(
        [(key, quarter, 1) for key in cells.ids for quarter in ("2018Q4", "2019Q1")],
        columns=["cell", "quarter", "crime"],
    ).to_parquet(tmp_path / "counts.parquet")
    return read_panel(
        tmp_path / "counts.parquet",
        place="cell",
        period="quarter",
        outcomes=["crime"],
        boundaries=tmp_path / "cells.parquet",
    )


def test_a_study_takes_its_intervention_from_a_design(file: Path, tmp_path: Path) -> None:
    panel = panel_on_cells(tmp_path)
    said = 'name = "Call-in"\ndesign = "design.geojson"\nstarts = "2019Q1"\n'

    for more, comparison in (("", "elsewhere"), ('comparison = "controls"\n', "controls")):
        study = read_study(study_of(tmp_path, said + more))
        fixed = intervention_of(study, panel, folder=tmp_path)
        assert fixed == read_design(file).intervention(
            panel.places,
            starts="2019Q1",
            name="Call-in",
            comparison=comparison,  # type: ignore[arg-type]
        )
        assert not set(fixed.treated(panel.places)) & set(fixed.donors(panel.places))


def test_a_result_names_the_fingerprint_that_was_published(file: Path, tmp_path: Path) -> None:
    panel = panel_on_cells(tmp_path)
    said = 'name = "Call-in"\ndesign = "design.geojson"\nstarts = "2019Q1"\n'
    study = read_study(study_of(tmp_path, said))

    told = provenance_of(
        inputs={},
        panel=panel,
        intervention=intervention_of(study, panel, folder=tmp_path),
        design=design_of(study, folder=tmp_path),
        seed=1,
        today=date(2026, 1, 2),
    )

    published = json.loads(file.read_text("utf-8"))["fingerprint"]
    assert told["Design, fixed as"] == f"SHA-256 {published}"


def test_a_design_needs_a_start(file: Path, tmp_path: Path) -> None:
    study = read_study(study_of(tmp_path, f'name = "Call-in"\ndesign = "{file.name}"\n'))

    with pytest.raises(BadStudy, match="add starts"):
        intervention_of(study, panel_on_cells(tmp_path), folder=tmp_path)


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ('design = "x"\narea = ["b01"]', "a design says what area says"),
        ('design = "x"\nbuffer_m = [150]', "a design says what buffer_m says"),
        ('design = "x"\ncomparison = ["b01"]', "a design says what comparison says"),
        ('comparison = "controls"', "needs a design"),
    ],
)
def test_refuses_to_be_told_twice(said: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(BadStudy, match=message):
        read_study(study_of(tmp_path, f'name = "Call-in"\n{said}\n'))

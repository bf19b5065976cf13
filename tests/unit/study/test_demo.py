"""The demo against its planted truth."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest
import shapely

from commonground.study.demo import Demo, run_demo
from commonground.study.run import read_run, report_run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("runs") / "demo"


@pytest.fixture(scope="module")
def demo(folder: Path) -> Demo:
    return run_demo(folder, today=date(2026, 1, 2))


def test_finds_what_was_planted(demo: Demo) -> None:
    answers = {answer.outcome: answer for answer in demo.answers()}

    assert set(answers) == {"drugs", "any_crime", "violent"}
    assert all(answer.holds_truth for answer in answers.values())
    assert answers["drugs"].planted == demo.city.truth.effects["drugs"]
    assert answers["drugs"].upper < 0


def test_ingests_messy_files_of_two_agencies_in_three_layouts(demo: Demo) -> None:
    assert demo.run.ingest is not None
    ingested = demo.run.ingest.ingested

    assert len({layout.agency for layout in ingested.city.file.layouts}) == 2
    assert len(ingested.city.file.layouts) == 3
    assert min(ingested.balance.merged, ingested.balance.cancelled) > 0
    assert ingested.quality.coordinates["without"].sum() > 0


@pytest.mark.usefixtures("demo")
def test_leaves_a_run_its_city_and_what_was_ingested(folder: Path) -> None:
    run = read_run(folder)

    assert run.study.ingest is not None
    assert (folder / "city" / "truth.json").exists()
    assert (folder / "ingest" / "incidents.parquet").exists()
    assert (folder / "ingest" / "report.html").exists()
    assert (folder / "report.pdf").read_bytes().startswith(b"%PDF")


def test_puts_streets_where_the_blocks_are(demo: Demo, folder: Path) -> None:
    streets, blocks = (
        shapely.from_wkb(pd.read_parquet(folder / "city" / f"{name}.parquet")["geometry"])
        for name in ("streets", "places")
    )

    assert len(streets) == len(demo.city.ground.segments)
    west, south, east, north = shapely.total_bounds(blocks)
    assert shapely.total_bounds(streets) == pytest.approx([west, south, east, north], abs=20)


@pytest.mark.usefixtures("demo")
def test_keeps_the_city_when_the_report_is_made_anew(folder: Path) -> None:
    report_run(folder)

    assert (folder / "city" / "truth.json").exists()
    assert (folder / "ingest" / "panel.parquet").exists()
    assert (folder / "report.html").exists()

"""Tests of `study.ingest`: a city's files become a folder of incidents, and a panel."""

import json
import shutil
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pytest
import shapely

from commonground.core.cells import UnusableGrid
from commonground.core.errors import DataError
from commonground.core.incidents import COLUMNS, DETAILS, Incidents
from commonground.core.periods import MissingPeriods, UnknownPeriod
from commonground.ingest.ingesting import read_incidents
from commonground.ingest.synthetic import SyntheticCity
from commonground.ingest.synthetic.messy import MessyFiles, places_on_the_map, write_messy
from commonground.study.folder import EFFECT, MARK, NotARunFolder
from commonground.study.ingest import INGEST_PARTS, IngestRun, ingest_for, run_ingest
from commonground.study.ingest_section import CountSection
from commonground.study.run import run_study
from commonground.study.specification import BadStudy, read_study
from tests.unit.ingest.elm_city import CITY, TODAY, row, rows, write_city, write_rows
from tests.unit.ingest.mess import small_city

Taken: TypeAlias = Callable[..., IngestRun]

BLOCKS = [shapely.box(-90.21, 38.5, -90.17, 38.7), shapely.box(-90.17, 38.5, -90.1, 38.7)]
"""The first holds 29 of the sound rows, the second 31."""


@pytest.fixture(scope="module")
def elm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ingest a sound file once, with its documents."""
    folder = tmp_path_factory.mktemp("elm")
    city = write_city(folder, text='source = "Elm City Police"\n' + CITY)
    run_ingest([write_rows(folder)], city=city, out=folder / "out", today=TODAY, workers=1)
    return folder


@pytest.fixture
def taken(tmp_path: Path) -> Taken:
    """Ingest a sound file, or another, without documents."""

    def made(*lines: str, text: str = CITY, **how: Any) -> IngestRun:  # noqa: ANN401  by name
        return run_ingest(
            [write_rows(tmp_path, lines or None)],
            city=write_city(tmp_path, text=text),
            out=tmp_path / "out",
            today=TODAY,
            workers=1,
            documents=False,
            **how,
        )

    return made


def test_writes_a_folder_that_appears_whole(elm: Path) -> None:
    held = {path.name for path in (elm / "out").iterdir()}

    assert held == {
        "incidents.parquet",
        "charges.parquet",
        "rejects.csv",
        "city.toml",
        "ingest.json",
        "provenance.json",
        "report.html",
        "report.pdf",
        "tables",
        "figures",
        "parts",
    }
    assert held - {"parts"} <= set(INGEST_PARTS)
    assert {path.name for path in elm.iterdir()} == {"cases.csv", "city.toml", "out"}


def test_writes_incidents_with_every_detail(elm: Path) -> None:
    incidents = read_incidents(elm / "out")

    assert isinstance(incidents, Incidents)
    assert len(incidents) == 60
    assert set(incidents.frame.columns) == {*COLUMNS, *DETAILS}
    assert incidents.frame["at"].is_monotonic_increasing


def test_keeps_the_city_file_word_for_word(elm: Path) -> None:
    assert (elm / "out" / "city.toml").read_text() == (elm / "city.toml").read_text()


def test_names_city_file_and_files_in_the_provenance(elm: Path) -> None:
    provenance = json.loads((elm / "out" / MARK).read_text())

    assert provenance["Made on"] == TODAY.isoformat()
    assert provenance["City file"].startswith("Elm City, SHA-256 ")
    assert provenance["Published by"] == "Elm City Police"
    assert provenance["Files"].startswith("1, SHA-256 of their sorted SHA-256 ")
    assert provenance["Balance"].startswith("60 rows in = 60 incidents kept")
    assert "duckdb" in provenance["Versions"]
    assert str(elm) not in json.dumps(provenance)


def test_writes_the_quality_as_json(elm: Path) -> None:
    told = json.loads((elm / "out" / "ingest.json").read_text())

    assert told["balance"]["kept"] == 60
    assert told["covers"] == ["2015-01-01", "2015-03-31"]
    assert told["files"][0]["name"] == "cases.csv"


def test_titles_the_report_after_the_city(elm: Path) -> None:
    assert "Incidents of Elm City" in (elm / "out" / "report.html").read_text()


def test_uses_what_an_earlier_run_has_cleaned(elm: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(elm, tmp_path / "elm"))
    more = write_rows(folder, [row(f"M{at}") for at in range(5)], name="more.csv")

    run = run_ingest(
        [folder / "cases.csv", more],
        city=folder / "city.toml",
        out=folder / "out",
        today=TODAY,
        documents=False,
    )

    assert [part.is_new for part in run.ingested.parts] == [False, True]
    assert len(read_incidents(folder / "out")) == 65
    assert not (folder / "out" / "report.html").exists()


@pytest.mark.parametrize("stage", ["Settle", "Report"])
def test_leaves_the_last_good_result_if_it_is_interrupted(
    elm: Path, tmp_path: Path, stage: str
) -> None:
    folder = Path(shutil.copytree(elm, tmp_path / "elm"))
    before = (folder / "out" / "incidents.parquet").read_bytes()
    write_rows(folder, rows(30))

    def interrupt(said: str, done: int, total: int) -> None:
        if said == stage and done == total - 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_ingest(
            [folder / "cases.csv"],
            city=folder / "city.toml",
            out=folder / "out",
            today=TODAY,
            progress=interrupt,
        )

    assert (folder / "out" / "incidents.parquet").read_bytes() == before
    assert (folder / "out" / "report.html").exists()
    assert {path.name for path in folder.iterdir()} == {"cases.csv", "city.toml", "out"}


def test_goes_on_after_an_interruption_before_there_was_any_result(
    taken: Taken, tmp_path: Path
) -> None:
    def interrupt(said: str, done: int, total: int) -> None:
        if (said, done) == ("Settle", total - 1):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        taken(progress=interrupt)
    run = taken()

    assert not run.ingested.parts[0].is_new
    assert len(read_incidents(tmp_path / "out")) == 60


def test_takes_no_folder_that_holds_something_else(taken: Taken, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine")

    with pytest.raises(NotARunFolder, match="holds files that are not a run"):
        taken()

    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_takes_no_folder_of_a_run(taken: Taken, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for name in (MARK, EFFECT):
        (tmp_path / "out" / name).write_text("{}")

    with pytest.raises(NotARunFolder, match="another kind of result"):
        taken()

    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [EFFECT, MARK]


def places(folder: Path) -> Path:
    """Write two blocks, with what is known of them."""
    features = [
        {
            "type": "Feature",
            "properties": {"block": name, "people": people},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for name, people, shape in zip(("west", "east"), (100, 200), BLOCKS, strict=True)
    ]
    file = folder / "blocks.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return file


def test_counts_incidents_into_places(taken: Taken, tmp_path: Path) -> None:
    count = CountSection(places=places(tmp_path), place="block", covariates=("people",))

    run = taken(count=count)

    assert run.panel is not None
    assert run.periods is not None
    assert run.periods.labels == ("2015-01", "2015-02", "2015-03")
    panel = pd.read_parquet(tmp_path / "out" / "panel.parquet")
    assert len(panel) == 6
    assert panel["place"].tolist() == ["west"] * 3 + ["east"] * 3
    assert panel["any_crime"].to_numpy().reshape(2, 3).sum(axis=1).tolist() == [29, 31]
    assert panel["people"].tolist() == [100] * 3 + [200] * 3
    assert panel["drug_sale"].sum() == 30
    assert panel["violent"].sum() == 30
    written = pd.read_parquet(tmp_path / "out" / "places.parquet")
    assert written["place"].tolist() == ["west", "east"]
    assert shapely.total_bounds(shapely.from_wkb(written["geometry"].to_numpy())) == pytest.approx(
        [742_000, 4_264_000, 752_500, 4_288_000], abs=2_000
    )


ALL: dict[str, tuple[str, ...]] = {"all": ("drug sale", "violent")}


def test_counts_incidents_into_cells(taken: Taken, tmp_path: Path) -> None:
    run = taken(count=CountSection(cells_m=1_000, unit="quarter", outcomes=ALL))

    panel = pd.read_parquet(tmp_path / "out" / "panel.parquet")

    assert run.periods is not None
    assert run.periods.labels == ("2015Q1",)
    assert panel["all"].sum() == 60
    assert (panel["all"] > 0).all()
    assert "any_crime" not in panel
    assert run.panel is not None
    assert run.panel.incidents == 60


def test_counts_into_cells_where_coordinates_are_negative(taken: Taken, tmp_path: Path) -> None:
    text = CITY.replace("EPSG:26915", "EPSG:3857")
    run = taken(text=text, count=CountSection(cells_m=1_000, unit="quarter", outcomes=ALL))

    assert run.panel is not None
    assert run.panel.incidents == 60
    assert pd.read_parquet(tmp_path / "out" / "panel.parquet")["all"].sum() == 60


def test_says_why_there_are_no_cells(taken: Taken, tmp_path: Path) -> None:
    text = CITY.replace('position = { longitude = "Lon", latitude = "Lat" }\n', "")

    with pytest.raises(UnusableGrid, match="No incident has a place"):
        taken(text=text, count=CountSection(cells_m=1_000))

    assert not (tmp_path / "out" / "ingest.json").exists()


@pytest.mark.parametrize(
    ("named", "labels"),
    [
        ({"first": "2014-12", "last": date(2015, 2, 3)}, ("2014-12", "2015-01", "2015-02")),
        ({"first": "2015-02"}, ("2015-02", "2015-03")),
    ],
    ids=["both ends", "one end"],
)
def test_counts_the_periods_that_are_named(
    taken: Taken, named: Mapping[str, date | str], labels: tuple[str, ...]
) -> None:
    run = taken(count=CountSection(cells_m=1_000, **named))  # type: ignore[arg-type]

    assert run.periods is not None
    assert run.periods.labels == labels


def test_refuses_a_covariate_that_the_places_do_not_have(taken: Taken, tmp_path: Path) -> None:
    count = CountSection(places=places(tmp_path), place="block", covariates=("people", "income"))

    with pytest.raises(DataError, match="no column 'income' for a covariate; there are people"):
        taken(count=count)

    assert {path.name for path in (tmp_path / "out").iterdir()} <= {"parts"}


def test_refuses_periods_that_no_record_covers_in_full(taken: Taken) -> None:
    with pytest.raises(
        MissingPeriods, match="No year lies wholly between 2015-01-01 and 2015-03-31"
    ):
        taken(count=CountSection(cells_m=1_000, unit="year"))


def test_refuses_periods_that_run_backwards(taken: Taken) -> None:
    with pytest.raises(UnknownPeriod, match="comes before the first"):
        taken(count=CountSection(cells_m=1_000, first="2015-03", last="2015-01"))


STUDY = """\
name = "Larkhaven"
question = "Did crime fall?"
seed = 7

[ingest]
sources = ["files/*-*.*"]
city = "files/city.toml"

[ingest.count]
places = "places.parquet"
place = "place"
kind = "block"
unit = "{unit}"
first = "{first}"
last = "{last}"
covariates = [{covariates}]

[intervention]
name = "Elm Street"
area = [{area}]
starts = "{starts}"

[evaluate]
outcomes = ["any_crime"]

[evaluate.match]
outcomes = {{ any_crime = [2] }}
backup = true
"""


@pytest.fixture(scope="module")
def larkhaven(tmp_path_factory: pytest.TempPathFactory) -> tuple[SyntheticCity, MessyFiles, Path]:
    """Write a small city's messy files, its places, and a study that ingests them."""
    folder = tmp_path_factory.mktemp("larkhaven")
    city = small_city(5)
    messy = write_messy(city, folder / "files", seed=5)
    on_map = places_on_the_map(city.places)
    table = city.covariates.reset_index(drop=True).assign(
        place=on_map.ids, geometry=shapely.to_wkb(np.asarray(on_map.geometry))
    )
    table.to_parquet(folder / "places.parquet", index=False)
    (folder / "study.toml").write_text(
        STUDY.format(
            unit=city.periods.unit,
            first=city.periods.labels[0],
            last=city.periods.labels[-1],
            covariates=", ".join(f'"{name}"' for name in city.covariates),
            area=", ".join(f'"{place}"' for place in city.intervention.area),
            starts=city.intervention.starts,
        )
    )
    return city, messy, folder


@pytest.fixture(scope="module")
def run_folder(larkhaven: tuple[SyntheticCity, MessyFiles, Path]) -> Path:
    """Run the study once."""
    folder = larkhaven[2]
    run_study(folder / "study.toml", out=folder / "run", today=TODAY, documents=False)
    return folder / "run"


def test_runs_a_study_that_ingests_its_panel(
    larkhaven: tuple[SyntheticCity, MessyFiles, Path], run_folder: Path
) -> None:
    city, messy, _ = larkhaven
    effect = json.loads((run_folder / "effect.json").read_text())
    panel = pd.read_parquet(run_folder / "ingest" / "panel.parquet")

    assert {path.name for path in run_folder.iterdir()} == {
        "study.toml",
        "effect.json",
        "headline.json",
        "provenance.json",
        "ingest",
    }
    assert len(panel) == len(city.places) * len(city.periods)
    assert len(read_incidents(run_folder / "ingest")) == messy.balance.kept
    assert effect


def test_names_city_file_and_panel_in_the_provenance_of_a_study(run_folder: Path) -> None:
    provenance = json.loads((run_folder / MARK).read_text())

    for what, name in (("Study file", "study"), ("City file", "city"), ("Panel", "panel")):
        assert provenance[what].startswith(f"{name}.")


def test_reads_only_what_is_new_when_a_study_is_run_again(
    larkhaven: tuple[SyntheticCity, MessyFiles, Path], run_folder: Path, tmp_path: Path
) -> None:
    folder = larkhaven[2]
    into = Path(shutil.copytree(run_folder / "ingest", tmp_path / "ingest"))

    named = read_study(folder / "study.toml").ingest
    assert named is not None
    again = ingest_for(named, folder=folder, into=into, today=TODAY)

    assert not any(part.is_new for part in again.ingested.parts)
    assert (into / "panel.parquet").read_bytes() == (
        run_folder / "ingest" / "panel.parquet"
    ).read_bytes()


def test_uses_a_panel_that_is_there_instead(
    larkhaven: tuple[SyntheticCity, MessyFiles, Path], run_folder: Path, tmp_path: Path
) -> None:
    run_study(
        larkhaven[2] / "study.toml",
        out=tmp_path / "run",
        today=TODAY,
        panel_file=run_folder / "ingest" / "panel.parquet",
        documents=False,
    )

    assert not (tmp_path / "run" / "ingest").exists()
    provenance = json.loads((tmp_path / "run" / MARK).read_text())
    assert "City file" not in provenance
    one, other = (
        json.loads((folder / "effect.json").read_text())
        for folder in (run_folder, tmp_path / "run")
    )
    assert one == other


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'places = "places.parquet"\n',
            "",
            r"line 9: .*name a file of places, or the side of cells",
        ),
        ('unit = "{unit}"', "cells_m = 100", r"line 9: .*name a file of places, or the side"),
        ('sources = ["files/*-*.*"]', "sources = []", r"line 6: \[ingest\] sources"),
        ('unit = "{unit}"', 'outcomes = {{ a = ["drugs"] }}', r"line 13: .*'drugs' is no category"),
        (
            "[evaluate]",
            '[panel]\nfile = "a"\nplace = "b"\nperiod = "c"\n[evaluate]',
            "or an .ingest.",
        ),
    ],
    ids=["no places", "places and cells", "no sources", "no category", "a panel besides"],
)
def test_points_at_what_is_wrong_in_the_section_of_a_study(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in STUDY
    filled = STUDY.replace(old, new).format(
        unit="month", first="2015-01", last="2015-03", covariates="", area='"a"', starts="2015-02"
    )
    (tmp_path / "study.toml").write_text(filled)

    with pytest.raises(BadStudy, match=said):
        read_study(tmp_path / "study.toml")

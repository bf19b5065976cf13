"""A study from its file to its folder."""

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from commonground.core.errors import CommonGroundError
from commonground.study.demo import run_demo
from commonground.study.provenance import sha256
from commonground.study.record import effect_to_json
from commonground.study.run import read_run, report_run, run_study
from commonground.study.specification import BadStudy
from tests.unit.study.found_city import QUICKLY, write_city

TODAY = date(2026, 1, 2)
WRITTEN = {"effect.json", "headline.json", "provenance.json", "report.html", "report.pdf"}


def test_writes_everything_a_reader_needs(study_file: Path, tmp_path: Path) -> None:
    run_study(study_file, out=tmp_path / "run", today=TODAY)

    names = {path.name for path in (tmp_path / "run").iterdir()}
    assert names == {"tables", "figures", "study.toml", *WRITTEN}
    effect = pd.read_csv(tmp_path / "run" / "tables" / "effect.csv")
    assert list(effect["outcome"]) == ["crime", "drugs"]


def test_says_where_the_result_comes_from(study_file: Path, tmp_path: Path) -> None:
    run = run_study(study_file, out=tmp_path / "run", today=TODAY, documents=False)

    written = json.loads((tmp_path / "run" / "provenance.json").read_text())
    assert written == dict(run.provenance)
    assert written["Made on"] == "2026-01-02"
    assert sha256(study_file.parent / "panel.csv") in written["Panel"]
    assert run.effect.intervention.fingerprint in written["Intervention, fixed as"]
    assert str(tmp_path) not in json.dumps(written)


def test_gives_the_same_bytes_for_any_number_of_workers(study_file: Path, tmp_path: Path) -> None:
    for workers in (1, 2):
        run_study(study_file, out=tmp_path / str(workers), today=TODAY, workers=workers)

    first, second = tmp_path / "1", tmp_path / "2"
    files = [path.relative_to(first) for path in sorted(first.rglob("*")) if path.is_file()]
    assert len(files) > 20
    different = [str(f) for f in files if (first / f).read_bytes() != (second / f).read_bytes()]
    assert different == []


def test_uses_another_panel(study_file: Path, tmp_path: Path) -> None:
    (study_file.parent / "panel.csv").rename(tmp_path / "other.csv")

    run = run_study(
        study_file,
        out=tmp_path / "run",
        today=TODAY,
        panel_file=tmp_path / "other.csv",
        documents=False,
    )

    assert run.provenance["Panel"].startswith("other.csv")


def test_makes_the_documents_later(study_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "run"
    run_study(study_file, out=tmp_path / "whole", today=TODAY)
    run_study(study_file, out=out, today=TODAY, documents=False)
    assert not (out / "report.html").exists()

    report_run(out)

    for name in ("report.html", "report.pdf", "tables/effect.csv"):
        assert (out / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_answers_as_microsynth_beside_our_own(study_file: Path, tmp_path: Path) -> None:
    text = study_file.read_text().replace(
        "permutations = 39", "permutations = 39\nmicrosynth = true"
    )
    study_file.write_text(text)

    run_study(study_file, out=tmp_path / "run", today=TODAY)

    back = read_run(tmp_path / "run")
    assert back.as_microsynth is not None
    assert back.as_microsynth.quoted == "unclustered"
    assert "R microsynth" in (tmp_path / "run" / "report.html").read_text(encoding="utf-8")


def test_leaves_nothing_behind_when_it_fails(study_file: Path, tmp_path: Path) -> None:
    (study_file.parent / "panel.csv").unlink()

    with pytest.raises(CommonGroundError):
        run_study(study_file, out=tmp_path / "run", today=TODAY)
    assert [path.name for path in tmp_path.iterdir()] == ["study.toml"]


def test_refuses_to_report_a_folder_without_a_run(tmp_path: Path) -> None:
    with pytest.raises(CommonGroundError, match="Give the folder of a run"):
        report_run(tmp_path)


def test_shows_a_withheld_count_nowhere(study_file: Path, tmp_path: Path) -> None:
    study_file.write_text(study_file.read_text() + "\n[report]\nfewest = 1000\n")

    run = run_study(study_file, out=tmp_path / "run", today=TODAY)

    assert run.effect.series["observed"].isna().all()
    record = (tmp_path / "run" / "effect.json").read_text()
    assert record == json.dumps(effect_to_json(run.effect), allow_nan=False) + "\n"


def test_names_the_boundaries_in_the_provenance(tmp_path: Path) -> None:
    demo = run_demo(tmp_path / "demo", today=TODAY)

    places = tmp_path / "demo" / "ingest" / "places.parquet"
    assert sha256(places) in demo.run.provenance["Boundaries"]


def test_finds_places_beside_what_it_evaluates(study_file: Path, tmp_path: Path) -> None:
    write_city(study_file.parent / "incidents")
    asked = "[find]\nincidents = 'incidents'\n" + QUICKLY
    study_file.write_text(study_file.read_text() + asked, encoding="utf-8")

    run_study(study_file, out=tmp_path / "run", today=TODAY, documents=False)

    assert (tmp_path / "run" / "effect.json").is_file()
    assert (tmp_path / "run" / "find" / "markets.geojson").is_file()
    assert not (tmp_path / "run" / "find" / "report.html").exists()


def test_looks_for_places_before_hours_are_spent_on_evaluating(
    study_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_early(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr("commonground.study.run.micro_synthetic_control", too_early)
    write_city(study_file.parent / "incidents")
    asked = "[find]\nincidents = 'incidents'\n[find.weights]\nghosts = 1.0\n"
    study_file.write_text(study_file.read_text() + asked, encoding="utf-8")

    with pytest.raises(CommonGroundError, match="ghosts"):
        run_study(study_file, out=tmp_path / "run", today=TODAY)


def test_refuses_a_panel_instead_where_places_are_looked_for_in_what_is_ingested(
    study_file: Path, tmp_path: Path
) -> None:
    named = study_file.read_text()
    panel = named[named.index("[panel]") : named.index("[intervention]")]
    ingest = "[ingest]\nsources = ['x.csv']\ncity = 'x.toml'\n[ingest.count]\ncells_m = 100\n"
    study_file.write_text(named.replace(panel, f"{ingest}[find]\n"), encoding="utf-8")

    with pytest.raises(BadStudy, match="looks at what"):
        run_study(study_file, out=tmp_path / "run", today=TODAY, panel_file=tmp_path / "panel.csv")

    assert not (tmp_path / "run").exists()

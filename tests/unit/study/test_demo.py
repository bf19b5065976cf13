"""The demo against its planted truth."""

from datetime import date
from pathlib import Path

from commonground.study.demo import run_demo
from commonground.study.run import read_run, report_run


def test_finds_what_was_planted(tmp_path: Path) -> None:
    demo = run_demo(tmp_path / "demo", today=date(2026, 1, 2))

    answers = {answer.outcome: answer for answer in demo.answers()}
    assert set(answers) == {"drugs", "any_crime", "violent"}
    assert all(answer.holds_truth for answer in answers.values())
    assert answers["drugs"].planted == demo.city.truth.effects["drugs"]
    assert answers["drugs"].upper < 0


def test_keeps_the_city_when_the_report_is_made_anew(tmp_path: Path) -> None:
    run_demo(tmp_path / "demo", today=date(2026, 1, 2))

    report_run(tmp_path / "demo")

    assert (tmp_path / "demo" / "city" / "panel.parquet").exists()
    assert (tmp_path / "demo" / "report.html").exists()


def test_leaves_a_run_and_its_city(tmp_path: Path) -> None:
    run_demo(tmp_path / "demo", today=date(2026, 1, 2))

    run = read_run(tmp_path / "demo")
    assert run.study.panel.file == Path("city/panel.parquet")
    assert (tmp_path / "demo" / "city" / "truth.json").exists()
    assert (tmp_path / "demo" / "report.pdf").read_bytes().startswith(b"%PDF")

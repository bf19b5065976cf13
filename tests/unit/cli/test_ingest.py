"""`commonground ingest` as the shell calls it."""

import json
from pathlib import Path

import pandas as pd
import pytest

from tests.program import Said, called
from tests.unit.ingest.elm_city import HEADER, row, rows, write_city, write_rows


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> tuple[Said, Path]:
    """Ingest two files, with a panel, and return what was said."""
    folder = tmp_path_factory.mktemp("elm")
    lines = [*rows(), row("odd", day=""), row("1", what="ASSAULT")]
    write_rows(folder, [f"{line},x" for line in lines], header=f"{HEADER},SuspectDOB")
    write_rows(
        folder,
        [line.replace(",", ";") for line in rows(3)],
        name="more.csv",
        header=HEADER.replace(",", ";"),
    )
    words = ("--city", write_city(folder), "--out", folder / "runs" / "elm", "--cells", 500)
    return called("ingest", folder / "cases.csv", folder / "more.csv", *words), folder


def plain(said: Said) -> str:
    """Return what was said on one line: terminals break it where they like."""
    return " ".join(said.out.split())


def test_prints_what_became_of_every_row(first: tuple[Said, Path]) -> None:
    said, _ = first

    assert (said.code, said.err) == (0, "")
    assert "Incidents of Elm City" in said.out
    assert "65 rows in = 60 incidents kept + 4 rows merged" in plain(said)
    assert "rejected: its date cannot be read" in said.out or "rejected: it has no date" in said.out


def test_prints_what_to_know_before_using_them(first: tuple[Said, Path]) -> None:
    assert "What to know before using them" in first[0].out
    assert "do not say whether police or citizens" in plain(first[0])


def test_prints_what_was_found_out_from_reading(first: tuple[Said, Path]) -> None:
    assert "more.csv: Separated by ';', found by looking." in plain(first[0])


def test_prints_what_was_left_out_about_persons(first: tuple[Said, Path]) -> None:
    assert "Left out, because they are about persons - SuspectDOB" in plain(first[0])


def test_prints_the_panel_and_where_everything_is(first: tuple[Said, Path]) -> None:
    said, folder = first
    out = folder / "runs" / "elm"

    assert f"Panel: {out / 'panel.parquet'}: 60 incidents in months 2015-01 to 2015-03" in plain(
        said
    )
    assert f"Incidents: {out / 'incidents.parquet'}" in plain(said)
    assert f"Rejected: {out / 'rejects.csv'}" in plain(said)
    assert f"Report: {out / 'report.html'}" in plain(said)
    assert (out / "report.pdf").exists()


def test_says_what_an_earlier_run_has_read(first: tuple[Said, Path]) -> None:
    _, folder = first
    words = ("--city", folder / "city.toml", "--out", folder / "runs" / "elm")

    again = called("ingest", folder / "cases.csv", folder / "more.csv", *words)

    assert "Rows that an earlier run has cleaned: 65 of 65." in plain(again)
    assert not (folder / "runs" / "elm" / "panel.parquet").exists()


def test_puts_incidents_under_runs_if_nobody_says_where_and_speaks_json(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_rows(tmp_path)
    write_city(tmp_path)

    words = ("--unit", "quarter", "--cells", 5_000, "--workers", 1, "--json")
    said = called("ingest", "cases.csv", "--city", "city.toml", *words)

    assert (said.code, said.err) == (0, "")
    out = tmp_path / "runs" / "ingest"
    assert json.loads(said.out) == json.loads((out / "ingest.json").read_text())
    assert pd.read_parquet(out / "panel.parquet")["any_crime"].sum() == 60


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "Name at least one source, and its --city"),
        (("a.csv",), "Name at least one source, and its --city"),
        (("--city", "st-louis"), "Name at least one source, and its --city"),
        (("a.csv", "--city", "x", "--cells", "100", "--places", "p"), "not in both"),
        (("a.csv", "--city", "x", "--cells", "0"), "--cells"),
        (("a.csv", "--city", "x", "--unit", "decade"), "--unit"),
    ],
)
def test_explains_how_it_is_called(words: tuple[str, ...], message: str) -> None:
    said = called("ingest", *words)

    assert (said.code, said.out) == (2, "")
    assert message in " ".join(said.err.replace("│", " ").split())


def test_sketches_a_city_file_and_says_what_to_do_next(tmp_path: Path) -> None:
    file = write_rows(tmp_path, rows(200))

    said = called("ingest", "--sketch", file, "--out", tmp_path / "elm.toml")

    assert (said.code, said.err) == (0, "")
    assert "To check" in said.out
    assert f"Next: commonground ingest {file} --city {tmp_path / 'elm.toml'}" in plain(said)


def test_names_a_sketch_after_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_rows(tmp_path, rows(200), name="cases.2015.csv")

    said = called("ingest", "--sketch", "cases.2015.csv", "--json")

    told = json.loads(said.out)
    assert told["file"] == "cases.toml"
    assert told["checks"]
    assert (tmp_path / "cases.toml").exists()


def test_sketches_over_nothing(tmp_path: Path) -> None:
    city = write_city(tmp_path)

    said = called("ingest", "--sketch", write_rows(tmp_path), "--out", city)

    assert (said.code, said.out) == (1, "")
    assert "is there already" in said.err

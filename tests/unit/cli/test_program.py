"""The program as the shell calls it."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint, version
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from commonground.cli import program

COMMAND = [str(Path(sys.executable).with_name("commonground"))]


def _main(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *words: object
) -> tuple[int, str, str]:
    """Call the program as the shell would; return exit code, output and error output."""
    monkeypatch.setattr(sys, "argv", ["commonground", *map(str, words)])
    with pytest.raises(SystemExit) as stopped:
        program.main()
    printed = capsys.readouterr()
    return int(stopped.value.code or 0), printed.out, printed.err


Main = Callable[..., tuple[int, str, str]]


@pytest.fixture
def main(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Main:
    """Give the program as a function of its words."""
    return lambda *words: _main(capsys, monkeypatch, *words)


def test_prints_its_version(main: Main) -> None:
    assert main("--version") == (0, f"commonground {version('commonground')}\n", "")


def test_runs_a_study(main: Main, study_file: Path, tmp_path: Path) -> None:
    code, out, _ = main("run", study_file, "--out", tmp_path / "run")

    assert code == 0
    assert "Elm Street" in out
    assert "clustered by place" in out
    assert str(tmp_path / "run" / "report.html") in out.replace("\n", "")
    assert (tmp_path / "run" / "report.pdf").exists()


def test_evaluates_without_documents(main: Main, study_file: Path, tmp_path: Path) -> None:
    code, _, _ = main("evaluate", study_file, "--out", tmp_path / "run")

    assert code == 0
    assert not (tmp_path / "run" / "report.html").exists()

    code, _, _ = main("report", tmp_path / "run")
    assert code == 0
    assert (tmp_path / "run" / "report.html").exists()


def test_speaks_json_and_nothing_else(main: Main, study_file: Path, tmp_path: Path) -> None:
    code, out, _ = main("evaluate", study_file, "--out", tmp_path / "run", "--json")

    assert code == 0
    assert json.loads(out) == json.loads((tmp_path / "run" / "effect.json").read_text())


def test_says_a_mistake_in_one_sentence(main: Main, tmp_path: Path) -> None:
    code, out, err = main("run", tmp_path / "nothing.toml")

    assert (code, out) == (1, "")
    assert err == f"Error: There is no study file {tmp_path / 'nothing.toml'}.\n"


def test_keeps_the_traceback_of_a_bug(main: Main, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    point = EntryPoint("broken", "somewhere:command", program.COMMANDS)
    monkeypatch.setattr(program, "entry_points", lambda group: [point] if group else [])
    monkeypatch.setattr(EntryPoint, "load", lambda _: broken)

    with pytest.raises(ZeroDivisionError):
        main("broken")


def test_takes_commands_from_other_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh, more = typer.Typer(), typer.Typer()
    fresh.callback()(lambda: None)
    more.command("audit")(lambda: typer.echo("checked"))
    point = EntryPoint("workspace", "somewhere:app", program.COMMANDS)
    monkeypatch.setattr(program, "app", fresh)
    monkeypatch.setattr(program, "entry_points", lambda group: [point] if group else [])
    monkeypatch.setattr(EntryPoint, "load", lambda _: more)

    program._add_commands()

    assert CliRunner().invoke(fresh, ["workspace", "audit"]).output == "checked\n"


@pytest.fixture
def _heeded() -> Iterator[None]:
    """Have programs heed Ctrl-C as in a terminal; what runs in the background ignores it."""
    held = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, held)


@pytest.mark.usefixtures("_heeded")
def test_leaves_nothing_half_written_after_ctrl_c(study_file: Path, tmp_path: Path) -> None:
    out = tmp_path / "runs" / "run"
    process = subprocess.Popen(
        [*COMMAND, "run", study_file, "--out", out],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    while process.poll() is None and not list(out.parent.glob(".run-*/tables/effect.csv")):
        time.sleep(0.01)

    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)

    assert process.returncode == program.INTERRUPTED
    assert err.endswith("Interrupted: the last result is as it was.\n")
    assert list(out.parent.iterdir()) == []

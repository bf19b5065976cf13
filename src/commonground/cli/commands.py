"""The commands; heavy modules are imported only by the one that runs."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from commonground.study.run import Run

StudyFile = Annotated[Path, typer.Argument(help="The study, a TOML file.", show_default=False)]
PanelFile = Annotated[
    Path | None, typer.Option("--panel", help="A panel to use instead of the one the study names.")
]
OutFolder = Annotated[
    Path | None, typer.Option("--out", help="Where to put the run folder [default: runs/STUDY].")
]
Workers = Annotated[
    int | None,
    typer.Option(min=1, help="Threads; the result does not depend on it [default: all]."),
]
AsJson = Annotated[
    bool, typer.Option("--json", help="Print the result as JSON, for other programs.")
]


def run(
    study: StudyFile,
    panel: PanelFile = None,
    out: OutFolder = None,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Run a study and write its report: tables, figures, HTML and PDF."""
    if _looks_only(study):
        _find(study, out=out, workers=workers, as_json=as_json)
        return
    _evaluate(study, panel=panel, out=out, workers=workers, as_json=as_json, documents=True)


def evaluate(
    study: StudyFile,
    panel: PanelFile = None,
    out: OutFolder = None,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Evaluate a study and keep the result, without writing documents."""
    _evaluate(study, panel=panel, out=out, workers=workers, as_json=as_json, documents=False)


def report(
    folder: Annotated[Path, typer.Argument(help="The folder of a run.", show_default=False)],
    as_json: AsJson = False,
) -> None:
    """Write the documents of an evaluated run anew."""
    from commonground.cli.terminal import shown_progress
    from commonground.study.run import report_run

    with shown_progress() as progress:
        finished = report_run(folder, progress=progress)
    _show(finished, folder=folder, as_json=as_json, documents=True)


def demo(
    out: Annotated[Path, typer.Option(help="Where to put the run folder.")] = Path("runs/demo"),
    seed: Annotated[int, typer.Option(min=0, help="Which city.")] = 1,
    as_json: AsJson = False,
) -> None:
    """Evaluate a made-up city whose truth is known, and write the report."""
    from commonground.cli.printing import print_demo
    from commonground.cli.terminal import shown_progress
    from commonground.study.demo import run_demo

    with shown_progress() as progress:
        finished = run_demo(out, today=today(), seed=seed, progress=progress)
    if as_json:
        answers = [
            asdict(answer) | {"holds_truth": answer.holds_truth} for answer in finished.answers()
        ]
        typer.echo(json.dumps(answers))
    else:
        print_demo(finished, folder=out)


def _evaluate(
    study: Path,
    *,
    panel: Path | None,
    out: Path | None,
    workers: int | None,
    as_json: bool,
    documents: bool,
) -> None:
    from commonground.cli.terminal import shown_progress
    from commonground.study.run import run_study

    folder = out or Path("runs") / study.stem
    with shown_progress() as progress:
        finished = run_study(
            study,
            out=folder,
            today=today(),
            panel_file=panel,
            workers=workers,
            progress=progress,
            documents=documents,
        )
    _show(finished, folder=folder, as_json=as_json, documents=documents)


def _looks_only(study: Path) -> bool:
    from commonground.study.specification import read_find_study

    return read_find_study(study) is not None


def _find(study: Path, *, out: Path | None, workers: int | None, as_json: bool) -> None:
    from commonground.cli.find_printing import show_found
    from commonground.cli.terminal import shown_progress
    from commonground.study.find import run_find_study

    folder = out or Path("runs") / study.stem
    with shown_progress() as progress:
        finished = run_find_study(
            study, out=folder, today=today(), workers=workers, progress=progress
        )
    show_found(finished, folder=folder, as_json=as_json)


def _show(finished: Run, *, folder: Path, as_json: bool, documents: bool) -> None:
    if as_json:
        from commonground.study.record import effect_to_json

        typer.echo(json.dumps(effect_to_json(finished.effect), allow_nan=False))
        return
    from commonground.cli.printing import print_run

    print_run(finished, folder=folder, documents=documents)


def today() -> date:
    """Return the day on which the command runs."""
    return date.today()  # noqa: DTZ011  the front door is where the clock is read

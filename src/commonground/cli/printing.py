"""What a run looks like on a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table

from commonground.cli.terminal import plain_table, print_table, terminal
from commonground.report.kinds import label_of
from commonground.report.names import named
from commonground.report.numbers import GAP, count, decimal, percent, probability, span
from commonground.report.prose import paragraph, what_p_asks
from commonground.report.tables import microsynth_table
from commonground.report.verdicts import findings

if TYPE_CHECKING:
    import pandas as pd

    from commonground.evaluate.micro_synthetic_control import Effect
    from commonground.study.demo import Demo
    from commonground.study.run import Run


def print_run(run: Run, *, folder: Path, documents: bool) -> None:
    """Print a run's answer, how sure it is, its caveats, and where the rest is."""
    console = terminal()
    effect = named(run.effect, run.study.report.names)
    console.print(f"\n[bold]{run.study.name}[/bold]\n{run.study.question}\n")
    if run.ingest is not None:
        console.print(f"Ingested: {run.ingest.ingested.balance}.\n", soft_wrap=True)
    console.print(paragraph(effect) + "\n")
    print_table(console, _effect_table(effect))
    console.print()
    print_table(console, _kinds_table(effect))
    if run.as_microsynth is not None:
        console.print("\n[bold]As R microsynth prints it[/bold]")
        _print_microsynth(console, run.as_microsynth)
        console.print("[bold]The same with exact weights, each place counted once[/bold]")
        _print_microsynth(console, run.effect, kind="clustered")
    _print_caveats(console, effect)
    if run.study.find is not None:
        console.print(f"[bold]Places:[/bold] {folder / 'find' / 'markets.geojson'}", soft_wrap=True)
    name = "report.html" if documents else "effect.json"
    console.print(f"[bold]{'Report' if documents else 'Result'}:[/bold] {folder / name}")


def print_demo(demo: Demo, *, folder: Path) -> None:
    """Print the demo's estimates beside the planted truth."""
    console = terminal()
    names = demo.run.study.report.names
    effect = named(demo.run.effect, names)
    console.print(f"\n[bold]{demo.run.study.name}[/bold]\n")
    if demo.run.ingest is not None:
        balance = demo.run.ingest.ingested.balance
        console.print(f"Its files were ingested: {balance}.\n", soft_wrap=True)
    console.print(paragraph(effect) + "\n")
    table = plain_table("The answer beside the planted truth")
    for name in (
        "outcome",
        "recorded",
        "expected",
        "change",
        f"{effect.inference.confidence:.0%} interval",
        "planted",
        "holds the truth",
    ):
        table.add_column(name, justify="left" if name in ("outcome", "") else "right")
    for answer in demo.answers():
        table.add_row(
            names.get(answer.outcome, answer.outcome),
            count(answer.observed),
            decimal(answer.counterfactual),
            percent(answer.change, places=1, signed=True),
            span(answer.lower, answer.upper),
            percent(answer.planted, places=1, signed=True),
            "yes" if answer.holds_truth else "no",
        )
    print_table(console, table)
    _print_caveats(console, effect)
    console.print(f"[bold]Report to open:[/bold] {folder / 'report.html'}")


def _effect_table(effect: Effect) -> Table:
    table = plain_table(f"What changed ({label_of(effect.quoted)}; {what_p_asks(effect)})")
    interval = f"{effect.inference.confidence:.0%} interval"
    for name in ("to", "outcome", "recorded", "expected", "change", interval, "p", "verdict"):
        table.add_column(name, justify="left" if name in ("outcome", "verdict") else "right")
    for found in findings(effect):
        table.add_row(
            found.horizon,
            found.outcome,
            count(found.observed),
            decimal(found.counterfactual),
            percent(found.change, places=1, signed=True),
            span(found.lower, found.upper),
            probability(found.p),
            found.verdict.value,
        )
    return table


def _kinds_table(effect: Effect) -> Table:
    kinds = list(dict.fromkeys(effect.uncertainty["kind"]))
    table = plain_table("How sure, counted in every way asked for (interval, p)")
    table.add_column("outcome")
    for kind in kinds:
        table.add_column(label_of(kind), justify="right")
    last = effect.uncertainty[effect.uncertainty["horizon"] == effect.horizons[-1]]
    for outcome, rows in last.groupby("outcome", sort=False):
        by_kind = rows.set_index("kind")
        table.add_row(str(outcome), *(_interval_and_p(by_kind.loc[kind]) for kind in kinds))
    joint = effect.joint[effect.joint["horizon"] == effect.horizons[-1]].set_index("kind")["p"]
    table.add_row(
        "all together", *(probability(joint[kind]) if kind in joint.index else "" for kind in kinds)
    )
    return table


def _interval_and_p(row: pd.Series) -> str:
    lower, upper = (decimal(100 * row[end], places=0) for end in ("lower", "upper"))
    return f"{lower} to {upper}{GAP}%, {probability(row['p'])}"


def _print_microsynth(console: Console, effect: Effect, *, kind: str | None = None) -> None:
    for horizon in effect.horizons:
        text = microsynth_table(effect, horizon=horizon, linear=kind).to_string()
        console.print(text + "\n", soft_wrap=True)


def _print_caveats(console: Console, effect: Effect) -> None:
    console.print("\n[bold]Caveats[/bold]")
    for caveat in effect.caveats:
        console.print(Padding(f"- {caveat}", (0, 0, 0, 2)))
    console.print()

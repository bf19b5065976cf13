"""What an ingest looks like on a terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding

from commonground.cli.terminal import plain_table, print_table, terminal
from commonground.ingest.ingesting import INCIDENTS, REJECTS
from commonground.report.numbers import count

if TYPE_CHECKING:
    from commonground.ingest.ingesting import Ingested
    from commonground.study.ingest import IngestRun
    from commonground.study.sketch import WrittenSketch


def print_ingest(run: IngestRun, *, folder: Path) -> None:
    """Print what became of every row, what to know of the incidents, and where they are."""
    console, ingested = terminal(), run.ingested
    console.print(f"\n[bold]Incidents of {ingested.city.file.city}[/bold]\n")
    console.print(f"{ingested.balance}\n", soft_wrap=True)
    _print_balance(console, ingested)
    _print_listed(console, "What to know before using them", ingested.quality.findings)
    _print_listed(console, "Notes from reading", ingested.notes)
    persons = sorted({person for part in ingested.parts for person in part.persons})
    _print_listed(console, "Left out, because they are about persons", persons)
    known = sum(part.known for part in ingested.parts)
    if known:
        rows = sum(part.rows for part in ingested.parts)
        console.print(f"\nRows that an earlier run has cleaned: {count(known)} of {count(rows)}.")
    if run.panel is not None and run.periods is not None:
        console.print(
            f"\n[bold]Panel:[/bold] {folder / run.panel.file.name}: "
            f"{count(run.panel.incidents)} incidents in {run.periods.unit}s "
            f"{run.periods.labels[0]} to {run.periods.labels[-1]}",
            soft_wrap=True,
        )
        for note in run.panel.notes:
            console.print(Padding(f"- {note}", (0, 0, 0, 2)))
    console.print(f"\n[bold]Incidents:[/bold] {folder / INCIDENTS}", soft_wrap=True)
    if ingested.balance.rejections:
        console.print(f"[bold]Rejected:[/bold] {folder / REJECTS}", soft_wrap=True)
    console.print(f"[bold]Report:[/bold] {folder / 'report.html'}", soft_wrap=True)


def print_sketch(written: WrittenSketch, *, source: Path) -> None:
    """Print where a sketch is, and what a person must check."""
    console = terminal()
    _print_listed(console, "To check", written.checks)
    _print_listed(console, "Left out, because they are about persons", written.persons)
    console.print(f"\n[bold]City file:[/bold] {written.file}", soft_wrap=True)
    console.print(
        f"[bold]Next:[/bold] commonground ingest {source} --city {written.file}", soft_wrap=True
    )


def _print_balance(console: Console, ingested: Ingested) -> None:
    balance = ingested.balance
    table = plain_table("What became of every row")
    table.add_column("")
    table.add_column("rows", justify="right")
    table.add_row("incidents kept", count(balance.kept))
    table.add_row("merged into them", count(balance.merged))
    table.add_row("reversals, with what they reversed", count(balance.cancelled))
    for reason, rows in balance.rejected.items():
        table.add_row(f"rejected: {reason}", count(rows))
    table.add_row("rows in", count(balance.rows))
    print_table(console, table)


def _print_listed(console: Console, title: str, said: tuple[str, ...] | list[str]) -> None:
    if said:
        console.print(f"\n[bold]{title}[/bold]")
        for one in said:
            console.print(Padding(f"- {one}", (0, 0, 0, 2)))

"""What found places look like on a terminal."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.padding import Padding

from commonground.cli.terminal import plain_table, print_table, terminal
from commonground.report.numbers import count, decimal, percent, probability

if TYPE_CHECKING:
    from commonground.find.found import Found
    from commonground.study.find import FindRun


def show_found(run: FindRun, *, folder: Path, as_json: bool) -> None:
    """Print what was found, for people or for other programs."""
    if as_json:
        from commonground.report.market_report import markets_to_json

        told = markets_to_json(run.found, city=run.city.file.city, crs=run.city.file.crs)
        typer.echo(json.dumps(told, allow_nan=False))
    else:
        print_found(run, folder=folder)


def print_found(run: FindRun, *, folder: Path) -> None:
    """Print the candidate places, what was rejected and why, and where the rest is."""
    from commonground.cli.ranked_printing import print_exposures, print_ranking
    from commonground.report.market_report import content_of
    from commonground.report.market_report.answer import missed_by

    console, found = terminal(), run.found
    records = found.records
    console.print(f"\n[bold]Candidate places in {run.city.file.city}[/bold]")
    console.print(
        f"{count(int((records.is_drug & records.is_recent).sum()))} drug incidents of "
        f"{records.window_months} months up to {records.last}\n"
    )
    if found.candidates:
        _print_candidates(found)
        if found.designs:
            _print_detectable(found)
    else:
        console.print("The records show no place that meets the definition.")
    content = content_of(found, city=run.city.file.city, crs=run.city.file.crs)
    print_exposures(content)
    print_ranking(content)
    if found.rejected:
        console.print("\n[bold]Looked at and rejected[/bold]")
        for market in found.rejected:
            missed = ", ".join(criterion.name for criterion in missed_by(market))
            why = f"misses {missed}" if missed else "no market, by a person's review"
            console.print(Padding(f"- {market.name}: {why}", (0, 0, 0, 2)))
    console.print("\n[bold]What to know[/bold]")
    for caveat in found.caveats:
        console.print(Padding(f"- {caveat}", (0, 0, 0, 2)))
    console.print(f"\n[bold]Places:[/bold] {folder / 'markets.geojson'}", soft_wrap=True)
    if found.designs:
        console.print(f"[bold]Designs:[/bold] {folder / 'designs'}", soft_wrap=True)
    console.print(f"[bold]Report:[/bold] {folder / 'report.html'}", soft_wrap=True)


def _print_detectable(found: Found) -> None:
    """Say, before anyone commits, how large a change at each place would have to be."""
    from commonground.report.market_report.designs.words import drug_changes

    changes = [drug_changes(design) for design in found.designs]
    lengths = sorted({months for one in changes for months in one})
    table = plain_table(
        "\nSmallest change of drug incidents that could be shown, by months before and after\n"
        "(none: not even a fall to nothing)"
    )
    for name in ("", "place"):
        table.add_column(name, justify="left" if name else "right")
    for months in lengths:
        table.add_column(f"{months} months", justify="right")
        table.add_column("with rings", justify="right")
    for number, (design, one) in enumerate(zip(found.designs, changes, strict=True), start=1):
        shares = [
            percent(change.change) if change.can_be_shown else "none"
            for months in lengths
            for change in one.get(months, ())
        ]
        table.add_row(str(number), design.name, *(shares or ["nothing to compare with"]))
    print_table(terminal(), table)


def _print_candidates(found: Found) -> None:
    table = plain_table("Each is for a person to go and look at; the order is no ranking")
    for name in ("", "place", "tier", "ha", "drug incidents", "expected", "chance", "stable"):
        table.add_column(name, justify="left" if name in ("place", "tier", "stable") else "right")
    for number, market in enumerate(found.candidates, start=1):
        known = market.numbers
        table.add_row(
            str(number),
            market.name,
            market.tier,
            decimal(market.area_ha),
            count(known["drug"]),
            decimal(known["expected"]),
            probability(known["chance"]),
            "yes" if known["is_stable"] else "no",
        )
    print_table(terminal(), table)

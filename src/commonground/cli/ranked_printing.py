"""What lies near places, and how they rank, on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from commonground.cli.terminal import plain_table, print_table, terminal
from commonground.find.exposure import WITHIN_M
from commonground.report.market_report.places.card import FEW
from commonground.report.market_report.ranked import order_columns, order_rows, ranking_sentences
from commonground.report.numbers import count

if TYPE_CHECKING:
    from commonground.report.market_report import Content


def print_exposures(content: Content) -> None:
    """Print what lies near each candidate place, if layers were given."""
    exposures = content.found.exposures
    if exposures.empty or not content.candidates:
        return
    layers = list(dict.fromkeys(exposures["layer"]))
    held = exposures.set_index(["market", "layer"])["count"]
    terminal().print(f"\n[bold]Within {WITHIN_M:g} m of each boundary[/bold]")
    table = plain_table("")
    for name in ("", *layers):
        table.add_column(name, justify="right")
    for place in content.candidates:
        counts = [held[place.market.id, layer] for layer in layers]
        table.add_row(str(place.number), *(FEW if pd.isna(n) else count(n) for n in counts))
    print_table(terminal(), table)


def print_ranking(content: Content) -> None:
    """Print how candidate places rank, if weights were stated."""
    ranking = content.found.ranking
    if ranking is None:
        return
    stated = ", ".join(f"{name} {weight:g}" for name, weight in ranking.weights.of.items())
    terminal().print(f"\n[bold]Ranked with the weights {stated}[/bold]")
    terminal().print(ranking_sentences(content, ranking))
    if ranking.table.empty:
        return
    table = plain_table("")
    for name in ("", *order_columns(ranking)):
        table.add_column(name.lower(), justify="right")
    for number, cells in order_rows(content, ranking):
        table.add_row(str(number), *cells)
    print_table(terminal(), table)

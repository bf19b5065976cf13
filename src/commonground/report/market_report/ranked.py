"""A ranking in words and tables: never an index without its interval, its parts and its weights."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from commonground.core.disclosure import FEWEST_PEOPLE
from commonground.find.exposure import WITHIN_M
from commonground.find.ranking import DRAWS, Ranking
from commonground.find.tallies import KINDS, OF_PEOPLE
from commonground.report.market_report.content import Content
from commonground.report.market_report.figures import rank_figure
from commonground.report.numbers import GAP, count, decimal, percent, together
from commonground.report.pieces.blocks import Block, table_block

CALLED = {
    "drug": "drug incidents",
    "sales": "drug sales",
    "violent": "violent and weapon incidents",
    "overdoses": "overdoses",
    "drug_calls": "drug calls",
}
"""What a kind that is weighed is called; a layer is called by its name."""

SELDOM = 0.01
"""Probability below which it is not worth a line that a place could come first."""

WHOLE_NUMBERS = 100
"""From this size on, decimals of a harm index are noise."""


def called(kind: str) -> str:
    """Name what is weighed, in words."""
    return CALLED.get(kind, kind)


def ranking_sentences(content: Content, ranking: Ranking) -> str:
    """Return who comes first, how surely, and which places cannot be told apart.

    Parameters
    ----------
    content
        What the report is about.
    ranking
        The ranking.
    """
    if ranking.table.empty:
        return "Weights were stated, but fewer than two candidate places leave nothing to rank."
    return " ".join([_first(content, ranking), *_not_apart(content, ranking)])


def ranking_blocks(content: Content) -> Iterator[Block]:
    """Return a ranking, if weights were stated: its order, its parts, and what they hang on.

    Parameters
    ----------
    content
        What the report is about.
    """
    ranking = content.found.ranking
    if ranking is None:
        return
    yield Block("text", text=ranking_sentences(content, ranking))
    if ranking.table.empty:
        return
    yield Block("text", text=weighing(ranking))
    yield _order(content, ranking)
    yield rank_figure(content, ranking).block
    if len(ranking.parts["kind"].unique()) > 1:
        yield _shares(content, ranking)
        yield _alone(content, ranking)
    yield Block("list", items=tuple(_to_know(ranking)))


def order_columns(ranking: Ranking) -> tuple[str, ...]:
    """Return what `order_rows` says of each place."""
    return "Harm index", "90 % interval", "Ranks", "First", f"Among first {ranking.top}"


def order_rows(content: Content, ranking: Ranking) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield the number of each place and its cells, the largest harm index first."""
    number = content.numbers
    columns = (
        "market", "harm_index", "harm_index_low", "harm_index_high", "rank_low", "rank_high",
        "probability_first", "probability_top",
    )  # fmt: skip
    for market, index, low, high, rank_low, rank_high, first, top in _each(ranking, *columns):
        yield (
            number[market],
            (
                _index(index),
                f"{_index(low)} to {_index(high)}",
                str(rank_low) if rank_low == rank_high else f"{rank_low} to {rank_high}",
                in_draws(first),
                in_draws(top),
            ),
        )


def in_draws(share: float) -> str:
    """Write a share of draws, which are too few to say that something is certain."""
    near = {0: f"<{GAP}1{GAP}%", 100: f">{GAP}99{GAP}%"}
    return near.get(round(100 * share), percent(share))


def weighing(ranking: Ranking) -> str:
    """Say what the harm index is made of."""
    stated = ranking.weights.positive
    records = [f"{called(kind)} {_weight(stated[kind])}" for kind in stated if kind in KINDS]
    layers = [f"{name} {_weight(stated[name])}" for name in stated if name not in KINDS]
    parts = []
    if records:
        parts.append(f"the incidents a year in its extent, times their weight: {together(records)}")
    if layers:
        parts.append(
            f"what lies within {WITHIN_M:g} m of its boundary, times its weight: {together(layers)}"
        )
    return (
        f"The harm index of a place adds up {'; and '.join(parts)}. Its unit is weighted incidents "
        "a year. Whoever asked for this report stated the weights: they are a judgement about what "
        "matters, which no record can make, and others may give another order."
    )


def _first(content: Content, ranking: Ranking) -> str:
    market, last, sure = next(_each(ranking, "market", "rank_high", "probability_first"))
    place = f"By these weights place {content.numbers[market]}"
    if last == 1:
        return f"{place} ranks first, in {in_draws(sure)} of the draws."
    return (
        f"{place} has the largest harm index and ranks between 1st and {_ordinal(last)}: it comes "
        f"first in {in_draws(sure)} of the draws."
    )


def _not_apart(content: Content, ranking: Ranking) -> Iterator[str]:
    """Yield which of the places that could be among the first ones share a rank."""
    number, table = content.numbers, ranking.table
    groups: list[set[str]] = []
    for rank in range(1, ranking.top + 1):
        shares = set(
            table.loc[(table["rank_low"] <= rank) & (table["rank_high"] >= rank), "market"]
        )
        groups = [group for group in groups if not group <= shares]
        if len(shares) > 1 and not any(shares <= group for group in groups):
            groups.append(shares)
    if groups:
        said = [
            f"places {together([str(n) for n in sorted(number[one] for one in group)])}"
            for group in groups
        ]
        yield f"The records cannot tell {', nor '.join(said)} apart: their rank intervals overlap."


def _order(content: Content, ranking: Ranking) -> Block:
    where = {place.number: place.where for place in content.candidates}
    return table_block(
        "Candidate places by harm index: the median of all draws, and the interval that holds 90 % "
        "of them. Ranks: those that a place could have, likewise. First, and among the first "
        f"{ranking.top}: in what share of draws.",
        ["No.", "Place", *order_columns(ranking)],
        [(str(number), where[number], *cells) for number, cells in order_rows(content, ranking)],
        text_columns=(0, 1),
    )


def _shares(content: Content, ranking: Ranking) -> Block:
    table = _across(ranking, "share")
    return table_block(
        "What the harm index of each place is made of: the share of each kind.",
        ["No.", "Place", *map(_heading, table.columns)],
        _rows(content, table, written=percent),
        text_columns=(0, 1),
    )


def _alone(content: Content, ranking: Ranking) -> Block:
    """Return how much the first place hangs on the weights."""
    table = _across(ranking, "probability_first_alone")
    stated = ranking.table.set_index("market")["probability_first"]
    table.insert(0, "as stated", stated)
    table = table[(table >= SELDOM).any(axis=1)]
    return table_block(
        "How the first place hangs on the weights: in what share of draws each would come first by "
        "the weights as stated, and if one kind alone were weighed. Places that hardly ever would "
        "are left out.",
        ["No.", "Place", "As stated", *(f"Only {called(str(one))}" for one in table.columns[1:])],
        _rows(content, table, written=in_draws),
        text_columns=(0, 1),
    )


def _to_know(ranking: Ranking) -> Iterator[str]:
    yield (
        f"Every rate was drawn {count(DRAWS)} times: from what is on record, drawn towards what is "
        "usual at the places that were looked at. Where incidents come many at once, as in a "
        "police operation, they tell less, and intervals are wider."
    )
    yield (
        "Places are ranked, and never persons. Where two rank intervals overlap, these records do "
        "not say which place has the larger harm index."
    )
    yield (
        "The index is of the whole extent, so a larger place has more; parts of one dense area "
        "stand apart. It counts what was recorded: where more is searched, more is."
    )
    if ranking.absent:
        yield (
            f"The records hold no {together([called(kind) for kind in ranking.absent])}; that they "
            "were given a weight changes nothing."
        )
    if any(kind in OF_PEOPLE for kind in ranking.parts["kind"]):
        yield (
            f"Counts of people below {FEWEST_PEOPLE} are not used: each draw takes any number from "
            f"1 to {FEWEST_PEOPLE - 1} in their stead, so that nobody can work them out."
        )


def _across(ranking: Ranking, column: str) -> pd.DataFrame:
    """Return one row a place and one column a kind, both in their order."""
    parts = ranking.parts
    wide = parts.pivot(index="market", columns="kind", values=column)  # noqa: PD010  one value each
    return wide.loc[list(ranking.table["market"]), list(dict.fromkeys(parts["kind"]))]


def _rows(
    content: Content, table: pd.DataFrame, *, written: Callable[[float], str]
) -> list[tuple[str, ...]]:
    places = {place.market.id: place for place in content.candidates}
    named = [places[str(key)] for key in table.index]
    return [
        (str(place.number), place.where, *map(written, values))
        for place, values in zip(named, table.to_numpy(), strict=True)
    ]


def _each(ranking: Ranking, *columns: str) -> Iterator[tuple[Any, ...]]:
    """Yield some columns of a ranking, place by place."""
    return ranking.table[list(columns)].itertuples(index=False, name=None)


def _heading(kind: object) -> str:
    words = called(str(kind))
    return f"{words[0].upper()}{words[1:]}"


def _index(value: float) -> str:
    return count(value) if value >= WHOLE_NUMBERS else decimal(value)


def _weight(value: float) -> str:
    return f"{value:,.10g}"


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in {11, 12, 13} else ending}"

"""Ranking: candidate places by a harm index of stated weights, and how sure their order is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from commonground.core.disclosure import FEWEST_PEOPLE, are_few
from commonground.core.market import Market
from commonground.find.tallies import KINDS, OF_PEOPLE, Tallies
from commonground.find.weights import ImpossibleWeights, Weights
from commonground.numerics.calibration import Floats
from commonground.numerics.ranking import overdispersion, prior_of, ranks_drawn, rates_drawn

DRAWS = 4_000
"""Draws of all rates; a probability of a half is then right to a hundredth."""

ENDS = (5, 50, 95)
"""Percentiles: the ends of a 90 % interval, and its middle."""

FEWEST_PLACES = 2
"""One place has no order."""

MIDDLE_OF_FEW = FEWEST_PEOPLE / 2
"""Mean of what a small count of people may be."""

TABLE: tuple[str, ...] = (
    "market", "harm_index", "harm_index_low", "harm_index_high", "rank_low", "rank_median",
    "rank_high", "probability_first", "probability_top",
)  # fmt: skip
PARTS: tuple[str, ...] = ("market", "kind", "weight", "share", "probability_first_alone")


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Candidate places by a harm index: the sum of stated weights times yearly rates.

    Parameters
    ----------
    weights
        As they were stated.
    top
        How many first ones are asked for, never more than there are places.
    table
        One row a candidate place, the largest index first: ``market`` (id), ``harm_index`` (median)
        with ``harm_index_low`` and ``harm_index_high`` (90 % interval), ``rank_low``,
        ``rank_median`` and ``rank_high`` (likewise), ``probability_first``, and
        ``probability_top`` of being among the first ones. No row if there are fewer than two.
    parts
        One row a place and kind, places as above: ``market``, ``kind``, ``weight``, ``share`` (of
        the index) and ``probability_first_alone`` (were this kind weighed alone).
    absent
        Kinds that were weighed and of which the records hold none.
    """

    weights: Weights
    top: int
    table: pd.DataFrame
    parts: pd.DataFrame
    absent: tuple[str, ...]


def ranking_of(
    markets: Sequence[Market],
    *,
    tallies: Tallies,
    exposures: pd.DataFrame,
    weights: Weights,
    seed: int = 0,
) -> Ranking:
    """Rank candidate places, with the uncertainty of every rate.

    Rates are drawn from gamma posteriors. Their prior is how rates are spread over all places that
    were looked at, and what a count tells is divided by how much more than chance its weekly sums
    vary, for the incidents of an operation are not independent. A count of 1 to 10 people is not
    used: each draw takes any number from 1 to 10 in its stead, so that no output tells which it is.

    Parameters
    ----------
    markets
        All places that were looked at.
    tallies
        What is on record at each of them; as from `tallies_of`.
    exposures
        What lies near each; as from `exposures_of`.
    weights
        The weights.
    seed
        Same seed, same draws.

    Raises
    ------
    ImpossibleWeights
        If the records hold nothing of what is weighed.
    """
    is_candidate = np.array([market.is_candidate for market in markets], dtype=bool)
    if is_candidate.sum() < FEWEST_PLACES:
        return Ranking(weights, 0, pd.DataFrame(columns=TABLE), pd.DataFrame(columns=PARTS), ())
    stated = _on_record(weights, tallies)

    def drawn(of: Mapping[str, float]) -> dict[str, Floats]:
        parts = _parts_drawn(of, tallies=tallies, exposures=exposures, seed=seed)
        return {name: part[:, is_candidate] for name, part in parts.items()}

    def ranked(parts: Mapping[str, Floats]) -> NDArray[np.intp]:
        return ranks_drawn(sum_of(parts), random=np.random.default_rng(seed))

    ids = [market.id for market in markets if market.is_candidate]
    parts = drawn(stated)
    top = min(weights.top, len(ids))
    table = _table(ids, sum_of(parts), ranked(parts), top=top)
    alone = {name: (ranked(drawn({name: stated[name]})) == 1).mean(axis=0) for name in stated}
    return Ranking(
        weights=weights,
        top=top,
        table=table,
        parts=_parts(ids, parts, alone=alone, weights=stated, order=table["market"]),
        absent=tuple(name for name in weights.positive if name not in stated),
    )


def sum_of(parts: Mapping[str, Floats]) -> Floats:
    """Return the harm index: the sum of its parts."""
    return np.asarray(np.sum(list(parts.values()), axis=0))


def _on_record(weights: Weights, tallies: Tallies) -> dict[str, float]:
    """Return the weights of what the city has at all."""
    stated = weights.positive
    held = {
        name: weight
        for name, weight in stated.items()
        if name not in KINDS or name in tallies.on_record
    }
    if not held:
        raise ImpossibleWeights(
            f"The records hold none of what is weighed: {', '.join(stated)}. Weigh what they hold: "
            f"{', '.join(kind for kind in KINDS if kind in tallies.on_record)}."
        )
    return held


def _parts_drawn(
    weights: Mapping[str, float], *, tallies: Tallies, exposures: pd.DataFrame, seed: int
) -> dict[str, Floats]:
    """Draw what each kind adds to the harm index of each place; shape (draws, places)."""
    dispersion = _dispersion(weights, tallies)
    layers = sorted(exposures["layer"].unique())
    drawn = {}
    for name, weight in weights.items():
        if name in KINDS:
            random = np.random.default_rng([seed, KINDS.index(name)])
            rates = _rates(name, tallies=tallies, dispersion=dispersion[name], random=random)
        else:
            random = np.random.default_rng([seed, len(KINDS) + layers.index(name)])
            mine = exposures[exposures["layer"] == name]
            counts = mine["count"].to_numpy(np.float64)
            rates = _guarded(counts, of_people=bool(mine["people"].any()), random=random)
        drawn[name] = weight * rates
    return drawn


def _rates(
    kind: str, *, tallies: Tallies, dispersion: Floats, random: np.random.Generator
) -> Floats:
    counts, of_people = tallies.counts[kind], kind in OF_PEOPLE
    usual = np.where(are_few(counts), MIDDLE_OF_FEW, counts) if of_people else counts
    return rates_drawn(
        _guarded(counts, of_people=of_people, random=random),
        exposure=tallies.years,
        dispersion=dispersion,
        prior=prior_of(usual, exposure=tallies.years, dispersion=dispersion),
        random=random,
    )


def _dispersion(weights: Mapping[str, float], tallies: Tallies) -> dict[str, Floats]:
    """Return how many times more than a Poisson count each kind varies at each place.

    What police write down in an operation is of several kinds at once, so the weighted sum of these
    kinds has one dispersion, which holds what they share. A small count of people is left out of
    its own: how it varies would tell how small it is.
    """
    police = [name for name in weights if name in KINDS and name not in OF_PEOPLE]
    found = {}
    if police:
        of_police = _varies({name: tallies.weekly[name] for name in police}, weights)
        found = dict.fromkeys(police, of_police)
    for name in weights:
        if name in OF_PEOPLE:
            few = are_few(tallies.counts[name])[:, None]
            found[name] = _varies({name: np.where(few, 0.0, tallies.weekly[name])}, weights)
    return found


def _varies(weekly: Mapping[str, Floats], weights: Mapping[str, float]) -> Floats:
    sums = sum_of({name: weights[name] * held for name, held in weekly.items()})
    squares = sum_of({name: weights[name] ** 2 * held for name, held in weekly.items()})
    return overdispersion(sums, chance=squares.mean(axis=1))


def _guarded(counts: Floats, *, of_people: bool, random: np.random.Generator) -> Floats:
    """Repeat counts for each draw, with any number from 1 to 10 for a small count of people."""
    every = np.broadcast_to(counts, (DRAWS, len(counts)))
    if not of_people:
        return every
    any_few = random.integers(1, FEWEST_PEOPLE, every.shape)
    return np.where(are_few(counts), any_few, every)


def _table(ids: Sequence[str], index: Floats, ranks: NDArray[np.intp], *, top: int) -> pd.DataFrame:
    low, median, high = np.percentile(index, ENDS, axis=0)
    rank_low, rank_median, rank_high = np.percentile(ranks, ENDS, axis=0, method="inverted_cdf")
    table = pd.DataFrame(
        {
            "market": ids,
            "harm_index": median,
            "harm_index_low": low,
            "harm_index_high": high,
            "rank_low": rank_low,
            "rank_median": rank_median,
            "rank_high": rank_high,
            "probability_first": (ranks == 1).mean(axis=0),
            "probability_top": (ranks <= top).mean(axis=0),
        }
    ).astype(dict.fromkeys(("rank_low", "rank_median", "rank_high"), np.int64))
    return table.sort_values(["harm_index", "market"], ascending=[False, True], ignore_index=True)


def _parts(
    ids: Sequence[str],
    parts: Mapping[str, Floats],
    *,
    alone: Mapping[str, Floats],
    weights: Mapping[str, float],
    order: pd.Series[str],
) -> pd.DataFrame:
    whole = sum_of(parts).mean(axis=0)
    each = [
        pd.DataFrame(
            {
                "market": ids,
                "kind": name,
                "weight": weights[name],
                "share": part.mean(axis=0) / np.where(whole > 0, whole, 1.0),
                "probability_first_alone": alone[name],
            }
        )
        for name, part in parts.items()
    ]
    table = pd.concat(each, ignore_index=True)
    place = table["market"].map({market: at for at, market in enumerate(order)})
    return table.iloc[np.argsort(place.to_numpy(), kind="stable")].reset_index(drop=True)

"""Ranks and their intervals, held to plain simulations, known orders and what must not be known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
import shapely
from numpy.typing import NDArray

from commonground.core.market import Market, Tier
from commonground.find.exposure import no_exposures
from commonground.find.ranking import Ranking, ranking_of
from commonground.find.tallies import KINDS, Tallies
from commonground.find.weights import ImpossibleWeights, Weights

WEEKS = 52
YEARS = WEEKS * 7 / 365.25

MONTE_CARLO = 0.04
"""Of probabilities from 4,000 draws, compared with other draws."""

COVERED = 0.9
"""Share of true ranks that 90 % intervals hold at least."""


def places(count: int, *, tiers: Sequence[Tier] | None = None) -> tuple[Market, ...]:
    anywhere = shapely.box(0, 0, 1, 1)
    all_of: list[Tier] = ["candidate"] * count
    return tuple(
        Market(
            id=f"E{at}", name=f"E{at}", tier=tier, boundary=anywhere, extent=anywhere,
            firm=anywhere, criteria=(), numbers={},
        )
        for at, tier in enumerate(all_of if tiers is None else tiers)
    )  # fmt: skip


def tallies(weekly: Mapping[str, NDArray[Any]], *, on_record: Sequence[str] = KINDS) -> Tallies:
    """Return tallies of kinds by place and week; of the others there is nothing."""
    nothing = np.zeros_like(next(iter(weekly.values())), dtype=np.float64)
    held = {kind: weekly.get(kind, nothing).astype(np.float64) for kind in KINDS}
    return Tallies(
        counts={kind: of.sum(axis=1) for kind, of in held.items()},
        weekly=held,
        on_record=frozenset(on_record),
        years=YEARS,
    )


def evenly(*counts: int) -> NDArray[np.float64]:
    """Spread counts over the weeks as evenly as they go."""
    return np.array([np.bincount(np.arange(n) * WEEKS // n, minlength=WEEKS) for n in counts])


def layer(name: str, counts: Sequence[int], *, people: bool = False) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "market": [f"E{at}" for at in range(len(counts))],
            "layer": name,
            "count": counts,
            "people": people,
            "apportioned": False,
        }
    )


def ranked(
    held: Tallies,
    weights: Mapping[str, float],
    *,
    exposures: pd.DataFrame | None = None,
    tiers: Sequence[Tier] | None = None,
    top: int = 3,
    seed: int = 0,
) -> Ranking:
    return ranking_of(
        places(len(held.counts["drug"]), tiers=tiers),
        tallies=held,
        exposures=no_exposures() if exposures is None else exposures,
        weights=Weights(weights, top=top),
        seed=seed,
    )


def column(ranking: Ranking, name: str) -> list[float]:
    """Return a column of the table in the order of the places."""
    return ranking.table.sort_values("market")[name].astype(float).tolist()


def by_kind(ranking: Ranking, name: str) -> pd.DataFrame:
    """Return a column of the parts: one row a place, one column a kind."""
    return ranking.parts.pivot_table(index="market", columns="kind", values=name)


def test_is_sure_of_places_that_are_far_apart() -> None:
    ranking = ranked(tallies({"drug": evenly(400, 40)}), {"drug": 1.0})

    assert column(ranking, "probability_first") == [1.0, 0.0]
    assert list(ranking.table["market"]) == ["E0", "E1"]
    assert column(ranking, "rank_low") == column(ranking, "rank_high") == [1, 2]


def test_cannot_tell_equal_places_apart() -> None:
    ranking = ranked(tallies({"drug": evenly(60, 60)}), {"drug": 1.0})

    assert column(ranking, "probability_first") == pytest.approx([0.5, 0.5], abs=MONTE_CARLO)
    assert column(ranking, "rank_low") == [1, 1]
    assert column(ranking, "rank_high") == [2, 2]


def test_ranks_as_a_plain_simulation_does() -> None:
    drug, violent, homes = (40, 55, 30, 52), (12, 2, 20, 9), (100, 900, 400, 0)
    weights = {"drug": 1.0, "violent": 4.0, "homes": 0.02}

    ranking = ranked(
        tallies({"drug": evenly(*drug), "violent": evenly(*violent)}),
        weights,
        exposures=layer("homes", homes),
        top=2,
    )

    random = np.random.default_rng(99)
    draws, first, among, index = 20_000, np.zeros(4), np.zeros(4), []
    for _ in range(draws):
        one = [
            random.gamma(d + 0.5) / YEARS + 4.0 * random.gamma(v + 0.5) / YEARS + 0.02 * h
            for d, v, h in zip(drug, violent, homes, strict=True)
        ]
        order = sorted(range(4), key=lambda at: -one[at])
        first[order[0]] += 1
        among[order[:2]] += 1
        index.append(one)
    assert column(ranking, "probability_first") == pytest.approx(first / draws, abs=MONTE_CARLO)
    assert column(ranking, "probability_top") == pytest.approx(among / draws, abs=MONTE_CARLO)
    for name, percentile in [("low", 5), ("high", 95)]:
        plain = np.percentile(index, percentile, axis=0)
        assert column(ranking, f"harm_index_{name}") == pytest.approx(plain, rel=MONTE_CARLO)


def test_is_less_sure_where_incidents_come_many_at_once() -> None:
    even = evenly(80, 60)
    in_raids = np.zeros_like(even)
    in_raids[0, [3, 20]], in_raids[1, [7, 8, 30]] = 40, 20

    calm, raided = (ranked(tallies({"drug": held}), {"drug": 1.0}) for held in (even, in_raids))

    assert column(calm, "harm_index") == pytest.approx(column(raided, "harm_index"), rel=0.1)
    wide, narrow = (
        np.subtract(column(one, "harm_index_high"), column(one, "harm_index_low"))
        for one in (raided, calm)
    )
    assert (wide > 3 * narrow).all()
    assert column(calm, "probability_first")[0] > column(raided, "probability_first")[0] + 0.2


def test_counts_what_is_two_kinds_at_once_as_one_event() -> None:
    weekly = 2 * np.random.default_rng(5).poisson(1.5, (2, WEEKS))

    both = ranked(tallies({"drug": weekly, "sales": weekly}), {"drug": 1.0, "sales": 1.0})

    alone = ranked(tallies({"drug": weekly}), {"drug": 2.0})
    widths = [
        np.subtract(column(one, "harm_index_high"), column(one, "harm_index_low"))
        for one in (both, alone)
    ]
    assert widths[0] == pytest.approx(widths[1], rel=0.1)


def test_says_what_each_index_is_made_of() -> None:
    held = tallies({"drug": evenly(100, 50), "violent": evenly(10, 30)})

    ranking = ranked(held, {"violent": 10.0, "drug": 1.0})

    shares, alone = (by_kind(ranking, name) for name in ("share", "probability_first_alone"))
    assert list(ranking.parts["kind"][:2]) == ["drug", "violent"]
    np.testing.assert_allclose(shares.sum(axis=1), 1.0)
    np.testing.assert_allclose(shares["drug"], [0.5, 50 / 350], atol=0.03)
    np.testing.assert_allclose(alone["drug"], [1.0, 0.0], atol=0.01)
    np.testing.assert_allclose(alone["violent"], [0.0, 1.0], atol=0.01)


@pytest.mark.parametrize("kind", ["overdoses", "drug_calls"])
def test_tells_nothing_of_how_small_a_count_of_people_is(kind: str) -> None:
    drug = evenly(60, 50, 45, 40, 70, 30)
    weights = {"drug": 1.0, kind: 20.0}

    def with_few(few: int) -> Ranking:
        of_people = evenly(few, 30, 25, 12, 40, 18)
        return ranked(tallies({"drug": drug, kind: of_people}), weights)

    first = with_few(1)
    for few in range(2, 11):
        again = with_few(few)
        pd.testing.assert_frame_equal(again.table, first.table, check_exact=True)
        pd.testing.assert_frame_equal(again.parts, first.parts, check_exact=True)
    assert not with_few(11).table.equals(first.table)


def test_tells_nothing_of_how_small_a_layer_of_people_is() -> None:
    held, weights = tallies({"drug": evenly(60, 50)}), {"drug": 1.0, "children": 5.0}

    tables = [
        ranked(held, weights, exposures=layer("children", [few, 30], people=True)).table
        for few in (1, 6, 10, 11)
    ]

    assert tables[0].equals(tables[1])
    assert tables[0].equals(tables[2])
    assert not tables[0].equals(tables[3])


def test_counts_a_layer_as_it_is_given() -> None:
    held = tallies({"drug": evenly(60, 60)})

    ranking = ranked(held, {"schools": 2.0}, exposures=layer("schools", [3, 7]))

    assert column(ranking, "harm_index") == [6.0, 14.0]
    assert column(ranking, "probability_first") == [0.0, 1.0]


def test_ranks_candidates_only_and_learns_from_all() -> None:
    tiers: list[Tier] = ["candidate", "below candidate", "corroborated", "below candidate"]
    held = tallies({"drug": evenly(60, 900, 90, 20)})

    ranking = ranked(held, {"drug": 1.0}, tiers=tiers)

    assert list(ranking.table["market"]) == ["E2", "E0"]
    assert set(ranking.parts["market"]) == {"E0", "E2"}
    assert ranking.top == 2


@pytest.mark.parametrize("tiers", [[], ["candidate"], ["candidate", "below candidate"]])
def test_ranks_nothing_where_there_is_no_order(tiers: list[Tier]) -> None:
    held = tallies({"drug": np.zeros((len(tiers), WEEKS))})

    ranking = ranking_of(
        places(len(tiers), tiers=tiers),
        tallies=held,
        exposures=no_exposures(),
        weights=Weights({"drug": 1.0}),
    )

    assert ranking.table.empty
    assert ranking.parts.empty


def test_leaves_out_what_the_records_hold_none_of() -> None:
    held = tallies({"drug": evenly(60, 50)}, on_record=["drug"])

    ranking = ranked(held, {"drug": 1.0, "overdoses": 5.0})

    assert ranking.absent == ("overdoses",)
    assert set(ranking.parts["kind"]) == {"drug"}
    assert ranking.table.equals(ranked(held, {"drug": 1.0}).table)


def test_refuses_to_weigh_only_what_the_records_do_not_hold() -> None:
    held = tallies({"drug": evenly(60, 50)}, on_record=["drug"])

    with pytest.raises(ImpossibleWeights, match="hold none of what is weighed: overdoses"):
        ranked(held, {"overdoses": 5.0})


def test_draws_the_same_with_the_same_seed() -> None:
    held = tallies({"drug": evenly(60, 55, 50)})

    one, again, other = (ranked(held, {"drug": 1.0}, seed=seed) for seed in (1, 1, 2))

    assert one.table.equals(again.table)
    assert not one.table.equals(other.table)


@pytest.mark.parametrize(("cities", "of_each"), [(60, 12), (150, 4)])
def test_holds_the_truth_as_often_as_it_says(cities: int, of_each: int) -> None:
    random = np.random.default_rng(6)
    ranks_held, indices_held = [], []
    for seed in range(cities):
        rates = random.gamma(4.0, 15.0, (2, of_each))
        at_once = 1 + random.poisson(1.0, (2, of_each, WEEKS))
        usual = np.broadcast_to(rates[..., None] * YEARS / WEEKS / 2, at_once.shape)
        drug, violent = random.poisson(usual) * at_once
        index = rates[0] + 5.0 * rates[1]
        rank = 1 + (index[:, None] < index[None, :]).sum(axis=1)

        ranking = ranked(
            tallies({"drug": drug, "violent": violent}), {"drug": 1.0, "violent": 5.0}, seed=seed
        )

        ranks_held.append(_holds(ranking, "rank", rank))
        indices_held.append(_holds(ranking, "harm_index", index))
    assert np.mean(ranks_held) >= COVERED
    assert np.mean(indices_held) == pytest.approx(COVERED, abs=0.03)


def _holds(ranking: Ranking, name: str, truth: NDArray[Any]) -> float:
    """Return the share of places whose interval holds the truth; ids are in the order of it."""
    order = ranking.table["market"].str.removeprefix("E").astype(int)
    low, high = (ranking.table[f"{name}_{end}"] for end in ("low", "high"))
    true = truth[order]
    return float(((low <= true) & (true <= high)).mean())

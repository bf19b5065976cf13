"""Withholding small counts from a result before anything of it is written."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pandas as pd

from commonground.evaluate.diagnostics import Diagnostics
from commonground.evaluate.matching import SIZE
from commonground.evaluate.micro_synthetic_control import Effect
from commonground.evaluate.weights import SyntheticWeights
from commonground.report.numbers import together

_COUNTS = [
    "observed", "counterfactual", "difference", "target", "weighted", "placebo_low",
    "placebo_high", "least", "most", "rmspe", "mean_before", "relative",
]  # fmt: skip
"""Columns that hold counts of the area, or sums of them: on everything that was matched, the mix
has the same counts as the area."""

_RELATIVE = [
    "change", "statistic", "p", "lower", "upper", "log_se", "least_change", "most_change", "after",
    "before",
]  # fmt: skip
"""Columns from which a total that is withheld could be guessed."""


def withheld(effect: Effect, *, fewest: int) -> Effect:
    """Return the same result without small counts and without what would give them away.

    Parameters
    ----------
    effect
        The result.
    fewest
        Smallest positive count that is shown; 0 withholds nothing.

    Notes
    -----
    One small count of an outcome in any period takes all its counts along: the series, the balance
    and those of the checks. What could be added up or subtracted to give the small one is gone.
    Only the total over the longest horizon stays, with its change and interval, if it is at least
    ``fewest``; a second total would give away what lies between the two. What is withheld stays so:
    doing it again changes nothing.

    Outcomes that add up to another are not known here. Where all parts but one are shown beside
    their sum, evaluate the sum or the parts, not both.
    """
    small = _small(effect, fewest) if fewest else []
    if not small:
        return effect
    gone = _gone(effect, small, fewest)
    lost = {outcome for horizon, outcome in gone if horizon == effect.horizons[-1]}
    made = effect.diagnostics
    note = (
        f"Counts of {together(small)} are withheld, because some are below {fewest}; so is "
        "everything that would give them away, and every caveat that speaks of them."
    )
    return replace(
        effect,
        estimates=_blank(effect.estimates, _at(effect.estimates, gone), [*_COUNTS, *_RELATIVE]),
        uncertainty=_blank(effect.uncertainty, _at(effect.uncertainty, gone), _RELATIVE),
        series=_blank(effect.series, effect.series["outcome"].isin(small), _COUNTS),
        weights=_without_counts(effect.weights, small),
        diagnostics=None if made is None else _checks_without_counts(made, small, lost),
        caveats=(*_silent_on(small, effect.caveats), note),
    )


def _small(effect: Effect, fewest: int) -> list[str]:
    """Return outcomes and covariates with a small count, or whose counts are withheld already."""
    series, balance = effect.series, effect.weights.balance
    balance = balance[balance["family"] != SIZE]
    counted = pd.concat(
        [
            series[["outcome", "observed"]].set_axis(["name", "count"], axis=1),
            balance[["family", "target"]].set_axis(["name", "count"], axis=1),
        ]
    )
    is_small = counted["count"].isna() | ((counted["count"] > 0) & (counted["count"] < fewest))
    return list(dict.fromkeys(counted.loc[is_small, "name"]))


def _gone(effect: Effect, small: Collection[str], fewest: int) -> set[tuple[str, str]]:
    """Return the estimates, by horizon and outcome, of which nothing may be shown."""
    table, outcomes = effect.estimates, set(effect.series["outcome"])
    stays = (table["horizon"] == effect.horizons[-1]) & (table["observed"] >= fewest)
    gone = set(_pairs(table[table["outcome"].isin(small) & ~stays]))
    for horizon, name in _pairs(table[~table["outcome"].isin(outcomes)]):
        parts = set(effect.inference.contrasts.get(name, outcomes))
        if any((horizon, part) in gone for part in (parts if parts <= outcomes else outcomes)):
            gone.add((horizon, name))
    return gone


def _pairs(table: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(table["horizon"], table["outcome"], strict=True))


def _at(table: pd.DataFrame, gone: set[tuple[str, str]]) -> pd.Series:
    return pd.Series([pair in gone for pair in _pairs(table)], index=table.index, dtype=bool)


def _blank(table: pd.DataFrame, rows: pd.Series, columns: list[str]) -> pd.DataFrame:
    """Empty some columns, as far as the table has them, in some rows."""
    blanked = table.copy()
    there = [column for column in columns if column in table.columns]
    blanked[there] = blanked[there].astype(np.float64)
    blanked.loc[rows, there] = np.nan
    return blanked


def _without_counts(weights: SyntheticWeights, small: Collection[str]) -> SyntheticWeights:
    return replace(
        weights,
        balance=_blank(weights.balance, weights.balance["family"].isin(small), _COUNTS),
        caveats=_silent_on(small, weights.caveats),
    )


def _checks_without_counts(
    made: Diagnostics, small: Collection[str], lost: Collection[str]
) -> Diagnostics:
    """Withhold counts of small outcomes; and of those whose total is withheld, everything."""

    def shown(table: pd.DataFrame) -> pd.DataFrame:
        without = _blank(table, table["outcome"].isin(small), _COUNTS)
        return _blank(without, table["outcome"].isin(lost), _RELATIVE)

    return replace(
        made,
        fit=shown(made.fit),
        equally_good=shown(made.equally_good),
        without_donors=shown(made.without_donors),
        placebo_in_time=shown(made.placebo_in_time),
        detectable=shown(made.detectable),
        notes=_silent_on(small, made.notes),
    )


def _silent_on(names: Collection[str], caveats: tuple[str, ...]) -> tuple[str, ...]:
    """Return the caveats that give no number of these outcomes."""
    known = "|".join(re.escape(name) for name in names)
    named = re.compile(rf"(?<!\w)({known})(?!\w)")
    return tuple(
        caveat for caveat in caveats if not (named.search(caveat) and re.search(r"\d", caveat))
    )

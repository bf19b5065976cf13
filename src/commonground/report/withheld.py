"""Withholding small counts from a result before anything of it is written."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from commonground.core.disclosure import suppress
from commonground.evaluate.micro_synthetic_control import Effect

_GIVES_AWAY = [
    "observed", "counterfactual", "difference", "change", "lower", "upper", "statistic", "log_se",
    "target", "weighted", "placebo_low", "placebo_high", "least_change", "most_change",
]  # fmt: skip
"""Columns from which a withheld count could be worked out, or that hold it. Before the start the
counterfactual equals the count; after it, the change and the counterfactual give it."""


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
    Counts of one outcome are withheld together by `core.disclosure.suppress`: by period in the
    series, by outcome in the estimates. A withheld total takes its periods with it.
    """
    if not fewest:
        return effect
    hidden = _hidden(effect.estimates, "horizon", "outcome", fewest)
    gone = set(hidden[hidden].index)
    periods = _hidden(effect.series, "outcome", "period", fewest)
    outcomes = {outcome for _, outcome in gone}
    series = effect.series
    after = series["period"].isin(_from(effect))
    cells = periods.to_numpy() | (after & series["outcome"].isin(outcomes)).to_numpy()
    note = (
        f"Counts from 1 to {fewest - 1} are withheld, with everything that would give them away, "
        "the checks of the comparison among it."
    )
    return replace(
        effect,
        estimates=_blank(effect.estimates, _keys(effect.estimates, gone)),
        uncertainty=_blank(effect.uncertainty, _keys(effect.uncertainty, gone)),
        series=_blank(series, cells),
        weights=replace(effect.weights, balance=_without_targets(effect, fewest)),
        diagnostics=None,
        caveats=(*effect.caveats, note),
    )


def _hidden(table: pd.DataFrame, columns: str, rows: str, fewest: int) -> pd.Series:
    """Say of each row of a long table whether its count is withheld, by (columns, rows)."""
    counted = table.dropna(subset=["observed"])
    wide = counted.pivot_table(index=rows, columns=columns, values="observed", sort=False)
    mask = suppress(wide, fewest=fewest).isna() & wide.notna()
    keys = pd.MultiIndex.from_frame(table[[columns, rows]])
    found = {(c, r): bool(mask.loc[r, c]) for c in mask.columns for r in mask.index}
    return pd.Series([found.get(key, False) for key in keys], index=keys)


def _keys(table: pd.DataFrame, gone: set[tuple[str, str]]) -> np.ndarray:
    pairs = zip(table["horizon"], table["outcome"], strict=True)
    return np.array([pair in gone for pair in pairs], dtype=bool)


def _blank(table: pd.DataFrame, rows: np.ndarray) -> pd.DataFrame:
    blanked = table.copy()
    columns = [column for column in _GIVES_AWAY if column in table.columns]
    blanked[columns] = blanked[columns].astype(np.float64)
    blanked.loc[rows, columns] = np.nan
    return blanked


def _from(effect: Effect) -> list[str]:
    periods = list(dict.fromkeys(effect.series["period"]))
    return periods[periods.index(effect.starts) :]


def _without_targets(effect: Effect, fewest: int) -> pd.DataFrame:
    """Withhold small totals of the area, each family of constraints as one column."""
    balance = effect.weights.balance
    rows = np.zeros(len(balance), dtype=bool)
    for family in balance["family"].unique():
        members = (balance["family"] == family).to_numpy()
        shown = suppress(balance.loc[members, ["target"]], fewest=fewest)
        rows[members] = shown["target"].isna().to_numpy()
    return _blank(balance, rows)

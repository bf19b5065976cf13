"""Calling outcomes and covariates what readers call them, instead of what a column is called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pandas as pd

from commonground.core.errors import DataError
from commonground.evaluate.diagnostics import Diagnostics
from commonground.evaluate.micro_synthetic_control import Effect

_NO_WORD = re.compile(r"[\d_]|.[A-Z]")
"""What the name of a column has, and no word of a sentence."""

_ORDINARY = frozenset(
    {
        "area", "areas", "change", "changes", "chance", "comparison", "counts", "crime", "donors",
        "effect", "history", "intervention", "level", "match", "outcome", "outcomes", "period",
        "periods", "place", "places", "start", "test", "time", "weights",
    }
)  # fmt: skip
"""Words that caveats use for themselves, whatever a column is called."""


class SharedName(DataError):
    """Two outcomes or covariates that would be called the same."""


class UnknownOutcome(DataError):
    """An outcome that the result does not have."""


def require_outcome(effect: Effect, outcome: str) -> None:
    """Raise `UnknownOutcome` unless the result has an estimate of this name."""
    known = list(dict.fromkeys(effect.estimates["outcome"]))
    if outcome not in known:
        raise UnknownOutcome(f"There is no outcome {outcome!r}; there are {', '.join(known)}.")


def named(effect: Effect, names: Mapping[str, str]) -> Effect:
    """Return the same result with outcomes and covariates under other names.

    Parameters
    ----------
    effect
        The result.
    names
        New name of each column that gets one: ``{"i_drugs": "drug offences"}``.

    Raises
    ------
    SharedName
        If two would be called the same.
    """
    if not names:
        return effect
    _require_distinct(effect, names)
    balance = effect.weights.balance.copy()
    balance["constraint"] = [
        names.get(family, family) + constraint.removeprefix(family)
        for family, constraint in zip(balance["family"], balance["constraint"], strict=True)
    ]
    balance["family"] = balance["family"].replace(dict(names))
    made = effect.diagnostics
    return replace(
        effect,
        estimates=_renamed(effect.estimates, names),
        uncertainty=_renamed(effect.uncertainty, names),
        series=_renamed(effect.series, names),
        weights=replace(effect.weights, balance=balance),
        diagnostics=None if made is None else _renamed_checks(made, names),
        caveats=tuple(_reworded(caveat, _spoken(effect, names)) for caveat in effect.caveats),
    )


def _require_distinct(effect: Effect, names: Mapping[str, str]) -> None:
    known = {*effect.estimates["outcome"], *effect.weights.balance["family"]}
    called: dict[str, str] = {}
    for column in sorted(known):
        name = names.get(column, column)
        if name in called:
            raise SharedName(
                f"{called[name]!r} and {column!r} would both be called {name!r}. Give each a name "
                "of its own."
            )
        called[name] = column


def _renamed_checks(made: Diagnostics, names: Mapping[str, str]) -> Diagnostics:
    return replace(
        made,
        fit=_renamed(made.fit, names),
        equally_good=_renamed(made.equally_good, names),
        without_donors=_renamed(made.without_donors, names),
        placebo_in_time=_renamed(made.placebo_in_time, names),
        detectable=_renamed(made.detectable, names),
    )


def _renamed(table: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    return table.assign(outcome=table["outcome"].replace(dict(names)))


def _spoken(effect: Effect, names: Mapping[str, str]) -> dict[str, str]:
    """Return the names of columns that a caveat cannot mean as a word.

    Caveats speak of outcomes by name, hardly ever of covariates: one called ``residents`` stays.
    """
    outcomes = set(effect.series["outcome"]) - _ORDINARY
    return {
        column: name
        for column, name in names.items()
        if column in outcomes or _NO_WORD.search(column)
    }


def _reworded(caveat: str, names: Mapping[str, str]) -> str:
    """Put the new names where a caveat speaks of a column."""
    if not names:
        return caveat
    known = "|".join(re.escape(column) for column in sorted(names, key=len, reverse=True))
    return re.sub(rf"(?<!\w)({known})(?!\w)", lambda found: names[found[0]], caveat)

"""Tables of a result: what a reader asks for, one subject a table, plain column names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pandas as pd

from commonground.evaluate.micro_synthetic_control import Effect
from commonground.report.kinds import KINDS
from commonground.report.verdicts import findings
from commonground.report.withheld import withheld
from commonground.report.workbook import write_table_files

MICROSYNTH_KINDS = {"Linear": "unclustered", "Jack": "jackknife", "Perm": "permutation"}
"""R microsynth's name of each kind of uncertainty, in its order; where R's own linearised kind is
not among those asked for, the quoted one stands under ``Linear``."""

ABOUT: dict[str, str] = {
    "effect": "What was recorded, what was expected without the intervention, and the verdict.",
    "uncertainty": "Every way of counting uncertainty, for every outcome and horizon.",
    "joint": "The test of all outcomes together.",
    "balance": "What the weighted mix was matched on, and how closely.",
    "weights": "The places in the mix and their weights, the heaviest first.",
    "series": "Area, weighted mix and all places (scaled), period by period.",
    "fit": "How well the mix follows the area before the start.",
    "equally_good": "Range of the answer over all weights that match as well.",
    "without_donors": "The answer without the heaviest places of the mix.",
    "placebo_in_time": "The effect found for an earlier start, where there can be none.",
    "detectable": "The smallest change that would be found four times out of five.",
}
"""What each table holds, in one line."""

OMNIBUS = "Omnibus"
NOT_GIVEN = "--"


def effect_table(effect: Effect) -> pd.DataFrame:
    """Return one row a horizon and outcome: counts, change, quoted interval, p and verdict."""
    rows = [asdict(found) | {"verdict": found.verdict.value} for found in findings(effect)]
    return pd.DataFrame(rows).drop(columns="is_contrast")


def uncertainty_table(effect: Effect) -> pd.DataFrame:
    """Return one row a horizon, outcome and kind of uncertainty, with what the kind does."""
    table = effect.uncertainty.merge(
        effect.estimates[["horizon", "outcome", "change"]], on=["horizon", "outcome"], how="left"
    )
    table["meaning"] = [KINDS[kind].gloss if kind in KINDS else "" for kind in table["kind"]]
    columns = ["horizon", "outcome", "kind", "change", "lower", "upper", "p"]
    return table[[*columns, "statistic", "freedom", "log_se", "meaning"]]


def joint_table(effect: Effect) -> pd.DataFrame:
    """Return one row a horizon and kind: the test of all outcomes together."""
    return effect.joint.copy()


def balance_table(effect: Effect) -> pd.DataFrame:
    """Return one row a constraint: the area, the weighted mix, and all places, scaled."""
    table = effect.weights.balance.copy()
    table["miss"] = table["weighted"] - table["target"]
    return table


def weights_table(effect: Effect) -> pd.DataFrame:
    """Return the donors with weight, the heaviest first."""
    return effect.weights.to_frame()


def series_table(effect: Effect) -> pd.DataFrame:
    """Return one row an outcome and period, with the gap that figures show."""
    table = effect.series.copy()
    table.insert(4, "gap", table["observed"] - table["counterfactual"])
    return table


def diagnostics_tables(effect: Effect) -> dict[str, pd.DataFrame]:
    """Return the checks that were made, by name; none if none were asked for."""
    made = effect.diagnostics
    if made is None:
        return {}
    tables = {
        "fit": made.fit,
        "equally_good": made.equally_good,
        "without_donors": made.without_donors,
        "placebo_in_time": made.placebo_in_time,
        "detectable": made.detectable,
    }
    return {name: table for name, table in tables.items() if len(table)}


_TABLES: dict[str, Callable[[Effect], pd.DataFrame]] = {
    "effect": effect_table,
    "uncertainty": uncertainty_table,
    "joint": joint_table,
    "balance": balance_table,
    "weights": weights_table,
    "series": series_table,
}


def all_tables(effect: Effect) -> dict[str, pd.DataFrame]:
    """Return every table of a result, by name, in the order in which they are read."""
    tables = {name: table(effect) for name, table in _TABLES.items()}
    return tables | diagnostics_tables(effect)


def write_tables(effect: Effect, folder: Path, *, fewest: int = 0) -> list[Path]:
    """Write one CSV a table, and all of them as one workbook.

    Parameters
    ----------
    effect
        The result.
    folder
        Where to write; made if it is not there.
    fewest
        Smallest count that may be shown; smaller ones are withheld, with all that would give them
        away. 0 withholds nothing.

    Returns
    -------
    list of pathlib.Path
        The files written.
    """
    shown = withheld(effect, fewest=fewest)
    return write_table_files(
        all_tables(shown),
        folder,
        about=ABOUT,
        title=shown.intervention.name,
        caveats=shown.caveats,
    )


def microsynth_table(
    effect: Effect, *, horizon: str | None = None, linear: str | None = None
) -> pd.DataFrame:
    """Return the table as R microsynth lays it out, every cell as it prints it.

    Parameters
    ----------
    effect
        The result; in R's mode its digits are R's.
    horizon
        Last period; the longest horizon if left out.
    linear
        Kind that stands under ``Linear``; R's own where it was asked for, else the quoted one.
    """
    horizon = horizon or effect.horizons[-1]
    estimates = effect.estimates[effect.estimates["horizon"] == horizon].set_index("outcome")
    estimates = estimates[estimates["observed"].notna()]
    table = pd.DataFrame(index=pd.Index([*estimates.index, OMNIBUS]))
    table["Trt"] = _printed(estimates["observed"], "{:.0f}", NOT_GIVEN)
    table["Con"] = _printed(estimates["counterfactual"], "{:.2f}", NOT_GIVEN)
    table["Pct.Chng"] = _printed(100 * estimates["change"], "{:.1f}%", NOT_GIVEN)
    for name, kind in _microsynth_kinds(effect, linear).items():
        rows = _of_kind(effect.uncertainty, horizon, kind).set_index("outcome")
        rows = rows.reindex(estimates.index)
        joint = _of_kind(effect.joint, horizon, kind)["p"]
        omnibus = f"{joint.iloc[0]:.4f}" if len(joint) else NOT_GIVEN
        table[f"{name}.pVal"] = _printed(rows["p"], "{:.4f}", omnibus)
        table[f"{name}.Lower"] = _printed(100 * rows["lower"], "{:.1f}%", NOT_GIVEN)
        table[f"{name}.Upper"] = _printed(100 * rows["upper"], "{:.1f}%", NOT_GIVEN)
    return table


def microsynth_text(effect: Effect, *, linear: str | None = None) -> str:
    """Return every horizon's table as R microsynth prints them, one after the other.

    Parameters
    ----------
    effect
        The result.
    linear
        Kind that stands under ``Linear``, as for `microsynth_table`.
    """
    tables = {
        horizon: microsynth_table(effect, horizon=horizon, linear=linear)
        for horizon in effect.horizons
    }
    return "\n\n".join(
        f"end.post = {horizon}\n{table.to_string()}" for horizon, table in tables.items()
    )


def _microsynth_kinds(effect: Effect, linear: str | None) -> dict[str, str]:
    given = set(effect.uncertainty["kind"])
    if linear:
        return {"Linear": linear}
    kinds = {name: kind for name, kind in MICROSYNTH_KINDS.items() if kind in given}
    return kinds if "Linear" in kinds else {"Linear": effect.quoted, **kinds}


def _of_kind(table: pd.DataFrame, horizon: str, kind: str) -> pd.DataFrame:
    return table[(table["horizon"] == horizon) & (table["kind"] == kind)]


def _printed(values: pd.Series, form: str, last: str) -> Sequence[str]:
    return [*(form.format(v) if np.isfinite(v) else NOT_GIVEN for v in values), last]

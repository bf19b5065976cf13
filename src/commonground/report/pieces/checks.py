"""The checks of a comparison, as a reader meets them."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from commonground.evaluate.micro_synthetic_control import Effect
from commonground.report.numbers import count, decimal, percent, probability
from commonground.report.pieces.blocks import Block, table_block
from commonground.report.tables import diagnostics_tables


def _change(value: float) -> str:
    return percent(value, signed=True, places=1)


def _share(value: float) -> str:
    return percent(value, places=1)


def _fine(value: float) -> str:
    return decimal(value, places=2)


_CHECKS: dict[str, tuple[str, dict[str, tuple[str, Callable[[float], str] | None]]]] = {
    "placebo_in_time": (
        "The same method for an earlier start, when nothing was done. It should find nothing; "
        "what it finds, the comparison brings with it. p asks for any change here, whatever the "
        "study asks for.",
        {
            "outcome": ("Outcome", None),
            "starts": ("Pretended start", None),
            "horizon": ("Counted to", None),
            "observed": ("Recorded", count),
            "counterfactual": ("Expected", decimal),
            "change": ("Change", _change),
            "lower": ("From", _change),
            "upper": ("To", _change),
            "p": ("p", probability),
        },
    ),
    "equally_good": (
        "Other weights match the area just as well. Over all of them, the expected count and the "
        "change range this far.",
        {
            "outcome": ("Outcome", None),
            "horizon": ("Counted to", None),
            "least": ("Least expected", decimal),
            "most": ("Most expected", decimal),
            "least_change": ("Lowest change", _change),
            "most_change": ("Highest change", _change),
        },
    ),
    "without_donors": (
        "The change without the heaviest places of the mix. An answer that hangs on one of them "
        "moves here.",
        {
            "outcome": ("Outcome", None),
            "left_out": ("Left out", None),
            "share": ("Share of weight", _share),
            "counterfactual": ("Expected", decimal),
            "change": ("Change", _change),
        },
    ),
    "fit": (
        "How far the mix strays from the area before the start, a period. Where every period is "
        "matched exactly the miss is 0 by construction, and says nothing about what comes after.",
        {
            "outcome": ("Outcome", None),
            "rmspe": ("Typical miss", _fine),
            "mean_before": ("Mean of the area", decimal),
            "relative": ("Miss as a share", _share),
        },
    ),
    "detectable": (
        "The smallest change this study would find four times out of five: by its own spread, "
        "and by what was known before the start. A smaller true effect is likely to be missed.",
        {
            "outcome": ("Outcome", None),
            "horizon": ("Counted to", None),
            "after": ("By its own spread", _change),
            "before": ("Known beforehand", _change),
        },
    ),
}
"""Caption of each check, and its columns: heading, and how a number is written."""


def checks(effect: Effect) -> Iterator[Block]:
    """Return the checks that were made, as tables, and a list of those that could not be."""
    made = diagnostics_tables(effect)
    for name, (caption, columns) in _CHECKS.items():
        if name not in made:
            continue
        rows = made[name][list(columns)].itertuples(index=False, name=None)
        forms = [form or str for _, form in columns.values()]
        yield table_block(
            caption,
            [heading for heading, _ in columns.values()],
            [tuple(form(v) for form, v in zip(forms, row, strict=True)) for row in rows],
            text_columns=tuple(at for at, (_, form) in enumerate(columns.values()) if form is None),
        )
    if effect.diagnostics is not None and effect.diagnostics.notes:
        yield Block("list", items=effect.diagnostics.notes)

"""How numbers are written for people."""

from __future__ import annotations

import math

GAP = "\u00a0"
"""A space at which no line breaks."""

MINUS = "\u2212"
ABSENT = "\u2013"
"""What stands where there is no number, or it is withheld."""

ENDLESS = "\u221e"
"""Stands in a table where an interval has no end."""

SMALLEST_P = 0.001
SMALLEST_SHARE = 0.001


def count(value: float) -> str:
    """Write a count: ``1,234``."""
    return f"{value:,.0f}" if math.isfinite(value) else _no_number(value)


def decimal(value: float, *, places: int = 1) -> str:
    """Write a number that is no count: ``986.4``, with a true minus sign."""
    if not math.isfinite(value):
        return _no_number(value)
    return f"{value:,.{places}f}".replace("-", MINUS)


def total(value: float) -> str:
    """Write a total, which is a whole number more often than not: ``14``, ``0.4``."""
    return count(value) if float(value).is_integer() else decimal(value)


def percent(value: float, *, places: int = 0, signed: bool = False) -> str:
    """Write a share: ``20 %``, or with its sign ``+20 %``."""
    if not math.isfinite(value):
        return _no_number(value)
    sign = "+" if signed else ""
    return f"{100 * value:{sign}.{places}f}{GAP}%".replace("-", MINUS)


def share(part: float, whole: float) -> str:
    """Write a part of a whole: ``2.3 %``; one that would round to nothing is ``< 0.1 %``."""
    if not whole:
        return ABSENT
    if 0 < part / whole < SMALLEST_SHARE:
        return f"<{GAP}{percent(SMALLEST_SHARE, places=1)}"
    return percent(part / whole, places=1)


def probability(value: float) -> str:
    """Write a p: ``0.016``, or ``< 0.001``."""
    if not math.isfinite(value):
        return ABSENT
    return f"{value:.3f}" if value >= SMALLEST_P else f"<{GAP}{SMALLEST_P}"


def span(lower: float, upper: float) -> str:
    """Write an interval of relative changes in words: ``33 % to 5 % fewer``.

    Nothing falls by more than 100 %, so a lower end there, or below, is none.
    """
    if math.isnan(lower) or math.isnan(upper):
        return ABSENT
    if lower <= -1 or math.isinf(upper):
        below = "no lower end" if lower <= -1 else _one_end(lower)
        return f"{below} to {'no upper end' if math.isinf(upper) else _one_end(upper)}"
    if upper < 0:
        return f"{percent(-lower)} to {percent(-upper)} fewer"
    if lower > 0:
        return f"{percent(lower)} to {percent(upper)} more"
    return f"{percent(-lower)} fewer to {percent(upper)} more"


def _one_end(value: float) -> str:
    return f"{percent(abs(value))} {'more' if value > 0 else 'fewer'}"


def _no_number(value: float) -> str:
    """Write what is not known, or has no end."""
    if math.isnan(value):
        return ABSENT
    return ENDLESS if value > 0 else MINUS + ENDLESS


def together(parts: list[str]) -> str:
    """Join words as a person would: ``a, b and c``."""
    if len(parts) <= 1:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def when(label: str) -> str:
    """Name a period in a sentence: ``period 13``, ``2019Q1``."""
    numbered = label.lstrip("+-").isdigit() and len(label) < 4
    return f"period{GAP}{label}" if numbered else label

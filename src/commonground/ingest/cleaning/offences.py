"""Offences: which category a record is of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import ibis

from commonground.core.incidents import CATEGORIES
from commonground.ingest.cities.city_file import CityFile, Layout, Match, Offence
from commonground.ingest.cities.nibrs import CATEGORY_OF
from commonground.ingest.cleaning.texts import surely

if TYPE_CHECKING:
    import ibis.expr.types as ir

UNKNOWN = -1
"""Rank of a record whose offence no rule knows."""

NOT_NAMED = CATEGORIES.index("other")


def filled_up(offence: ir.StringValue, *, digits: int | None) -> ir.StringValue:
    """Return codes with the leading zeros that a file has lost."""
    if digits is None:
        return offence
    is_short = offence.re_search(r"^\d+$") & (offence.length() < digits)
    return ibis.ifelse(is_short, offence.lpad(digits, "0"), offence)


def rank(rows: ir.Table, layout: Layout, *, city: CityFile) -> ir.IntegerValue:
    """Return the position of each row's category in `CATEGORIES`, `UNKNOWN` if no rule knows it.

    The rows have columns ``offence``, ``description`` and ``nibrs``.
    """
    rules = [rule for rule in city.offences if rule.agency in (None, layout.agency)]
    cases = [
        (
            _fits(rule, offence=rows.offence.upper(), description=rows.description.upper()),
            _rank(rule),
        )
        for rule in rules
    ]
    if layout.nibrs is not None:
        by_category: dict[str, list[str]] = {}
        for nibrs, category in CATEGORY_OF.items():
            by_category.setdefault(category, []).append(nibrs)
        cases += [
            (
                surely(rows.nibrs.upper().isin(codes)),
                ibis.literal(CATEGORIES.index(category)),
            )
            for category, codes in by_category.items()
        ]
    found = ibis.cases(*cases, else_=UNKNOWN) if cases else ibis.literal(UNKNOWN)
    return found.cast("int8")


def _rank(rule: Offence) -> ir.IntegerValue:
    return ibis.literal(CATEGORIES.index(rule.category))


def _fits(
    rule: Offence, *, offence: ir.StringValue, description: ir.StringValue
) -> ir.BooleanValue:
    fits = ibis.literal(value=True)
    for written, match in ((offence, rule.offence), (description, rule.description)):
        if match is not None:
            either = ibis.literal(value=False)
            for one in _ways(written, match):
                either = either | one
            fits = fits & surely(either)
    return fits


def _ways(written: ir.StringValue, match: Match) -> Iterator[ir.BooleanValue]:
    if match.equals:
        yield written.isin(match.equals)
    yield from (written.startswith(start) for start in match.starts)
    yield from (written.contains(part) for part in match.contains)

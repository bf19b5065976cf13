"""Offences: which category a record is of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import ibis

from commonground.core.incidents import CATEGORIES
from commonground.ingest.cities.city_file import CityFile, Layout, Match, Offence
from commonground.ingest.cities.nibrs import CATEGORY_OF

if TYPE_CHECKING:
    import ibis.expr.types as ir

UNKNOWN = -1
"""Rank of a record whose offence no rule knows."""

KIND = ("offence", "description", "nibrs")
"""What decides the category of a record."""

NOT_NAMED = CATEGORIES.index("other")


def filled_up(offence: ir.StringValue, *, digits: int | None) -> ir.StringValue:
    """Return codes with the leading zeros that a file has lost."""
    if digits is None:
        return offence
    is_short = offence.re_search(r"^\d+$") & (offence.length() < digits)
    return ibis.ifelse(is_short, offence.lpad(digits, "0"), offence)


def kinds(rows: ir.Table, layout: Layout, *, city: CityFile) -> ir.Table:
    """Return each kind of record once, with its category.

    A city's records are of some hundred kinds, so that the rules are asked once for each.

    Parameters
    ----------
    rows
        Rows with the columns of `KIND`, in which nothing is written as an empty text.
    layout
        Their layout.
    city
        The city file.

    Returns
    -------
    ibis.Table
        The columns of `KIND` and ``rank``: the position of the category in `CATEGORIES`, or
        `UNKNOWN` if no rule knows it.
    """
    each = rows.select(*KIND).distinct()
    rules = [rule for rule in city.offences if rule.agency in (None, layout.agency)]
    cases = [
        (
            _fits(rule, offence=each.offence.upper(), description=each.description.upper()),
            ibis.literal(CATEGORIES.index(rule.category)),
        )
        for rule in rules
    ]
    if layout.nibrs is not None:
        by_category: dict[str, list[str]] = {}
        for nibrs, category in CATEGORY_OF.items():
            by_category.setdefault(category, []).append(nibrs)
        cases += [
            (each.nibrs.upper().isin(codes), ibis.literal(CATEGORIES.index(category)))
            for category, codes in by_category.items()
        ]
    found = ibis.cases(*cases, else_=UNKNOWN) if cases else ibis.literal(UNKNOWN)
    return each.mutate(rank=found.cast("int8"))


def _fits(
    rule: Offence, *, offence: ir.StringValue, description: ir.StringValue
) -> ir.BooleanValue:
    fits = ibis.literal(value=True)
    for written, match in ((offence, rule.offence), (description, rule.description)):
        if match is not None:
            either = ibis.literal(value=False)
            for one in _ways(written, match):
                either = either | one
            fits = fits & either
    return fits


def _ways(written: ir.StringValue, match: Match) -> Iterator[ir.BooleanValue]:
    if match.equals:
        yield written.isin(match.equals)
    yield from (written.startswith(start) for start in match.starts)
    yield from (written.contains(part) for part in match.contains)

"""Texts of a cell: what is written there, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import ibis

from commonground.ingest.cities.city_file import NO_VALUE, Location

if TYPE_CHECKING:
    import ibis.expr.types as ir

FLAT = r"(?i)[,\s]+(APT|UNIT|STE|SUITE|ROOM|RM|FL|FLOOR|LOT|#)[.:#\s]*[\w-]+"
"""What stands behind an address and tells whose door it is."""

EXACT = r"^\s*(\d+)(?:-\d+)?\s+(.*)$"
BLOCK = r"(?i)^(BLOCK|BLK)\b"


@ibis.udf.scalar.builtin(name="md5_number_lower", signature=(("string",), "uint64"))
def fingerprinted(written):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Return a number that texts share only if they are alike: half of their MD5."""


def text(rows: ir.Table, column: str) -> ir.StringValue:
    """Return what is written in a column, without surrounding spaces; nothing where nothing is."""
    written = rows[column].cast("string").strip()
    return ibis.ifelse(written.upper().isin(NO_VALUE), ibis.null("string"), written)


def number(rows: ir.Table, column: str) -> ir.FloatingValue:
    """Return the number in a column, which may be NaN; nothing where there is none."""
    value = rows[column]
    if value.type().is_numeric():
        return value.cast("float64")
    return value.cast("string").strip().try_cast("float64")


def surely(claim: ir.BooleanValue) -> ir.BooleanValue:
    """Return a claim that does not hold where nobody knows."""
    return claim.fill_null(False)  # noqa: FBT003  ibis takes it by position only


def together(rows: ir.Table, columns: Sequence[str]) -> ir.StringValue:
    """Return several columns as one text with a space between; nothing if the first is empty."""
    first, *others = (text(rows, column) for column in columns)
    for other in others:
        first = ibis.ifelse(other.isnull(), first, first + " " + other)
    return first


def block(rows: ir.Table, location: Location) -> ir.StringValue:
    """Return the hundred-block and street of an address: whose door it was is not kept."""
    if location.street is not None:
        street = text(rows, location.street)
        if location.number is None:
            return _hundred(street)
        house = text(rows, location.number).re_extract(r"^\d+", 0).try_cast("int64")
        return ibis.ifelse(house.isnull(), street, _rounded(house) + " block " + street)
    assert location.text is not None  # noqa: S101  the city file has one or the other
    return _hundred(text(rows, location.text))


def _hundred(written: ir.StringValue) -> ir.StringValue:
    written = written.re_replace(FLAT, "")
    house, street = written.re_extract(EXACT, 1), written.re_extract(EXACT, 2)
    is_exact = written.re_search(EXACT) & ~street.re_search(BLOCK)
    return ibis.ifelse(is_exact, _rounded(house.try_cast("int64")) + " block " + street, written)


def _rounded(house: ir.IntegerValue) -> ir.StringValue:
    return ((house // 100) * 100).cast("string")

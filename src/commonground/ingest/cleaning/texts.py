"""Texts of a cell: what is written there, or nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import ibis

from commonground.ingest.cities.city_file import NO_VALUE

if TYPE_CHECKING:
    import ibis.expr.types as ir

DOORS = r"(?:APT|APARTMENT|UNIT|STE|SUITE|ROOM|RM|FLOOR|FL|LOT)"
DOOR = r"(?:[\w-]*\d[\w-]*|[A-Z])"
"""What a flat is called: it has a digit, or is a letter."""

FLAT = (
    rf"(?i)(?:[,\s]+{DOORS}\b[.:#\s]*|\s*#\s*){DOOR}\b"
    rf"|^{DOORS}\b[.:#\s]*{DOOR}[\s,]+"
    r"|[,\s]+\d+(?:ST|ND|RD|TH)?\s+(?:FLOOR|FL)\b"
)
"""What stands behind an address, or before it, and tells whose door it is."""

BEFORE = r"(?i)^#?\s*[NSEW]?\s?(\d+)(?:[A-Z]|[NS][EW]|\s?[-&/]\s?\d+[A-Z]?|\s\d/\d)?[\s,;]+(.*)$"
"""A house number before its street: 12, 12A, 12NW, 12-14, 12/14, 12 1/2."""

SUFFIX = r"(?:ST|STREET|BLVD|DR|DRIVE|LN|LANE|CT|PL|PLACE|WAY|PKWY|TER|CIR)\b\.?"
"""How the names of streets end that have no number."""

BEHIND = rf"(?i)^(.*\b(?:(?:AV|AVE|AVENUE|RD|ROAD)\b\.?|{SUFFIX}))[\s,]+(\d+)[A-Z]?(?:,.*)?$"
"""A house number behind its street, as in Elm St 12; roads that have a number are not meant."""

DOOR_BEHIND = rf"(?i)(\S\s+{SUFFIX})[\s,]+\d+[A-Z]?$"
"""A flat behind a street, without a word that says so: Elm St 3B."""

AMID = r"([,;]\s*)\d+\s+"
"""A house number behind the name of a building: City Hall, 1420 Main St."""

HAS_NUMBER = rf"(?i)\d|#|\b{DOORS}\b"
"""Most streets without a number need no second look."""

NOTHING = rf"(?i)^(?:{'|'.join(re.escape(mark) for mark in NO_VALUE)})$"
"""What stands where nothing is known."""

LONGEST_NOTHING = max(map(len, NO_VALUE))

LEAST_OF_A_HOUSE = 3
"""Digits with which a street begins that is an address of its own: 49 Mile Drive is none."""

MOST_EXACT = 2.0**53
"""Decimal numbers hold every whole number up to this one."""

BLOCK = r"(?i)^(BLOCK|BLK)\b(\s+OF\b)?\s*"


@ibis.udf.scalar.builtin(name="md5_number_lower", signature=(("string",), "uint64"))
def fingerprinted(written):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN201
    """Return a number that texts share only if they are alike: half of their MD5."""


def numbered(said: ir.Value) -> ir.IntegerValue:
    """Return a number to compare values by, as this version of the engine makes it."""

    @ibis.udf.scalar.builtin(name="hash", signature=((said.type(),), "uint64"))
    def of(said):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        """Return a number, even for nothing."""

    return of(said)


def keyed(written: ir.StringValue) -> ir.IntegerValue:
    """Return the number of a text; nothing where there is none."""
    return ibis.ifelse(written.isnull(), ibis.null("uint64"), numbered(written))


def text(rows: ir.Table, column: str) -> ir.StringValue:
    """Return what is written in a column, without surrounding spaces; nothing where nothing is."""
    written = stripped(_as_text(rows[column]))
    may_be_nothing = written.length() <= LONGEST_NOTHING
    says_nothing = ibis.ifelse(may_be_nothing, written.re_search(NOTHING), False)  # noqa: FBT003
    return ibis.ifelse(says_nothing, ibis.null("string"), written)


def _as_text(value: ir.Value) -> ir.StringValue:
    """Return a value as text; whole numbers that a gap in their column made decimal, as whole."""
    if not value.type().is_floating():
        return value.cast("string")
    is_whole = ibis.ifelse(value.abs() < MOST_EXACT, value == value.floor(), False)  # noqa: FBT003
    return ibis.ifelse(is_whole, value.try_cast("int64").cast("string"), value.cast("string"))


def stripped(written: ir.StringValue) -> ir.StringValue:
    """Return a text without surrounding spaces: most have none, and to look is quicker."""
    return ibis.ifelse(written.re_search(r"^\s|\s$"), written.strip(), written)


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


def block(house: ir.StringValue, street: ir.StringValue) -> ir.StringValue:
    """Return the hundred-block and street of an address: whose door it was is not kept.

    Parameters
    ----------
    house
        The house number, if it stands apart.
    street
        The street, or the whole address.
    """
    number = house.re_extract(r"^\d+", 0)
    apart = surely(number != "")
    plain = ~street.re_search(HAS_NUMBER)
    leading = street.re_extract(BEFORE, 1)
    is_whole = (leading == number) | (leading.length() >= LEAST_OF_A_HOUSE)
    cleaned = _hundred(street)
    return ibis.cases(
        (apart & plain, _rounded(number) + " block " + street),
        (plain, street),
        (apart & ~surely(is_whole), _rounded(number) + " block " + _doorless(street)),
        else_=cleaned,
    )


def _hundred(written: ir.StringValue) -> ir.StringValue:
    written = written.re_replace(FLAT, "")
    number, after = written.re_extract(BEFORE, 1), written.re_extract(BEFORE, 2)
    is_block = after.re_search(BLOCK)
    return ibis.cases(
        (is_block & number.endswith("00"), written),
        (
            number != "",
            _rounded(number) + " block " + _doorless(after.re_replace(BLOCK, "")),
        ),
        (
            written.re_search(BEHIND),
            _rounded(written.re_extract(BEHIND, 2)) + " block " + written.re_extract(BEHIND, 1),
        ),
        else_=_doorless(written),
    )


def _doorless(street: ir.StringValue) -> ir.StringValue:
    street = street.re_replace(FLAT, "").re_replace(DOOR_BEHIND, r"\1")
    return street.re_replace(AMID, r"\1")


def _rounded(house: ir.StringValue) -> ir.StringValue:
    return ((house.try_cast("int64") // 100) * 100).cast("string")

"""Settling: from cleaned rows to incidents, so that every row is accounted for.

Reversals take back the record they reverse, rows of one incident become one, and what stays is the
incidents. The answer depends on what the rows say, never on their order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import ibis

from commonground.core.incidents import AND, CATEGORIES
from commonground.ingest.cities.city_file import ReversalField
from commonground.ingest.cleaning.offences import NOT_NAMED, UNKNOWN
from commonground.ingest.cleaning.rows import LOCATED, ROW

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend as DuckDB

PART = "part"
"""Number of the part that a row is of; with the row's number it names the row."""

KEYS: dict[ReversalField, tuple[str, ...]] = {
    "incident": ("number",),
    "offence": ("offence",),
    "description": ("description",),
    "at": ("at",),
    "day": ("day",),
    "number": ("house_key",),
    "street": ("street_key",),
    "position": ("x_m", "y_m"),
}
"""The columns behind each field that a reversal may share with its record."""

NO_RECORD = "it reverses no record that is here"
"""Why a reversal is rejected: what it takes back was recorded before the files begin, or never."""

EVER, NEVER = date(1, 1, 1), date(9999, 12, 31)
"""When a record was made, and a reversal, of which it is not known: in time for each other."""

HASH_DIGITS = 16
"""Digits, in hexadecimal, of the fingerprint in the id of an incident without a number."""

LED = ("x_m", "y_m", "initiated_by", "premise", "location", "booked_at", "recorded_on", "agency")
"""What an incident takes from its leading row."""


@ibis.udf.scalar.builtin(name="hex", signature=(("uint64",), "string"))
def _in_hexadecimal(number):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Write a number in hexadecimal."""


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """Rows, settled.

    Parameters
    ----------
    incidents
        The incidents, with the columns of `core.incidents`.
    charges
        What each incident was recorded as: ``incident``, ``category``, ``offence``,
        ``description`` and ``rows``.
    rejected
        Reversals without a record: ``part``, ``_row`` and ``reason``.
    pairs
        How many reversals found their record.
    """

    incidents: ir.Table
    charges: ir.Table
    rejected: ir.Table
    pairs: int


def settled(
    rows: ir.Table, *, engine: DuckDB, levels: Sequence[Sequence[ReversalField]]
) -> Settled:
    """Return the incidents that cleaned rows tell of.

    Parameters
    ----------
    rows
        Cleaned rows that can be used, with the number of their part.
    engine
        Where they are.
    levels
        What a reversal shares with the record it reverses, from the surest to the least sure.
    """
    cancelled, pairs = _cancelled(rows, engine=engine, levels=levels)
    left = rows.anti_join(cancelled, [PART, ROW])
    named = engine.create_table("named", _named(left.filter(~left.takes_back)), temp=True)
    return Settled(
        incidents=_incidents(named),
        charges=_charges(named),
        rejected=left.filter(left.takes_back).select(PART, ROW, reason=ibis.literal(NO_RECORD)),
        pairs=pairs,
    )


def _cancelled(
    rows: ir.Table, *, engine: DuckDB, levels: Sequence[Sequence[ReversalField]]
) -> tuple[ir.Table, int]:
    """Return which rows cancel each other, by part and number, and how many pairs they are."""
    found = engine.create_table("cancelled", schema={PART: "int64", ROW: "int64"}, temp=True)
    keys = {tuple(level): _keys(level) for level in levels}
    columns = dict.fromkeys(column for level in keys.values() for column in level)
    narrow = rows.mutate(day=rows.at.date()).select(
        PART, ROW, "takes_back", "content", "recorded_on", *dict.fromkeys(("number", *columns))
    )
    reversals = engine.create_table("reversals", narrow.filter(narrow.takes_back), temp=True)
    total = reversals.count().execute()
    if not total:
        return found, 0
    records = engine.create_table(
        "records",
        _candidates(narrow.filter(~narrow.takes_back), reversals, keys.values()),
        temp=True,
    )
    pairs = 0
    for level in keys.values():
        for both in _numbered(level):
            paired = engine.create_table(
                "paired",
                _paired(
                    reversals.anti_join(found, [PART, ROW]),
                    records.anti_join(found, [PART, ROW]),
                    keys=level,
                    numbered=both,
                ),
                temp=True,
                overwrite=True,
            )
            pairs += int(paired.count().execute())
            engine.insert("cancelled", paired.select(PART, ROW))
            engine.insert(
                "cancelled", paired.select(**{PART: paired.its_part, ROW: paired.its_row})
            )
            if pairs == total:
                return found, pairs
    return found, pairs


def _keys(level: Sequence[ReversalField]) -> list[str]:
    return ["agency", *(column for field in level for column in KEYS[field])]


def _candidates(records: ir.Table, reversals: ir.Table, keys: Iterable[Sequence[str]]) -> ir.Table:
    """Return the records that share the keys of some level with a reversal."""
    found = None
    for level in keys:
        sharing = records.semi_join(reversals, level)
        found = sharing if found is None else found.union(sharing)
    return records.limit(0) if found is None else found.distinct()


def _numbered(level: Sequence[str]) -> Iterator[tuple[bool, bool] | None]:
    """Yield whether reversal and record may have a number: never two that were not compared."""
    if "number" in level:
        yield None
    else:
        yield from ((False, False), (True, False), (False, True))


def _paired(
    reversals: ir.Table,
    records: ir.Table,
    *,
    keys: Sequence[str],
    numbered: tuple[bool, bool] | None,
) -> ir.Table:
    """Return reversals with their records: the first with the first of those that share the keys.

    A record is never reversed before it was recorded. Records and reversals are read in the order
    in which they were made, like brackets: a reversal that brings the depth to a new low finds no
    record open, and is left; the others pair off in turn.
    """
    if numbered is not None:
        reversals = reversals.filter(reversals.number.notnull() == numbered[0])
        records = records.filter(records.number.notnull() == numbered[1])
    reversals = reversals.drop_null(keys).mutate(
        made=ibis.coalesce(reversals.recorded_on, NEVER), sign=-1
    )
    records = records.drop_null(keys).semi_join(reversals, keys)
    records = records.mutate(made=ibis.coalesce(records.recorded_on, EVER), sign=1)
    columns = [PART, ROW, *dict.fromkeys(keys), "content", "made", "sign"]
    both = reversals.select(columns).union(records.select(columns))
    order = [both.made, both.sign.desc(), both.content, both[PART], both[ROW]]
    depth = both.sign.sum().over(group_by=keys, order_by=order, rows=(None, 0))
    both = both.mutate(depth=depth)
    order = [both.made, both.sign.desc(), both.content, both[PART], both[ROW]]
    lowest = both.depth.min().over(group_by=keys, order_by=order, rows=(None, -1))
    both = both.mutate(lowest=ibis.least(ibis.coalesce(lowest, 0), 0))
    takes = _counted_off(both.filter((both.sign < 0) & (both.depth >= both.lowest)), keys=keys)
    given = _counted_off(both.filter(both.sign > 0), keys=keys)
    given = given.select(*dict.fromkeys(keys), "turn", its_part=given[PART], its_row=given[ROW])
    paired = takes.inner_join(given, [*dict.fromkeys(keys), "turn"])
    return paired.select(PART, ROW, "its_part", "its_row")


def _counted_off(rows: ir.Table, *, keys: Sequence[str]) -> ir.Table:
    """Return rows numbered among those that share keys, in the order of what they say."""
    window = ibis.window(group_by=keys, order_by=["made", "content", PART, ROW])
    return rows.mutate(turn=ibis.row_number().over(window))


def _named(rows: ir.Table) -> ir.Table:
    """Give each row the id of its incident."""
    unnumbered = rows.filter(rows.number.isnull())
    repeated = unnumbered.group_by("public").having(unnumbered.count() > 1).agg()
    twins = unnumbered.semi_join(repeated, "public")
    order = [twins.content, twins.merges_alike, twins[PART], twins[ROW]]
    nth = ibis.row_number().over(
        group_by=[twins.public, twins.content, twins.merges_alike], order_by=order[2:]
    )
    twins = twins.mutate(is_new=(~twins.merges_alike | (nth == 0)).cast("int64"))
    order = [twins.content, twins.merges_alike, twins[PART], twins[ROW]]
    turn = twins.is_new.sum().over(group_by=twins.public, order_by=order, rows=(None, 0))
    counted = rows.left_join(twins.select(PART, ROW, turn=turn), [PART, ROW])
    hashed = _in_hexadecimal(rows.public).lpad(HASH_DIGITS, "0")
    own = hashed + "-" + ibis.coalesce(counted.turn, 1).cast("string")
    rank = ibis.ifelse(rows["rank"] == UNKNOWN, NOT_NAMED, rows["rank"])
    return counted.select(
        *(name for name in rows.columns if name != "rank"),
        incident=rows.agency + " " + ibis.coalesce(rows.number, own),
        rank=rank.cast("int32"),
    )


def _incidents(rows: ir.Table) -> ir.Table:
    """Make one of the rows of one incident; most incidents are one row as it is."""
    several = rows.group_by("incident").having(rows.count() > 1).agg()
    single = rows.anti_join(several, "incident")
    held = ibis.literal(1, "int32") << single["rank"]
    alone = single.mutate(held=held, rows=ibis.literal(1, "int64"))
    together = _merged(rows.semi_join(several, "incident"))
    both = alone.select(*together.columns).union(together)
    return both.select(
        "incident",
        "at",
        "x_m",
        "y_m",
        category=_first(both.held),
        categories=_all(both.held),
        initiated_by=both.initiated_by,
        hour_known=both.hour_known,
        premise=both.premise,
        location=both.location,
        booked_at=both.booked_at,
        recorded_on=both.recorded_on,
        agency=both.agency,
        rows=both["rows"],
    )


def _merged(rows: ir.Table) -> ir.Table:
    order = ibis.struct(
        {
            "unlocated": rows.place_known != LOCATED,
            "at": rows.at,
            "rank": rows["rank"],
            "content": rows.content,
        }
    )
    earliest = ibis.struct({"at": rows.at, "unknown": ~rows.hour_known})
    merged = rows.group_by("incident").agg(
        led=ibis.struct({name: rows[name] for name in LED}).argmin(order),
        at=rows.at.min(),
        hour_known=rows.hour_known.argmin(earliest),
        held=(ibis.literal(1, "int32") << rows["rank"]).bit_or(),
        rows=rows.count(),
    )
    led = {name: merged.led[name] for name in LED}
    return merged.select("incident", "at", "hour_known", "held", "rows", **led)


def _charges(rows: ir.Table) -> ir.Table:
    grouped = rows.group_by("incident", "rank", "offence", "description").agg(rows=rows.count())
    category = ibis.cases(
        *((grouped["rank"] == at, name) for at, name in enumerate(CATEGORIES[:-1])),
        else_=CATEGORIES[-1],
    )
    return grouped.select("incident", "offence", "description", "rows", category=category)


def _holds(held: ir.IntegerValue, at: int) -> ir.BooleanValue:
    return (held & (1 << at)) != 0


def _first(held: ir.IntegerValue) -> ir.StringValue:
    return ibis.cases(
        *((_holds(held, at), name) for at, name in enumerate(CATEGORIES[:-1])),
        else_=CATEGORIES[-1],
    )


def _all(held: ir.IntegerValue) -> ir.StringValue:
    parts = ibis.literal("")
    for at, name in enumerate(CATEGORIES):
        parts = parts + ibis.ifelse(_holds(held, at), name + AND, "")
    return parts.substr(0, parts.length() - len(AND))

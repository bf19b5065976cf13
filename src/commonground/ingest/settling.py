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
from commonground.ingest.cleaning.texts import fingerprinted

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends.duckdb import Backend as DuckDB

PART = "part"
"""Number of the part that a row is of; with the row's number it names the row."""

ITS = ("its_part", "its_row")
"""The same of the record that a reversal takes back."""

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


@ibis.udf.scalar.builtin(name="getvariable", signature=(("string",), "int64"))
def _variable(variable):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Return what a variable of the session holds."""


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
    cancelled = _cancelled(rows, engine=engine, levels=levels)
    theirs = cancelled.select(**dict(zip((PART, ROW), ITS, strict=True)))
    left = rows.anti_join(cancelled.select(PART, ROW).union(theirs), [PART, ROW])
    named = engine.create_table("named", _named(left.filter(~left.takes_back)), temp=True)
    return Settled(
        incidents=_incidents(named),
        charges=_charges(named),
        rejected=left.filter(left.takes_back).select(PART, ROW, reason=ibis.literal(NO_RECORD)),
        pairs=int(cancelled.count().execute()),
    )


def _cancelled(
    rows: ir.Table, *, engine: DuckDB, levels: Sequence[Sequence[ReversalField]]
) -> ir.Table:
    """Return the reversals with the record that each takes back, by part and number."""
    cancelled = engine.create_table(
        "cancelled", schema=dict.fromkeys((PART, ROW, *ITS), "int64"), temp=True
    )
    keys = list(dict.fromkeys(_keys(level) for level in levels))
    columns = dict.fromkeys(("number", *(column for level in keys for column in level)))
    narrow = rows.mutate(day=rows.at.date()).select(
        PART, ROW, "takes_back", "content", "recorded_on", *columns
    )
    reversals = engine.create_table("reversals", narrow.filter(narrow.takes_back), temp=True)
    if not keys or not reversals.count().execute():
        return cancelled
    records = _candidates(narrow.filter(~narrow.takes_back), reversals, keys)
    passes = [(level, both) for level in keys for both in _numbered(level)]
    sharing = engine.create_table(
        "sharing", _sharing(reversals.union(records), passes=passes), temp=True
    )
    this = sharing.filter(sharing.turn == _variable("turn"))
    query = engine.compile(_paired(this, cancelled))
    for turn in range(len(passes)):
        engine.raw_sql(f"SET VARIABLE turn = {turn}")
        engine.raw_sql(f"INSERT INTO cancelled {query}")
    return cancelled


def _keys(level: Sequence[ReversalField]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(["agency", *(column for field in level for column in KEYS[field])]))


def _candidates(records: ir.Table, reversals: ir.Table, keys: Iterable[Sequence[str]]) -> ir.Table:
    """Return the records that share the keys of some level with a reversal."""
    return ibis.union(*(records.semi_join(reversals, level) for level in keys), distinct=True)


def _numbered(level: Sequence[str]) -> Iterator[tuple[bool, bool] | None]:
    """Yield whether reversal and record may have a number: never two that were not compared."""
    if "number" in level:
        yield None
    else:
        yield from ((False, False), (True, False), (False, True))


def _sharing(
    rows: ir.Table, *, passes: Sequence[tuple[Sequence[str], tuple[bool, bool] | None]]
) -> ir.Table:
    """Return, for each turn, the rows that take part in it, with the key that they may share."""
    keys = []
    for columns, numbered in passes:
        written = ibis.literal("|").join([rows[column].cast("string") for column in columns])
        takes_part = ibis.and_(*(rows[column].notnull() for column in columns))
        if numbered is not None:
            may_have = ibis.ifelse(rows.takes_back, *numbered)
            takes_part = takes_part & (rows.number.notnull() == may_have)
        keys.append(ibis.ifelse(takes_part, fingerprinted(written), ibis.null("uint64")))
    each = [ibis.struct({"turn": turn, "key": key}) for turn, key in enumerate(keys)]
    spread = rows.select(
        PART,
        ROW,
        "content",
        made=ibis.coalesce(rows.recorded_on, ibis.ifelse(rows.takes_back, NEVER, EVER)),
        sign=ibis.ifelse(rows.takes_back, -1, 1),
        each=ibis.array(each).unnest(),
    )
    spread = spread.mutate(turn=spread.each.turn, key=spread.each.key).drop("each")
    return spread.drop_null("key")


def _paired(sharing: ir.Table, cancelled: ir.Table) -> ir.Table:
    """Return reversals with their records: the first with the first of those that share a key.

    A record is never reversed before it was recorded. Records and reversals are read in the order
    in which they were made, like brackets: a reversal that brings the depth to a new low finds no
    record open, and is left; the others pair off in turn.
    """
    free = sharing.anti_join(cancelled, [PART, ROW])
    free = free.anti_join(cancelled, list(zip((PART, ROW), ITS, strict=True)))
    both = free.semi_join(free.filter(free.sign < 0), "key")
    window = ibis.window(
        group_by="key", order_by=["made", ibis.desc("sign"), "content", PART, ROW], rows=(None, 0)
    )
    both = both.mutate(depth=both.sign.sum().over(window))
    before = window.copy(start=None, end=-1)
    both = both.mutate(lowest=both.depth.min().over(before))
    both = both.mutate(lowest=ibis.least(ibis.coalesce(both.lowest, 0), 0))
    takes = _counted_off(both.filter((both.sign < 0) & (both.depth >= both.lowest)))
    given = _counted_off(both.filter(both.sign > 0))
    given = given.select("key", "nth", **dict(zip(ITS, (PART, ROW), strict=True)))
    return takes.inner_join(given, ["key", "nth"]).select(PART, ROW, *ITS)


def _counted_off(rows: ir.Table) -> ir.Table:
    """Return rows numbered among those that share a key, in the order of what they say."""
    window = ibis.window(group_by="key", order_by=["made", "content", PART, ROW])
    return rows.mutate(nth=ibis.row_number().over(window))


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

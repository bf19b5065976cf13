"""Tests of `ingest.settling`: rows become incidents, and every row is accounted for."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonground.ingest.cities.city_file import MATCHES, ReversalField
from commonground.ingest.cleaning.rows import CLEAN
from commonground.ingest.engines import duckdb_engine
from commonground.ingest.settling import NO_RECORD, PART, settled
from tests.unit.ingest.by_hand import NOON, ByHand, Row, ids_of, settled_by_hand

Levels = Sequence[Sequence[ReversalField]]

SCHEMA = pa.schema(
    {
        "_row": pa.int64(),
        PART: pa.int64(),
        **dict.fromkeys(("reason", "value", "layout", "agency", "number"), pa.string()),
        "at": pa.timestamp("us"),
        "recorded_on": pa.date32(),
        **dict.fromkeys(("offence", "description"), pa.string()),
        **dict.fromkeys(("x_m", "y_m"), pa.float64()),
        **dict.fromkeys(("house_key", "street_key"), pa.uint64()),
        **dict.fromkeys(("initiated_by", "premise"), pa.string()),
        "content": pa.uint64(),
        "public": pa.uint64(),
        "hour_known": pa.bool_(),
        "rank": pa.int8(),
        **dict.fromkeys(("place_known", "location", "booked_at"), pa.string()),
        **dict.fromkeys(("takes_back", "merges_alike"), pa.bool_()),
    }
)


def come_to(rows: Sequence[Row], *, levels: Levels = MATCHES) -> ByHand:
    """Settle rows, and return what they came to as one would write it down by hand."""
    rows = [replace(row, _row=number) for number, row in enumerate(rows, start=1)]
    return settled_by_engine(rows, levels=levels)


def settled_by_engine(rows: Sequence[Row], *, levels: Levels) -> ByHand:
    with TemporaryDirectory() as folder:
        engine = duckdb_engine(spill=Path(folder), workers=1)
        try:
            table = pa.Table.from_pylist([row.columns for row in rows], schema=SCHEMA)
            file = Path(folder) / "rows.parquet"
            engine.to_parquet(engine.create_table("written", table, temp=True), file)
            made = settled(engine.read_parquet(file), engine=engine, levels=levels)
            incidents, charges, rejected = (
                one.to_pyarrow().to_pylist()
                for one in (made.incidents, made.charges, made.rejected)
            )
        finally:
            engine.disconnect()
    return ByHand(
        incidents={row.pop("incident"): row for row in incidents},
        charges={
            (row["incident"], row["category"], row["offence"], row["description"]): row["rows"]
            for row in charges
        },
        rejected={(row[PART], row["_row"], row["reason"]) for row in rejected},
        pairs=made.pairs,
    )


def record(**said: Any) -> Row:  # noqa: ANN401  any column
    return Row(**said)


def reversal(**said: Any) -> Row:  # noqa: ANN401  any column
    return record(takes_back=True, **said)


def later(hours: float) -> datetime:
    return NOON + timedelta(hours=hours)


def test_takes_the_columns_of_a_cleaned_part() -> None:
    assert {*SCHEMA.names} == {*CLEAN, PART}
    assert {field.name for field in fields(Row)} | {"content", "public", "place_known"} == {
        *SCHEMA.names
    }


def test_makes_one_incident_of_the_rows_that_share_a_number() -> None:
    found = come_to([record(number="1"), record(number="1", offence="B"), record(number="2")])

    assert {incident: row["rows"] for incident, row in found.incidents.items()} == {
        "police 1": 2,
        "police 2": 1,
    }


def test_makes_two_incidents_of_one_number_of_two_agencies() -> None:
    found = come_to([record(number="1"), record(number="1", agency="fire")])

    assert set(found.incidents) == {"police 1", "fire 1"}


def test_makes_an_incident_of_each_row_without_a_number() -> None:
    found = come_to([record(), record(), record(offence="B")])

    assert [row["rows"] for row in found.incidents.values()] == [1, 1, 1]
    assert len({incident[:-1] for incident in found.incidents}) == 2


def test_makes_one_incident_of_rows_that_are_alike_if_told_to() -> None:
    alike = record(merges_alike=True)
    found = come_to([alike, alike, record(merges_alike=True, offence="B")])

    assert sorted(row["rows"] for row in found.incidents.values()) == [1, 2]  # type: ignore[type-var]


def test_names_an_incident_without_a_number_by_what_it_says() -> None:
    rows = [record(), record(offence="B")]

    assert set(come_to(rows).incidents) == set(come_to(rows[::-1]).incidents)
    assert set(come_to(rows).incidents) == set(ids_of(rows).values())


def test_names_an_incident_without_its_door() -> None:
    one, other = (come_to([record(house_key=house, location="0 block")]) for house in (3, 5))

    assert set(one.incidents) == set(other.incidents)


@pytest.mark.parametrize("merges_alike", [True, False])
def test_tells_two_doors_of_a_block_apart(merges_alike: bool) -> None:
    doors = [record(house_key=house, location="0 block") for house in (3, 5)]

    found = come_to(
        [replace(doors[0], merges_alike=True), replace(doors[1], merges_alike=merges_alike)]
    )

    assert [row["rows"] for row in found.incidents.values()] == [1, 1]


def test_joins_categories_in_their_order() -> None:
    rows = [record(number="1", rank=rank) for rank in (3, 0, 3, -1, 8)]

    row = come_to(rows).incidents["police 1"]

    assert row["category"] == "drug sale"
    assert row["categories"] == "drug sale + violent + overdose + other"


def test_counts_what_no_rule_knows_as_other() -> None:
    found = come_to([record(number="1", rank=-1, offence="JAYWALKING")])

    assert found.incidents["police 1"]["categories"] == "other"
    assert found.charges == {("police 1", "other", "JAYWALKING", None): 1}


def test_writes_down_what_each_incident_was_recorded_as() -> None:
    rows = [
        record(number="1", rank=0, offence="A", description="B"),
        record(number="1", rank=0, offence="A", description="B"),
        record(number="1", rank=3, offence="A", description=None),
    ]

    assert come_to(rows).charges == {
        ("police 1", "drug sale", "A", "B"): 2,
        ("police 1", "violent", "A", None): 1,
    }


def test_lets_the_first_located_row_lead() -> None:
    rows = [
        record(number="1", at=later(0), premise="indoors"),
        record(number="1", at=later(2), x_m=2.0, y_m=2.0, premise="unknown"),
        record(
            number="1", at=later(1), x_m=1.0, y_m=1.0, premise="outdoors", initiated_by="police"
        ),
    ]

    row = come_to(rows).incidents["police 1"]

    assert (row["x_m"], row["y_m"], row["premise"]) == (1.0, 1.0, "outdoors")
    assert (row["initiated_by"], row["at"]) == ("police", NOON)


def test_lets_the_graver_of_two_rows_lead() -> None:
    rows = [
        record(number="1", rank=5, location="B"),
        record(number="1", rank=0, location="A"),
        record(number="1", rank=-1, location="C"),
    ]

    assert come_to(rows).incidents["police 1"]["location"] == "A"


@pytest.mark.parametrize("earliest_is_timed", [True, False])
def test_knows_the_hour_if_the_earliest_row_does(earliest_is_timed: bool) -> None:
    rows = [
        record(number="1", at=later(0), hour_known=earliest_is_timed),
        record(number="1", at=later(1), hour_known=not earliest_is_timed),
    ]

    assert come_to(rows).incidents["police 1"]["hour_known"] == earliest_is_timed


def test_cancels_a_reversal_with_the_record_it_reverses() -> None:
    rows = [
        record(number="1"),
        record(number="1", offence="B"),
        record(number="2"),
        reversal(number="1", at=later(5)),
    ]

    found = come_to(rows)

    assert (found.pairs, found.rejected) == (1, set())
    assert {incident: row["rows"] for incident, row in found.incidents.items()} == {
        "police 1": 1,
        "police 2": 1,
    }
    assert ("police 1", "drug sale", "B", None) in found.charges


def test_drops_an_incident_all_of_whose_rows_are_reversed() -> None:
    rows = [
        record(number="1"),
        record(number="1", offence="B"),
        reversal(number="1"),
        reversal(number="1", offence="B"),
    ]

    found = come_to(rows)

    assert (found.incidents, found.charges, found.pairs, found.rejected) == ({}, {}, 2, set())


def test_rejects_a_reversal_without_a_record() -> None:
    rows = [record(number="1"), reversal(number="2"), reversal(number="1", offence="B")]

    found = come_to(rows)

    assert found.rejected == {(0, 2, NO_RECORD), (0, 3, NO_RECORD)}
    assert (found.pairs, list(found.incidents)) == (0, ["police 1"])


def test_lets_one_record_be_reversed_once() -> None:
    found = come_to([record(number="1"), reversal(number="1"), reversal(number="1")])

    assert (found.pairs, found.incidents) == (1, {})
    assert len(found.rejected) == 1


def test_lets_the_surest_level_go_first() -> None:
    rows = [
        record(number="1", at=later(0)),
        record(number="1", at=later(1)),
        reversal(number="1", at=later(1)),
    ]

    found = come_to(rows)

    assert [row["at"] for row in found.incidents.values()] == [later(0)]


def test_finds_the_record_at_a_less_sure_level() -> None:
    rows = [
        record(number="1", x_m=1.0, y_m=2.0),
        reversal(number=None, x_m=1.0, y_m=2.0),
    ]

    assert come_to(rows).pairs == 1
    assert come_to(rows, levels=MATCHES[:2]).pairs == 0


def test_reverses_nothing_where_what_is_shared_is_unknown() -> None:
    rows = [record(number="1"), reversal(number=None)]

    assert come_to(rows).pairs == 0


def test_never_pairs_two_numbers_that_differ() -> None:
    rows = [record(number="1", x_m=1.0, y_m=2.0), reversal(number="2", x_m=1.0, y_m=2.0)]

    assert come_to(rows, levels=[["at", "offence", "position"]]).pairs == 0


@pytest.mark.parametrize(("of_reversal", "of_record"), [(None, None), ("1", None), (None, "1")])
def test_pairs_rows_of_which_one_has_no_number(
    of_reversal: str | None, of_record: str | None
) -> None:
    rows = [record(number=of_record), reversal(number=of_reversal)]

    assert come_to(rows, levels=[["at", "offence"]]).pairs == 1


def test_prefers_a_record_without_a_number_for_a_reversal_without_one() -> None:
    rows = [record(number="1"), record(number=None), reversal(number=None)]

    assert list(come_to(rows, levels=[["at", "offence"]]).incidents) == ["police 1"]


def test_never_pairs_rows_of_two_agencies() -> None:
    rows = [record(number="1"), reversal(number="1", agency="fire")]

    assert come_to(rows).pairs == 0


MARCH, APRIL, MAY = date(2015, 3, 31), date(2015, 4, 30), date(2015, 5, 31)


@pytest.mark.parametrize(
    ("recorded", "reversed_", "pairs"),
    [
        (MARCH, APRIL, 1),
        (MARCH, MARCH, 1),
        (APRIL, MARCH, 0),
        (None, MARCH, 1),
        (MARCH, None, 1),
        (None, None, 1),
    ],
)
def test_never_reverses_a_record_before_it_was_made(
    recorded: date | None, reversed_: date | None, pairs: int
) -> None:
    rows = [record(number="1", recorded_on=recorded), reversal(number="1", recorded_on=reversed_)]

    assert come_to(rows).pairs == pairs


def test_finds_the_record_though_an_older_reversal_has_none() -> None:
    rows = [
        reversal(number="1", recorded_on=MARCH),
        record(number="1", recorded_on=APRIL),
        reversal(number="1", recorded_on=MAY),
    ]

    found = come_to(rows)

    assert (found.pairs, found.incidents, found.rejected) == (1, {}, {(0, 1, NO_RECORD)})


def test_comes_to_nothing_without_rows() -> None:
    found = come_to([])

    assert (found.incidents, found.pairs, found.rejected) == ({}, 0, set())


LEVELS: tuple[Levels, ...] = (
    MATCHES,
    [["incident", "offence", "at"], ["incident", "offence"], ["at", "offence", "number", "street"]],
    [["at", "offence", "number"], ["at", "offence"]],
    [["incident"], ["day", "description"], ["street"]],
)

DAYS = [NOON, NOON + timedelta(minutes=5), NOON + timedelta(days=1)]


def drawn(seed: int, *, count: int, agencies: int = 12) -> list[Row]:
    """Draw rows so few of whose values differ that many share them.

    Agencies never mix, so a list is as many cases as there are agencies in it.
    """
    pick = Random(seed).choice  # noqa: S311  no secret
    rows = []
    for number in range(1, count + 1):
        x_m, street = pick([None, 1.0]), pick([None, 7])
        agency = pick(range(agencies))
        rows.append(
            Row(
                _row=number,
                part=pick([0, 1]),
                agency=f"agency {agency}",
                number=pick([None, "1", "2", "3"]),
                at=pick(DAYS),
                recorded_on=pick([MARCH, APRIL, MAY]),
                offence=pick([None, "A", "B"]),
                description=pick([None, "a"]),
                x_m=x_m,
                y_m=x_m,
                house_key=pick([None, 2**63 + 1]),
                street_key=street,
                location=f"{street}",
                rank=pick([-1, 0, 3, 11]),
                hour_known=pick([True, False]),
                takes_back=pick([False, False, True]),
                merges_alike=agency % 2 == 0,
            )
        )
    return rows


@pytest.mark.parametrize("levels", LEVELS, ids=range(len(LEVELS)))
def test_comes_to_what_one_would_come_to_by_hand(levels: Levels) -> None:
    rows = drawn(1, count=200, agencies=16)

    assert settled_by_engine(rows, levels=levels) == settled_by_hand(rows, levels)


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    seed=st.integers(0, 10**6),
    count=st.integers(0, 40),
    agencies=st.integers(1, 4),
    levels=st.sampled_from(LEVELS),
)
def test_comes_to_what_one_would_come_to_by_hand_many_times(
    seed: int, count: int, agencies: int, levels: Levels
) -> None:
    rows = drawn(seed, count=count, agencies=agencies)

    assert settled_by_engine(rows, levels=levels) == settled_by_hand(rows, levels)


def test_comes_to_the_same_in_any_order() -> None:
    rows = drawn(2, count=200)
    shuffled = Random(3).sample(rows, len(rows))  # noqa: S311  no secret

    one, other = (settled_by_engine(each, levels=MATCHES) for each in (rows, shuffled))

    assert one == other
    in_incidents = sum(one.charges.values())
    assert in_incidents + 2 * one.pairs + len(one.rejected) == len(rows)

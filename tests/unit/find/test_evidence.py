"""What records say of each place, by hand."""

import numpy as np
import pandas as pd
import pytest

from commonground.core.incidents import Incidents
from commonground.find.definition import Definition, Drawing
from commonground.find.evidence import Evidence, evidence_of
from commonground.find.records import records_of
from tests.unit.find.made_up import FIRST, city

TALLY = [  # place, day, point, drug
    (1, 0, 0, True), (1, 0, 0, True), (1, 40, 1, True), (1, 200, 2, True), (1, 3, 0, False),
    (2, 10, 3, True), (2, 10, 3, False), (2, 11, 3, False),
]  # fmt: skip
"""Records of two places; the rest of the city is drawn from."""


def _evidence(*, times: bool = False) -> Evidence:
    rest = city(background=2_000).frame
    mine = pd.DataFrame(
        {
            "at": [FIRST + pd.Timedelta(days=day) for _, day, _, _ in TALLY],
            "x_m": [501_000.0 + 30 * point for _, _, point, _ in TALLY],
            "y_m": 4_001_000.0,
            "category": ["drug sale" if drug else "property" for *_, drug in TALLY],
            "incident": [f"mine {at}" for at in range(len(TALLY))],
            "initiated_by": "unknown",
            "location": [f"corner {place}" for place, *_ in TALLY],
        }
    )
    whole = Incidents(pd.concat([rest, mine], ignore_index=True))
    records = records_of(whole, definition=Definition(), drawing=Drawing())
    corners = {f"corner {place}": place for place, *_ in TALLY}
    places = records.frame["location"].map(corners).fillna(0).to_numpy().astype(np.intp)
    twice = np.full(len(places), 2.0) if times else None
    return evidence_of(places, records=records, is_drug=records.is_drug, times=twice)


def test_counts_each_place() -> None:
    found = _evidence()

    assert found.drug.tolist() == [4, 1]
    assert found.all_kinds.tolist() == [5, 3]
    assert found.points.tolist() == [3, 1]
    assert found.largest_point.tolist() == [0.5, 1.0]
    assert found.months.tolist() == [3, 1]
    assert found.quarters.tolist() == [2, 1]
    assert found.on_a_day.tolist() == [0.5, 1.0]
    assert found.in_a_week.tolist() == [0.5, 1.0]


def test_expects_the_citys_share_of_all_that_is_recorded() -> None:
    found = _evidence()

    share = found.expected / found.all_kinds

    assert share[0] == pytest.approx(share[1], rel=1e-12)
    assert 0.03 < share[0] < 0.06
    assert found.clearness[0] > 0


def test_counts_records_as_often_as_it_is_told() -> None:
    once, twice = _evidence(), _evidence(times=True)

    assert twice.drug.tolist() == [8, 2]
    assert twice.largest_point.tolist() == once.largest_point.tolist()
    assert twice.points.tolist() == once.points.tolist()
    assert twice.clearness == pytest.approx(2 * once.clearness, rel=1e-9)


def test_has_nothing_to_say_where_there_is_no_place() -> None:
    records = records_of(city(), definition=Definition(), drawing=Drawing())

    found = evidence_of(
        np.zeros(len(records.day), dtype=np.intp), records=records, is_drug=records.is_drug
    )

    assert len(found.drug) == 0

"""Input that cannot show a market: one clear error, or a note that says what was left out."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
import shapely

from commonground.core.incidents import Incidents
from commonground.find.definition import Definition, Drawing, ImpossibleDefinition
from commonground.find.finding import find_markets
from commonground.find.raster import TooWide
from commonground.find.records import NoDrugRecords, NowhereToLook, TooShortRecord
from tests.unit.find.made_up import DAYS, FIRST, MARKET, SOUTH, WEST, city


def _with(**columns: str | float) -> Incidents:
    return Incidents(city(MARKET).frame.assign(**columns))


def test_refuses_incidents_without_coordinates() -> None:
    with pytest.raises(NowhereToLook, match="None of 6,060 incidents has coordinates"):
        find_markets(_with(x_m=np.nan, y_m=np.nan))


def test_refuses_incidents_on_one_corner() -> None:
    with pytest.raises(NowhereToLook, match="lie on 1 points"):
        find_markets(_with(x_m=WEST, y_m=SOUTH))


def test_refuses_two_weeks() -> None:
    frame = city(MARKET).frame

    with pytest.raises(TooShortRecord, match="cover 14 days; at least 84"):
        find_markets(Incidents(frame[frame["at"] < FIRST + pd.Timedelta(days=14)]))


def test_refuses_records_without_drugs() -> None:
    with pytest.raises(NoDrugRecords, match="0 of 6,060 located incidents"):
        find_markets(_with(category="property"))


def test_refuses_points_of_two_continents() -> None:
    frame = city(MARKET).frame
    half = np.arange(len(frame)) % 2 == 0

    with pytest.raises(TooWide, match="no city"):
        find_markets(Incidents(frame.assign(x_m=frame["x_m"] + np.where(half, 5e6, 0.0))))


def test_refuses_a_last_day_before_the_first() -> None:
    with pytest.raises(NowhereToLook, match="No incident lies before 2019-01-01"):
        find_markets(city(MARKET), until=date(2019, 1, 1))


def test_looks_no_further_than_the_last_day(quickly: Drawing) -> None:
    found = find_markets(city(MARKET), drawing=quickly, until=date(2023, 9, 30))

    assert found.records.last == date(2023, 9, 30)
    assert found.records.is_short
    assert any("Short record" in caveat for caveat in found.caveats)


def test_leaves_out_points_in_the_sea_and_says_so(quickly: Drawing) -> None:
    frame = city(MARKET).frame.copy()
    frame.loc[:2, "x_m"] += 60_000

    found = find_markets(Incidents(frame), drawing=quickly)

    assert any("3 incidents lie more than 5 km from all others" in one for one in found.caveats)
    assert len(found.candidates) == 1


def test_leaves_out_points_beyond_the_boundary_and_says_so(quickly: Drawing) -> None:
    frame = city(MARKET).frame.copy()
    frame.loc[:2, "x_m"] += 4_000
    whole = shapely.box(WEST, SOUTH, WEST + 3_000, SOUTH + 3_000)

    found = find_markets(Incidents(frame), drawing=quickly, city=whole)

    assert any("3 incidents lie beyond the city" in one for one in found.caveats)


def test_refuses_a_boundary_elsewhere() -> None:
    with pytest.raises(NowhereToLook, match="in the city"):
        find_markets(city(MARKET), city=shapely.box(0, 0, 1_000, 1_000))


def test_leaves_out_what_is_too_old_to_count_and_says_so(quickly: Drawing) -> None:
    frame = city(MARKET).frame.copy()
    frame.loc[:3, "at"] = pd.Timestamp("1967-06-21")

    found = find_markets(Incidents(frame), drawing=quickly)

    assert any("4 incidents are from 2014-01-" in one for one in found.caveats)
    assert found.records.first.year == 2023


def test_says_how_many_have_no_coordinates(quickly: Drawing) -> None:
    frame = city(MARKET).frame.copy()
    frame.loc[:9, "x_m"] = np.nan

    found = find_markets(Incidents(frame), drawing=quickly)

    assert any("10 of 6,060 incidents have no coordinates" in one for one in found.caveats)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"categories": ()}, "no category to count"),
        ({"categories": ("jaywalking",)}, "'jaywalking' is no category"),
        ({"core": 0.4}, "the edge may not ask for more"),
        ({"core": 1.0}, "less than certainty"),
        ({"times_city": 1.0}, "denser than the city"),
        ({"chance": 0.0}, "chance is 0; it is a share"),
        ({"fewest_incidents": 0}, "at least 1 incident"),
        ({"fewest_second_source": 0}, "fewest_second_source is 0"),
        ({"fewest_second_source": 2}, "would tell"),
        ({"fewest_second_source": 10}, "would tell"),
    ],
)
def test_refuses_an_impossible_definition(changed: dict[str, object], says: str) -> None:
    with pytest.raises(ImpossibleDefinition, match=says):
        Definition(**changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"bandwidth_m": 0.0}, "bandwidth_m is 0"),
        ({"largest_ha": 3.0}, "at least twice the smallest"),
        ({"replicates": 0}, "at least 1 each"),
    ],
)
def test_refuses_an_impossible_drawing(changed: dict[str, float], says: str) -> None:
    with pytest.raises(ImpossibleDefinition, match=says):
        Drawing(**changed)  # type: ignore[arg-type]


def test_covers_a_year_in_the_made_up_city() -> None:
    at = city().frame["at"]

    assert (at.max() - at.min()).days == DAYS - 1

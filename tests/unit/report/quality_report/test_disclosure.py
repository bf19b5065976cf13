"""Nothing shows whose door it was, nor where a few people were ill."""

import numpy as np
import pandas as pd
import pytest
from pyproj import Transformer

from commonground.ingest.ingesting import Ingested
from commonground.report.quality_report.disclosure import disclosed

CRS = "EPSG:26910"


@pytest.mark.parametrize(
    ("location", "is_shown"),
    [
        ("1200 block OAK AV", True),
        ("0 block SCHOOL", True),
        ("300 Block of 24TH ST", True),
        ("16TH ST / MISSION ST", True),
        ("123 ELM ST", False),
        ("123A ELM ST", False),
        ("1250 block OAK AV", False),
        ("ELM ST 12", False),
    ],
)
def test_shows_a_block_and_never_a_house_number(
    ingested: Ingested, location: str, is_shown: bool
) -> None:
    ingested.quality.busiest["location"] = location

    shown = disclosed(ingested.quality, crs=CRS).busiest["location"]

    assert shown.notna().all() == is_shown
    assert shown.isna().all() != is_shown


def test_rounds_points_and_leaves_out_those_with_few_incidents(ingested: Ingested) -> None:
    busiest = ingested.quality.busiest
    exact = Transformer.from_crs(CRS, 4326, always_xy=True).transform(
        busiest["x_m"].iloc[0], busiest["y_m"].iloc[0]
    )

    shown = disclosed(ingested.quality, crs=CRS).busiest

    assert list(shown["incidents"]) == [40, 30, 20]
    assert (shown["longitude"].iloc[0], shown["latitude"].iloc[0]) == tuple(np.round(exact, 3))
    assert not {"x_m", "y_m"} & set(shown.columns)


def test_withholds_small_counts_of_overdoses_at_a_point(ingested: Ingested) -> None:
    shown = disclosed(ingested.quality, crs=CRS).points.set_index("category")["at_busiest"]

    assert pd.isna(shown["overdose"])
    assert shown["drug possession"] == 7


def test_shows_how_many_overdoses_are_at_the_busiest_point_if_they_are_many(
    ingested: Ingested,
) -> None:
    ingested.quality.points.loc[3, "at_busiest"] = 11

    assert disclosed(ingested.quality, crs=CRS).points["at_busiest"].iloc[3] == 11


def test_withholds_incidents_at_institutions_from_which_overdoses_follow(
    ingested: Ingested,
) -> None:
    shown = disclosed(ingested.quality, crs=CRS).bookings.set_index("institution")

    assert shown.loc["Jail", "incidents"] == 40
    assert shown["incidents"].isna().tolist() == [False, True]
    assert list(shown["drug"]) == [20, 5]


def test_shows_institutions_whole_where_there_are_no_overdoses(ingested: Ingested) -> None:
    coordinates = ingested.quality.coordinates
    coordinates["category"] = coordinates["category"].replace("overdose", "property")

    shown = disclosed(ingested.quality, crs=CRS).bookings

    assert list(shown["incidents"]) == [40, 9]


def test_changes_nothing_in_place(ingested: Ingested) -> None:
    disclosed(ingested.quality, crs=CRS)

    assert ingested.quality.busiest["location"].iloc[0] == "123 ELM ST"
    assert list(ingested.quality.points["at_busiest"]) == [40, 7, 30, 7]

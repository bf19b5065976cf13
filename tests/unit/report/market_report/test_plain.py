"""Found places survive JSON, and show there no more than on paper."""

import json

from commonground.find.found import Found
from commonground.report.market_report.content import Content
from commonground.report.market_report.plain import markets_to_json
from commonground.report.market_report.tables import ABOUT
from tests.unit.report.market_report.made_up import CRS, made_up


def test_comes_back_from_json_as_it_was(found: Found) -> None:
    plain = markets_to_json(found, city="Elm", crs=CRS)

    assert json.loads(json.dumps(plain, allow_nan=False)) == plain


def test_holds_the_answer_the_definition_the_places_and_every_table(found: Found) -> None:
    plain = json.loads(json.dumps(markets_to_json(found, city="Elm", crs=CRS)))

    assert plain["answer"].startswith("The records of Elm from 1 January to 31 December 2023")
    assert plain["covers"] == ["2023-01-01", "2023-12-31"]
    assert plain["definition"]["times_city"] == 10.0
    assert plain["definition"]["categories"] == ["drug sale", "drug possession", "other drug"]
    assert plain["drawing"]["replicates"] == 200
    assert plain["seed"] == 3
    assert plain["numbers"]["candidates"] == 3
    assert plain["caveats"] == list(found.caveats)
    assert [place["id"] for place in plain["places"]] == ["E3", "E1", "E2", "E4", "E5"]
    assert set(plain["tables"]) == set(ABOUT)


def test_writes_what_is_unknown_or_withheld_as_nothing(found: Found) -> None:
    plain = json.loads(json.dumps(markets_to_json(found, city="Elm", crs=CRS)))

    assert plain["places"][0]["properties"]["overdoses"] is None
    assert plain["tables"]["institutions"][1]["incidents"] is None
    missing = [row for row in plain["tables"]["sensitivity"] if row["why"]]
    assert [row["incidents"] for row in missing] == [None]


def test_has_every_key_where_nothing_was_found(found: Found, nothing: Content) -> None:
    bare = markets_to_json(made_up(markets=()), city="Elm", crs=CRS)

    assert list(bare) == list(markets_to_json(found, city="Elm", crs=CRS))
    assert bare["places"] == []
    assert len(nothing.places) == 2

"""Tables hold what may be shown, one subject each, with places by number and id."""

from pathlib import Path

import openpyxl
import pandas as pd

from commonground.report.market_report.content import Content
from commonground.report.market_report.tables import ABOUT, market_tables, write_market_tables


def test_says_what_every_table_holds(content: Content) -> None:
    assert list(market_tables(content)) == list(ABOUT)


def test_has_a_row_a_place_with_small_counts_of_people_empty(content: Content) -> None:
    places = market_tables(content)["places"]

    assert list(places["id"]) == ["E3", "E1", "E2", "E4", "E5"]
    assert list(places["stable"]) == [True, True, False, True, True]
    assert places["overdoses"].isna().all()
    assert (places["drug_calls"] == 14).all()
    assert list(places["firm_ha"]) == [2.25, 2.25, 2.25, 2.25, 0.0]


def test_has_a_row_a_place_and_criterion(content: Content) -> None:
    criteria = market_tables(content)["criteria"]

    assert len(criteria) == 5 * len(content.places[0].market.criteria)
    unknown = criteria[(criteria["id"] == "E2") & (criteria["criterion"] == "institution")]
    assert unknown["answer"].tolist() == ["cannot know"]
    assert unknown["value"].isna().all()


def test_gives_variants_the_numbers_of_their_places(content: Content) -> None:
    table = market_tables(content)["sensitivity"]

    assert set(zip(table["id"], table["number"], strict=True)) == {
        ("E3", 1), ("E1", 2), ("E2", 3), ("E4", 4), ("E5", 5),
    }  # fmt: skip


def test_counts_months_of_candidates_only(content: Content, nothing: Content) -> None:
    months = market_tables(content)["months"]

    assert set(months["id"]) == {"E1", "E2", "E3"}
    assert months["month"].iloc[0] == "2023-01"
    assert market_tables(nothing)["months"].empty


def test_writes_the_same_as_csv_and_as_a_workbook(laid_out: Content, tmp_path: Path) -> None:
    files = write_market_tables(laid_out, tmp_path, title="Elm City")

    held = set(ABOUT) - {"exposures", "ranking", "ranking_parts"}
    assert {file.name for file in files} == {*(f"{name}.csv" for name in held), "tables.xlsx"}
    again = pd.read_csv(tmp_path / "places.csv")
    assert list(again["drug"]) == [40] * 5
    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    first = [cell.value for row in book["Read me"].iter_rows() for cell in row if cell.value]
    assert set(laid_out.found.caveats) <= set(first)


def test_lists_every_detectable_change(laid_out: Content) -> None:
    table = market_tables(laid_out)["detectable"]

    assert list(table["number"].unique()) == [2]
    alone = table[(table["outcome"] == "drug") & ~table["with_rings"]]
    assert list(alone["months"]) == [6, 12]
    assert list(alone["change"]) == [0.7071, 0.44]
    assert list(table["can_be_shown"]) == [True, False, True, True, False, False]
    assert table.loc[table["outcome"] == "violent", "change"].isna().all()


def test_writes_no_table_of_nothing(nothing: Content, tmp_path: Path) -> None:
    names = {file.stem for file in write_market_tables(nothing, tmp_path, title="Elm City")}

    assert "months" not in names
    assert "places" in names

"""Tables hold what was counted, with days as text, and add up to the rows."""

from pathlib import Path

import openpyxl
import pandas as pd

from commonground.ingest.ingesting import Ingested
from commonground.report.quality_report.tables import (
    ABOUT,
    balance_rows,
    file_rows,
    ingest_tables,
    shown,
    write_ingest_tables,
)


def test_accounts_for_every_row(ingested: Ingested) -> None:
    rows = balance_rows(ingested.balance)

    assert sum(number for _, number in rows) == ingested.balance.rows
    assert rows[-1] == ("rejected: it has no date", 20)


def test_names_each_file_with_its_rows_and_layouts(ingested: Ingested) -> None:
    assert file_rows(ingested) == [("one.csv", 1_500, "2020"), ("two.csv", 20, "2020")]


def test_says_what_every_table_holds(ingested: Ingested) -> None:
    assert set(ABOUT) == set(ingest_tables(shown(ingested)))


def test_writes_days_and_months_as_text_and_hours_without_a_point(ingested: Ingested) -> None:
    tables = ingest_tables(shown(ingested))

    assert tables["months"]["month"].iloc[0] == "2020-01"
    assert tables["days"]["day"].iloc[-1] == "2020-04-09"
    assert list(tables["gaps"]["ends"]) == ["2020-03-01", "2020-06-01"]
    assert list(tables["hours"]["hour"].dropna()) == [0, 13]
    assert tables["hours"]["hour"].isna().sum() == 1


def test_writes_every_table_that_holds_something(bare: Ingested, tmp_path: Path) -> None:
    files = write_ingest_tables(shown(bare), tmp_path / "tables", title="Bare")

    names = {file.stem for file in files if file.suffix == ".csv"}
    assert {"rows", "files", "months", "coordinates"} <= names
    assert names.isdisjoint({"rejected", "busiest", "days", "gaps"})


def test_writes_a_workbook_with_the_findings_to_read_first(
    ingested: Ingested, tmp_path: Path
) -> None:
    write_ingest_tables(shown(ingested), tmp_path, title="Elm City")

    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    first = [cell.value for row in book["Read me"].iter_rows() for cell in row if cell.value]
    assert set(ingested.quality.findings) <= set(first)
    assert ABOUT["busiest"] in first
    assert book["rows"]["C2"].number_format == "0.0%"
    assert book["points"]["D5"].value is None


def test_writes_the_same_numbers_as_csv(ingested: Ingested, tmp_path: Path) -> None:
    write_ingest_tables(shown(ingested), tmp_path, title="Elm City")

    again = pd.read_csv(tmp_path / "coordinates.csv")
    assert list(again["without"]) == list(ingested.quality.coordinates["without"])

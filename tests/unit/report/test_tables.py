"""Tables hold what the result holds, and no small count that was to be withheld."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import openpyxl
import pandas as pd

from commonground.evaluate.micro_synthetic_control import Effect
from commonground.report.tables import (
    all_tables,
    effect_table,
    microsynth_table,
    microsynth_text,
    write_tables,
)


def test_gives_one_row_a_horizon_and_outcome_with_its_verdict(effect: Effect) -> None:
    table = effect_table(effect)

    assert list(table.columns) == [
        "horizon", "outcome", "observed", "counterfactual", "difference", "change", "lower",
        "upper", "p", "kind", "verdict",
    ]  # fmt: skip
    assert len(table) == len(effect.estimates)
    np.testing.assert_allclose(table["change"], effect.estimates["change"])
    assert table["verdict"].str.len().gt(0).all()


def test_gives_every_check_that_was_made(effect: Effect, plain_effect: Effect) -> None:
    assert {"fit", "equally_good", "placebo_in_time"} <= set(all_tables(effect))
    assert set(all_tables(plain_effect)) == {
        "effect", "uncertainty", "joint", "balance", "weights", "series",
    }  # fmt: skip


def test_writes_every_table_as_csv_that_reads_back(effect: Effect, tmp_path: Path) -> None:
    files = write_tables(effect, tmp_path / "tables")

    tables = all_tables(effect)
    assert [file.stem for file in files if file.suffix == ".csv"] == list(tables)
    again = pd.read_csv(tmp_path / "tables" / "effect.csv")
    np.testing.assert_allclose(again["observed"], tables["effect"]["observed"])


def test_writes_a_workbook_with_a_page_to_read_first(effect: Effect, tmp_path: Path) -> None:
    write_tables(effect, tmp_path)

    book = openpyxl.load_workbook(tmp_path / "tables.xlsx")
    first = [cell.value for row in book["Read me"].iter_rows() for cell in row if cell.value]
    sheet = book["effect"]
    assert book.sheetnames == ["Read me", *all_tables(effect)]
    assert first[0] == "Elm Street"
    assert set(effect.caveats) <= set(first)
    assert sheet.freeze_panes == "A2"
    assert sheet["F2"].number_format == "0.0%"
    assert sheet["C2"].value == effect.estimates["observed"].iloc[0]
    assert sheet["C4"].value is None


def as_printed() -> pd.DataFrame:
    """Estimates of Robbins and Davenport (2021), Example 1, to more digits than are printed."""
    return pd.DataFrame(
        {
            "horizon": "16",
            "outcome": ["i_felony", "any_crime"],
            "observed": [46.0, 788.0],
            "counterfactual": [68.22238, 986.4338],
            "difference": [-22.22238, -198.4338],
            "change": [-0.3257345, -0.2011628],
        }
    )


def test_prints_what_microsynth_prints(as_microsynth: Effect) -> None:
    uncertainty = pd.DataFrame(
        {
            "horizon": "16",
            "outcome": ["i_felony", "any_crime"],
            "kind": "unclustered",
            "statistic": [-2.3, -2.2],
            "freedom": np.inf,
            "p": [0.01085191, 0.01464],
            "lower": [-0.5034611, -0.32891],
            "upper": [-0.0843829, -0.04912],
            "log_se": [0.1, 0.1],
        }
    )
    joint = pd.DataFrame({"horizon": ["16"], "kind": ["unclustered"], "p": [0.00000356]})
    published = replace(as_microsynth, estimates=as_printed(), uncertainty=uncertainty, joint=joint)

    table = microsynth_table(published)

    assert table.to_dict("index") == {
        "i_felony": {
            "Trt": "46", "Con": "68.22", "Pct.Chng": "-32.6%", "Linear.pVal": "0.0109",
            "Linear.Lower": "-50.3%", "Linear.Upper": "-8.4%",
        },
        "any_crime": {
            "Trt": "788", "Con": "986.43", "Pct.Chng": "-20.1%", "Linear.pVal": "0.0146",
            "Linear.Lower": "-32.9%", "Linear.Upper": "-4.9%",
        },
        "Omnibus": {
            "Trt": "--", "Con": "--", "Pct.Chng": "--", "Linear.pVal": "0.0000",
            "Linear.Lower": "--", "Linear.Upper": "--",
        },
    }  # fmt: skip


def test_prints_every_horizon_and_kind_as_microsynth_does(effect: Effect) -> None:
    text = microsynth_text(effect)

    assert [line for line in text.splitlines() if line.startswith("end.post")] == [
        "end.post = 2017Q2",
        "end.post = 2017Q4",
    ]
    assert list(microsynth_table(effect).columns)[3::3] == ["Linear.pVal", "Jack.pVal", "Perm.pVal"]
    assert "drug against all" not in text


def test_says_in_a_workbook_that_an_interval_has_no_end(effect: Effect, tmp_path: Path) -> None:
    endless = replace(effect, uncertainty=effect.uncertainty.assign(upper=np.inf))

    write_tables(endless, tmp_path)

    sheet = openpyxl.load_workbook(tmp_path / "tables.xlsx")["uncertainty"]
    column = [cell.value for cell in sheet[1]].index("upper")
    assert {row[column].value for row in sheet.iter_rows(min_row=2)} == {"∞"}

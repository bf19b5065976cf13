"""Figures of an ingest show what they say, and are left out where there is nothing to show."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

from commonground.ingest.ingesting import Ingested
from commonground.report.quality_report.charts import (
    INITIATOR_COLOURS,
    initiated_chart,
    months_chart,
)
from commonground.report.quality_report.figures import (
    FIGURES,
    busiest_bursts,
    figure,
    quality_charts,
    write_ingest_figures,
)
from commonground.report.quality_report.spans import months_of, outside_of, span_of


def test_writes_every_figure_in_three_forms(ingested: Ingested, tmp_path: Path) -> None:
    files = write_ingest_figures(ingested.quality, tmp_path / "figures")

    assert {file.name for file in files} == {
        f"{name}{ending}" for name in FIGURES for ending in (".svg", ".png", ".vl.json")
    }
    for file in files:
        if file.suffix == ".svg":
            assert ET.fromstring(file.read_text("utf-8")).tag.endswith("svg")  # noqa: S314  ours


def test_draws_what_vega_lite_knows(ingested: Ingested) -> None:
    assert [name for name, chart in quality_charts(ingested.quality) if chart.to_dict()] == [
        *FIGURES
    ]


def test_draws_only_what_there_is(bare: Ingested, tmp_path: Path) -> None:
    files = write_ingest_figures(bare.quality, tmp_path)

    assert {file.stem for file in files if file.suffix == ".svg"} == {"months"}


@pytest.mark.parametrize("name", FIGURES)
def test_tells_in_words_what_is_to_be_seen(ingested: Ingested, name: str) -> None:
    (block,) = figure(name, ingested.quality)

    assert len(block.alt) > 40
    assert len(block.text) > 40
    assert "nan" not in block.alt.casefold()


def test_gives_each_agency_a_panel_the_busiest_first(ingested: Ingested) -> None:
    drawn = json.loads(months_chart(ingested.quality).to_json())

    assert [panel["title"] for panel in drawn["vconcat"]] == ["police", "fire"]


def test_marks_thin_months_and_counts_none_where_there_were_none(ingested: Ingested) -> None:
    months = months_of(ingested.quality, "police")

    assert list(months.loc[months["is_thin"], "month"]) == [pd.Timestamp(2020, 2, 1)]
    assert list(months.loc[months["incidents"] == 0, "month"]) == [pd.Timestamp(2020, 5, 1)]
    assert len(months) == 24


def test_leaves_out_of_the_axis_what_happened_years_before(ingested: Ingested) -> None:
    assert outside_of(ingested.quality, "police") == 1
    assert span_of(ingested.quality) == (pd.Timestamp(2020, 1, 1), pd.Timestamp(2022, 1, 1))


def test_finds_the_days_that_stand_out(ingested: Ingested) -> None:
    assert list(busiest_bursts(ingested.quality)["incidents"]) == [23]


def test_draws_one_month_and_one_day(ingested: Ingested, tmp_path: Path) -> None:
    months = ingested.quality.months.tail(2).head(1)
    days = ingested.quality.days.head(1)
    short = replace(ingested.quality, months=months, days=days, gaps=ingested.quality.gaps.head(0))

    files = write_ingest_figures(short, tmp_path)

    assert "days" not in {file.stem for file in files}
    assert "months" in {file.stem for file in files}


def test_gives_each_initiator_a_colour_of_its_own(ingested: Ingested) -> None:
    drawn = json.loads(initiated_chart(ingested.quality).to_json())

    assert drawn["encoding"]["color"]["scale"]["range"] == list(INITIATOR_COLOURS.values())

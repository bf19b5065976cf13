"""Figures show what they say, and can be drawn again from what is written."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np
import pytest

from commonground.evaluate.micro_synthetic_control import Effect
from commonground.report.drawing import captions
from commonground.report.drawing.drawn import svg_of
from commonground.report.figures import (
    DRAWN,
    all_figures,
    drawable,
    effect_chart,
    gap_chart,
    interval_chart,
    write_figures,
)
from commonground.report.names import UnknownOutcome
from commonground.report.withheld import withheld

PNG = b"\x89PNG\r\n\x1a\n"


def test_writes_every_figure_in_three_forms(effect: Effect, tmp_path: Path) -> None:
    files = write_figures(effect, tmp_path / "figures")

    assert {file.name for file in files} == {
        f"{name}{ending}" for name in DRAWN for ending in (".svg", ".png", ".vl.json")
    }
    for file in files:
        if file.suffix == ".png":
            assert file.read_bytes().startswith(PNG)
        elif file.suffix == ".svg":
            assert ET.fromstring(file.read_text("utf-8")).tag.endswith("svg")  # noqa: S314  ours


def test_describes_every_figure_in_its_specification(effect: Effect) -> None:
    for name, specification in all_figures(effect).items():
        assert len(json.loads(specification)["description"]) > 40, name


def test_draws_one_panel_an_outcome_or_the_one_asked_for(effect: Effect) -> None:
    assert len(json.loads(effect_chart(effect).to_json())["concat"]) == 2
    assert len(json.loads(effect_chart(effect, "drug_crime").to_json())["concat"]) == 1


def test_writes_labels_as_text_in_the_picture(effect: Effect) -> None:
    svg = svg_of(effect_chart(effect).to_json())

    assert all(f">{name}<" in svg for name in ("drug_crime", "area", "synthetic", "all places"))


def test_shows_every_kind_of_interval_of_every_outcome(effect: Effect) -> None:
    data = json.loads(interval_chart(effect).to_json())["datasets"]
    rows = max(data.values(), key=len)

    last = effect.uncertainty[effect.uncertainty["horizon"] == effect.horizons[-1]]
    assert len(rows) == len(last)
    assert sum(row["quoted"] for row in rows) == last["outcome"].nunique()


def test_draws_an_interval_without_end_to_the_edge_with_an_arrow(effect: Effect) -> None:
    last = effect.horizons[-1]
    table = effect.uncertainty.copy()
    jackknife = (table["horizon"] == last) & (table["kind"] == "jackknife")
    table.loc[jackknife, ["lower", "upper"]] = [-0.71, np.inf]
    endless = replace(effect, uncertainty=table)

    drawn = json.loads(interval_chart(endless).to_json())
    rows = max(drawn["datasets"].values(), key=len)
    right = max(row["upper"] for row in rows)

    finite = table.loc[(table["horizon"] == last) & np.isfinite(table["upper"]), "upper"]
    assert right == pytest.approx(max(finite.max(), 0) + 0.05)
    assert [row["upper"] for row in rows if row["goes_above"]] == [right] * jackknife.sum()
    assert not any(row["goes_below"] for row in rows)
    assert "An arrow marks" in captions.INTERVALS.caption(endless)
    assert "An arrow marks" not in captions.INTERVALS.caption(effect)


def test_leaves_out_figures_with_nothing_to_show(plain_effect: Effect) -> None:
    nothing = withheld(plain_effect, fewest=100_000)

    assert drawable(plain_effect) == list(DRAWN)
    assert drawable(nothing) == ["effect", "balance", "weights"]
    assert all(svg_of(figure).startswith("<svg") for figure in all_figures(nothing).values())


def test_leaves_out_differences_that_are_withheld(effect: Effect) -> None:
    shown = withheld(effect, fewest=110)

    assert len(json.loads(gap_chart(shown).to_json())["concat"]) == 1


def test_draws_without_placebo_areas(plain_effect: Effect) -> None:
    assert "placebo" not in json.loads(all_figures(plain_effect)["gaps"])["description"]


def test_refuses_an_outcome_the_result_does_not_have(effect: Effect) -> None:
    with pytest.raises(UnknownOutcome, match="no outcome 'theft'; there are drug_crime"):
        effect_chart(effect, "theft")

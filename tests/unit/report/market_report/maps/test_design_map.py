"""The map of a design names its parts and explains what it draws."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import shapely

from commonground.report.market_report.content import Content
from commonground.report.market_report.maps.design_map import CONTROL, RING, TARGET, design_map
from tests.unit.report.market_report.made_up import design


def told(content: Content, **changes: Any) -> dict[str, Any]:  # noqa: ANN401  any field of it
    drawn: dict[str, Any] = json.loads(design_map(content, replace(design(), **changes)).to_json())
    return drawn


def words(drawn: dict[str, Any]) -> set[str]:
    return {row["text"] for rows in drawn["datasets"].values() for row in rows if "text" in row}


def test_names_target_and_alternatives_by_number_and_controls_by_letter(laid_out: Content) -> None:
    assert {"2", "3", "1", "A"} <= words(told(laid_out))


def test_explains_only_what_is_there(laid_out: Content) -> None:
    whole, bare = words(told(laid_out)), words(told(laid_out, controls=(), alternatives=()))

    assert {"target: place 2", "ring of 0-100 m", "ring of 100-200 m"} <= whole & bare
    assert "controls, by letter" in whole - bare
    assert "A" not in bare


def test_draws_barriers(laid_out: Content) -> None:
    river = shapely.LineString([design().target.centroid.coords[0], (0.0, 0.0)])
    found = replace(laid_out.found, barriers=(river,))

    assert "barriers, which no ring reaches across" not in words(told(laid_out))
    assert "barriers, which no ring reaches across" in words(told(replace(laid_out, found=found)))


def test_explains_every_ring(laid_out: Content) -> None:
    more = (*design().rings, replace(design().rings[1], name="200-300 m"))

    assert "rings of 100-200 m and 200-300 m" in words(told(laid_out, rings=more))


def test_target_rings_and_controls_differ_in_grey() -> None:
    """Luminance by Rec. 601, of what is drawn on white."""

    def grey(look: dict[str, Any]) -> float:
        parts = [int(look["fill"][at : at + 2], 16) for at in (1, 3, 5)]
        dark = sum(weight * part for weight, part in zip((0.299, 0.587, 0.114), parts, strict=True))
        share = float(look.get("fillOpacity", 1.0))
        return share * dark + (1 - share) * 255

    shades = sorted(grey(look) for look in (TARGET, CONTROL, RING))

    assert min(high - low for low, high in pairwise(shades)) > 40

"""Figures as files."""

import json
import re

from commonground.report.drawing.drawn import svg_of

CLIPPED = json.dumps(
    {
        "data": {"values": [{"x": 1, "y": 2}, {"x": 3, "y": 4}]},
        "mark": {"type": "line", "clip": True},
        "encoding": {
            "x": {"field": "x", "type": "quantitative"},
            "y": {"field": "y", "type": "quantitative"},
        },
    }
)


def test_draws_the_same_whatever_was_drawn_before() -> None:
    first, second = svg_of(CLIPPED), svg_of(CLIPPED)

    assert re.findall(r'id="(clip\d+)"', first)
    assert first == second


def test_leaves_what_is_written_as_it_is() -> None:
    titled = json.dumps(json.loads(CLIPPED) | {"title": "clip7 at gradient_9"})

    assert "clip7 at gradient_9" in svg_of(titled)

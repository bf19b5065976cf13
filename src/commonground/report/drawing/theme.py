"""How every figure looks: few colours, apart in greyscale and for the colour-blind."""

from __future__ import annotations

from typing import Any

FONT = "Liberation Sans, Arial, Helvetica, sans-serif"
"""The first is drawn with wherever figures are made, for the renderer brings it along; the others
have the same widths or stand in for it in a browser."""

INK = "#1a1a1a"
AREA = "#0b3c6f"
SYNTHETIC = "#b3560a"
CONTEXT = "#6e6e6e"
BAND = "#d9d9d9"
GRID = "#ececec"

PANEL_WIDTH = 290
PANEL_HEIGHT = 170
LABEL_ROOM = 70
"""Room to the right of a panel for the names of its lines."""

WIDE = 2 * (PANEL_WIDTH + LABEL_ROOM)

CONFIG: dict[str, Any] = {
    "background": "white",
    "font": FONT,
    "padding": 8,
    "view": {"stroke": None},
    "axis": {
        "domainColor": "#bdbdbd",
        "gridColor": GRID,
        "labelColor": INK,
        "labelFontSize": 11,
        "labelPadding": 5,
        "tickColor": "#bdbdbd",
        "tickSize": 4,
        "titleColor": INK,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "titlePadding": 8,
    },
    "axisX": {"grid": False},
    "axisY": {"domain": False, "minExtent": 34, "ticks": False},
    "title": {"anchor": "start", "color": INK, "fontSize": 13, "fontWeight": "bold", "offset": 8},
    "header": {"labelColor": INK, "labelFontSize": 12, "title": None},
    "concat": {"spacing": 24},
    "line": {"strokeWidth": 2},
    "text": {"color": INK, "fontSize": 11},
}
"""Vega-Lite configuration of every figure."""

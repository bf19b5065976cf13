"""Rank intervals of candidate places: which could come first, and which cannot be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from commonground.report.drawing import theme
from commonground.report.market_report.maps.frame import SMALL_TEXT, Look

if TYPE_CHECKING:
    from commonground.find.ranking import Ranking
    from commonground.report.drawing.panels import Panel
    from commonground.report.market_report.content import Content

WIDTH = 300
"""Width of the ranks; the names of the places stand beside it."""

NAMES = 230
"""Width that a name may take."""

ROW = 26
"""Height of a place."""

MOST_RANKS = 10
"""Ranks that are written at most."""

_LETTERS: Look = {"labelFontSize": SMALL_TEXT, "titleFontSize": SMALL_TEXT}


def rank_chart(content: Content, ranking: Ranking) -> Panel:
    """Draw the rank interval of each candidate place, with a dot at its middle rank."""
    import altair as alt

    names = {place.market.id: f"{place.number}: {place.where}" for place in content.candidates}
    table = ranking.table
    data = pd.DataFrame(
        {
            "place": table["market"].map(names),
            "low": table["rank_low"] - 0.25,
            "high": table["rank_high"] + 0.25,
            "median": table["rank_median"],
        }
    )
    places, step = len(data), max(1, -(-len(data) // MOST_RANKS))
    y = alt.Y("place:N", sort=list(data["place"]), title=None).axis(
        labelFontSize=SMALL_TEXT, labelLimit=NAMES, grid=True
    )
    x = (
        alt.X("low:Q", title="rank, 1 for the largest harm index")
        .scale(domain=[0.5, places + 0.5], nice=False)
        .axis(values=list(range(1, places + 1, step)), format="d", grid=True, **_LETTERS)
    )
    bars = alt.Chart(data).mark_bar(color=theme.AREA, height=9, cornerRadius=4)
    dots = alt.Chart(data).mark_point(
        shape="circle", filled=True, fill="white", stroke=theme.AREA, size=60, opacity=1
    )
    return alt.layer(
        bars.encode(x=x, x2="high:Q", y=y), dots.encode(x=alt.X("median:Q"), y=y)
    ).properties(width=WIDTH, height=alt.Step(ROW))

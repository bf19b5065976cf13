"""Charts show when drug incidents are on record, as finely as there are enough of them."""

import json

import numpy as np
import pytest

from commonground.report.drawing.drawn import styled
from commonground.report.market_report.charts import hours_chart, months_chart, stepped
from commonground.report.market_report.content import Content
from commonground.report.market_report.months import months_of


def test_draws_hours_together_where_there_are_few_incidents() -> None:
    few, many = np.zeros((7, 24), dtype=np.int64), np.full((7, 24), 2, dtype=np.int64)
    few[3, 13] = 5

    step, counts = stepped(few)

    assert (step, counts.shape) == (4, (7, 6))
    assert counts[3, 3] == 5
    assert stepped(many)[0] == 1
    assert (stepped(many)[1] == many).all()


def test_scales_the_city_to_the_total_of_the_place(content: Content) -> None:
    place = content.candidates[0]
    months = months_of(content.found, place.market)

    drawn = json.loads(months_chart(content, place).to_json())
    (rows,) = (rows for rows in drawn["datasets"].values() if len(rows) == 12)

    assert sum(row["scaled"] for row in rows) == pytest.approx(months["incidents"].sum())


def test_draws_every_hour_of_the_week(content: Content) -> None:
    place = content.places[1]
    assert place.market.hours is not None

    drawn = json.loads(styled(hours_chart(content, place)).to_json())
    (rows,) = drawn["datasets"].values()

    assert len(rows) == 7 * 6
    assert sum(row["incidents"] for row in rows) == place.market.hours.sum()

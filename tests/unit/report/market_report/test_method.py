"""Every threshold of the definition and the drawing is said in words."""

from dataclasses import fields, replace
from typing import get_args

from commonground.find.definition import Definition, Drawing
from commonground.find.units import UnitKind
from commonground.report.market_report.content import Content
from commonground.report.market_report.method import definition_terms, drawing_terms
from commonground.report.numbers import GAP

CHANGED = {
    "times_city": 17.0, "core": 0.93, "edge": 0.57, "fewest_incidents": 41,
    "share_of_months": 0.61, "share_of_quarters": 0.77, "short_share_of_months": 0.83,
    "most_on_a_day": 0.23, "most_in_a_week": 0.37, "fewest_points": 7, "largest_point": 0.79,
    "institution_m": 67.0, "most_at_institution": 0.53, "chance": 0.019, "outdoors": 0.59,
    "fewest_second_source": 13, "stable": 0.43,
}  # fmt: skip
"""A value for every threshold that no other has."""


def words(terms: tuple[tuple[str, str], ...]) -> str:
    return " ".join(says for _, says in terms).replace(GAP, " ")


def written(value: float) -> str:
    if value == 0.019:
        return "1.9 %"
    return f"{value:.0%}".replace("%", " %") if value < 1 else f"{value:g}"


def test_says_every_threshold_of_the_definition(content: Content) -> None:
    asked = Definition(**CHANGED)  # type: ignore[arg-type]
    long = replace(content.found, definition=asked)
    short = replace(long, records=replace(long.records, is_short=True))

    told = words(definition_terms(long)) + words(definition_terms(short))

    assert {one.name for one in fields(Definition)} == {*CHANGED, "categories"}
    assert all(written(value) in told for value in CHANGED.values())
    assert "drug sale, drug possession and other drug" in told


def test_says_every_choice_of_the_drawing(content: Content) -> None:
    chosen = Drawing(
        months=9, half_life_days=211, bandwidth_m=113, cell_m=47, smallest_ha=3, largest_ha=14,
        replicates=219, halves=17, relabellings=307,
    )  # fmt: skip
    found = replace(content.found, drawing=chosen)
    short = replace(found, records=replace(found.records, is_short=True))

    told = words(drawing_terms(replace(content, found=found))) + words(definition_terms(short))

    for value in ("9 months", "211", "113 m", "47 m", "3 to 14", "219", "17 pairs", "307"):
        assert value in told
    assert "Seed 3" in told


def test_says_where_the_city_ends(content: Content) -> None:
    bounded = replace(content.found, city=content.places[0].market.extent)

    assert "no boundary was given" in words(drawing_terms(content))
    assert "within the boundary that was given" in words(
        drawing_terms(replace(content, found=bounded))
    )


def test_says_what_the_city_is_divided_into(content: Content) -> None:
    divided = [
        words(drawing_terms(replace(content, found=replace(content.found, unit=unit))))
        for unit in get_args(UnitKind)
    ]

    for said, whole in zip(
        ("within 60 m", "hundred-blocks that records name", "in four grids"), divided, strict=True
    ):
        assert [said in other for other in divided].count(True) == 1
        assert said in whole

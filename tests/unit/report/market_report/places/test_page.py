"""The page that is handed out says why, where, and what it is not for."""

from commonground.report.market_report.content import Content
from commonground.report.market_report.places.page import RIGHTS, place_sections
from commonground.report.market_report.places.rationale import rationale


def test_says_why_what_it_is_not_for_and_where(content: Content) -> None:
    place = content.places[1]

    why, rights, where = place_sections(content, place)

    assert why.blocks[0].items == rationale(content, place)
    assert rights.blocks[0].items == RIGHTS
    assert where.blocks[0].figure == "map-E1"
    assert where.blocks[2].items == place.market.streets


def test_lists_no_streets_where_none_is_known(content: Content) -> None:
    where = place_sections(content, content.places[4])[2]

    assert [block.kind for block in where.blocks] == ["figure"]

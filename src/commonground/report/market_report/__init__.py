"""The report on found places: candidates with all that speaks for and against each, and the rest.

`write_market_report` writes it for people, `markets_to_json` gives it to programs. Neither names
anybody, nor shows where a few people were ill or called for help.
"""

from commonground.report.market_report.answer import answer_sentences
from commonground.report.market_report.content import Content, Place, content_of
from commonground.report.market_report.documents import write_market_report
from commonground.report.market_report.geography import markets_geojson
from commonground.report.market_report.plain import markets_to_json
from commonground.report.market_report.sections import market_sections
from commonground.report.market_report.tables import market_tables

__all__ = [
    "Content",
    "Place",
    "answer_sentences",
    "content_of",
    "market_sections",
    "market_tables",
    "markets_geojson",
    "markets_to_json",
    "write_market_report",
]

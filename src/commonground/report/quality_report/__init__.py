"""The quality report of an ingest: what the records of a city can show, and what they cannot.

`write_quality_report` writes it for people, `quality_to_json` gives it to programs. Neither shows
whose door it was, nor where a few people were ill.
"""

from commonground.report.quality_report.documents import write_quality_report
from commonground.report.quality_report.plain import quality_to_json
from commonground.report.quality_report.sections import balance_sentences
from commonground.report.quality_report.tables import balance_rows, file_rows, ingest_tables, shown

__all__ = [
    "balance_rows",
    "balance_sentences",
    "file_rows",
    "ingest_tables",
    "quality_to_json",
    "shown",
    "write_quality_report",
]

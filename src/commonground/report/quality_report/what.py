"""What: offences and the categories they count as, and who started the record."""

from __future__ import annotations

from collections.abc import Iterator

from commonground.ingest.findings import DRUG
from commonground.ingest.quality import Quality
from commonground.report.numbers import ABSENT, count, share
from commonground.report.pieces.blocks import Block, table_block
from commonground.report.quality_report.figures import figure, initiator_is_known
from commonground.report.quality_report.tables import rows_of

MOST_OFFENCES = 30
"""Offences that are listed; the table on file has all. Those that no rule knows are listed too."""

NOT_SAID = "not said"


def what(quality: Quality) -> Iterator[Block]:
    """Return what can be said of offences, and of who started the record."""
    yield from _offences(quality)
    yield from _records(quality)
    yield from _initiated(quality)
    yield from _premises(quality)


def _offences(quality: Quality) -> Iterator[Block]:
    offences = quality.offences.fillna({"offence": "", "category": ""})
    known, strange = (offences[offences["is_known"] == is_known] for is_known in (True, False))
    columns = ["offence", "category", "rows", "incidents"]
    listed = known.head(MOST_OFFENCES)
    yield table_block(
        "What was recorded, and the category it counts as by the rules of the city file"
        f"{_most(len(listed), len(known))}. An incident with several offences is counted with "
        "each.",
        ["Offence", "Category", "Rows", "Incidents"],
        [
            (offence or NOT_SAID, category or ABSENT, count(rows), count(incidents))
            for offence, category, rows, incidents in rows_of(listed, *columns)
        ],
        text_columns=(0, 1),
    )
    if strange.empty:
        return
    listed = strange.head(MOST_OFFENCES)
    yield table_block(
        "Offences that no rule of the city file knows"
        f"{_most(len(listed), len(strange))}. They count as other: where one is more than that, "
        "add a rule.",
        ["Unknown offence", "Rows", "Incidents"],
        [
            (offence or NOT_SAID, count(rows), count(incidents))
            for offence, rows, incidents in rows_of(listed, "offence", "rows", "incidents")
        ],
        text_columns=(0,),
    )


def _most(listed: int, of: int) -> str:
    if listed == of:
        return ""
    return f", the {listed} with most rows; tables/offences.csv lists them all"


def _records(quality: Quality) -> Iterator[Block]:
    blocks = list(figure("records", quality))
    if not blocks:
        yield Block("text", text="Every incident is one row of the files.")
        return
    yield from blocks
    records = quality.records
    last, total = records["rows"].max(), records["incidents"].sum()
    yield table_block(
        "Rows that made one incident.",
        ["Rows", "Incidents", "Share"],
        [
            (f"{rows} or more" if rows == last else str(rows), count(number), share(number, total))
            for rows, number in rows_of(records, "rows", "incidents")
        ],
        text_columns=(0,),
    )


def _initiated(quality: Quality) -> Iterator[Block]:
    if not initiator_is_known(quality):
        text = "The records do not say whether police or citizens started them."
        if not set(quality.initiated["category"]).isdisjoint(DRUG):
            text += (
                " Drug records are mostly made where police look, so their number is no measure of "
                "the market alone."
            )
        yield Block("text", text=text)
        return
    yield from figure("initiated", quality)
    yield table_block(
        "Who started the record.",
        ["Category", "Police", "Citizen", "Unknown", "Police, of those known"],
        [
            (
                category,
                count(police),
                count(citizen),
                count(unknown),
                share(police, police + citizen),
            )
            for category, police, citizen, unknown in rows_of(
                quality.initiated, "category", "police", "citizen", "unknown"
            )
        ],
        text_columns=(0,),
    )


def _premises(quality: Quality) -> Iterator[Block]:
    premises = quality.premises
    if not premises[["indoors", "outdoors"]].to_numpy().sum():
        yield Block("text", text="The records do not say what happened indoors and what outdoors.")
        return
    yield table_block(
        "Indoors or outdoors, as far as the records say. An open-air market is outdoors.",
        ["Category", "Indoors", "Outdoors", "Not known"],
        [
            (category, count(indoors), count(outdoors), count(unknown))
            for category, indoors, outdoors, unknown in rows_of(
                premises, "category", "indoors", "outdoors", "unknown"
            )
        ],
        text_columns=(0,),
    )

"""The quality of an ingest as plain values, for JSON."""

from __future__ import annotations

from commonground.ingest.ingesting import Ingested
from commonground.report.pieces.plain import Plain, plain_rows
from commonground.report.quality_report.tables import ingest_tables, shown


def quality_to_json(ingested: Ingested) -> dict[str, Plain]:
    """Return what came of an ingest as plain values, with what may not be shown left out.

    Parameters
    ----------
    ingested
        What came of it.

    Returns
    -------
    dict
        ``city``, ``covers`` (first and last day), ``balance``, ``rejected`` (rows by reason),
        ``findings``, ``notes``, ``files``, ``quality`` (single numbers) and ``tables`` (rows as
        objects, by name). Days are ISO text; what is unknown or withheld is ``None``.
    """
    safe = shown(ingested)
    balance, quality, city = safe.balance, safe.quality, safe.city
    return {
        "city": {
            "name": city.file.city,
            "source": city.file.source,
            "note": None if city.file.note is None else " ".join(city.file.note.split()),
            "fingerprint": city.fingerprint,
        },
        "covers": None if safe.covers is None else [day.isoformat() for day in safe.covers],
        "balance": {
            "rows": balance.rows,
            "kept": balance.kept,
            "merged": balance.merged,
            "cancelled": balance.cancelled,
            "rejected": balance.rejections,
        },
        "rejected": dict(balance.rejected),
        "findings": list(quality.findings),
        "notes": list(safe.notes),
        "files": [
            {
                "name": part.name,
                "fingerprint": part.fingerprint,
                "rows": part.rows,
                "layouts": list(part.layouts),
                "left_out": list(part.persons),
                "notes": list(part.notes),
            }
            for part in safe.parts
        ],
        "quality": {
            "alike": quality.alike,
            "outside": quality.outside,
            "located": quality.located,
        },
        "tables": {name: plain_rows(table) for name, table in ingest_tables(safe).items()},
    }

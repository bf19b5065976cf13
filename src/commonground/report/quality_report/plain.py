"""The quality of an ingest as plain values, for JSON."""

from __future__ import annotations

import math
from typing import TypeAlias

import numpy as np
import pandas as pd

from commonground.ingest.ingesting import Ingested
from commonground.report.quality_report.tables import ingest_tables, shown

Plain: TypeAlias = "str | int | float | bool | list[Plain] | dict[str, Plain] | None"


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
        "tables": {name: _rows(table) for name, table in ingest_tables(safe).items()},
    }


def _rows(table: pd.DataFrame) -> list[Plain]:
    columns = [str(column) for column in table.columns]
    return [
        {column: _plain(value) for column, value in zip(columns, row, strict=True)}
        for row in table.itertuples(index=False, name=None)
    ]


def _plain(value: object) -> Plain:
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if isinstance(value, int | np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else None
    return value if isinstance(value, str) else None

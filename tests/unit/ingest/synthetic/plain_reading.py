"""A plain reading of messy files, row by row with the simplest tools, to hold the truth to."""

import csv
import gzip
import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import openpyxl
import pyarrow.parquet as pq
from pyproj import Transformer

from commonground.core.incidents import AND, CATEGORIES
from commonground.ingest.cities.city_file import CityFile, Layout, Location
from commonground.ingest.cities.reading import read_city
from commonground.ingest.synthetic.messy import MessyFiles

Row = dict[str, Any]
MATCHES = ("number", "offence", "at"), ("number", "offence"), ("at", "offence", "position")


def lines(file: Path) -> list[list[str]]:
    """Return the lines of a CSV file, whatever its encoding and separator."""
    content = file.read_bytes()
    if file.suffix == ".gz":
        content = gzip.decompress(content)
    for encoding in ("utf-8-sig", "cp1252"):
        if content[:2] == b"\xff\xfe":
            encoding = "utf-16"  # noqa: PLW2901  it says so itself
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        head = text.split("\n", 1)[0]
        separator = next(mark for mark in ";\t|," if mark in head)
        return list(csv.reader(text.splitlines(), delimiter=separator))
    raise AssertionError(file)


def rows_of(file: Path) -> Iterator[tuple[Row, bool]]:
    """Read a file in the simplest way: rows as texts, and whether each has its values."""
    if ".csv" in file.name:
        head, *rest = lines(file)
        yield from ((dict(zip(head, line, strict=False)), len(line) == len(head)) for line in rest)
    elif file.suffix == ".geojson":
        features = json.loads(file.read_text(encoding="utf-8"))["features"]
        yield from ((one["properties"], True) for one in features)
    elif file.suffix == ".xlsx":
        head, *rest = openpyxl.load_workbook(file).worksheets[0].values
        yield from ((dict(zip(head, line, strict=True)), True) for line in rest)
    else:
        yield from ((row, True) for row in pq.read_table(file).to_pylist())


def read(messy: MessyFiles) -> Iterator[tuple[Layout, Row, bool]]:
    """Yield the rows of all files, each with its layout and whether it has all its values."""
    for file in messy.files:
        rows = list(rows_of(file))
        held = next(row for row, is_whole in rows if is_whole) if rows else {}
        layouts = read_city(messy.city_file).file.layouts
        layout = next(one for one in layouts if set(one.columns) <= set(held))
        yield from ((layout, row, is_whole) for row, is_whole in rows)


def text(value: object) -> str:
    """Return what is written, or nothing."""
    written = "" if value is None else str(value).strip()
    return "" if written.upper() in {"N/A", "NULL", "NAN"} else written


def number(value: object) -> float | None:
    """Return the number that is written, or nothing."""
    return float(text(value)) if text(value) else None


def moment(layout: Layout, value: object, *, zone: str) -> datetime | str:
    """Return local time, or why there is none."""
    if not text(value):
        return "no date"
    if isinstance(value, datetime):
        at = value
    else:
        for written in (*layout.moment.formats, "%Y-%m-%dT%H:%M:%S.%f", "%Y-%m-%dT%H:%M:%SZ"):
            try:
                at = datetime.strptime(text(value), written)  # noqa: DTZ007
                break
            except ValueError:
                continue
        else:
            return "unreadable date"
    if at.year == 9999:
        return "far future"
    there = ZoneInfo(zone)
    if layout.moment.stored == "utc":
        at = at.replace(tzinfo=UTC).astimezone(there).replace(tzinfo=None)
    elif at.replace(tzinfo=there).astimezone(UTC).astimezone(there).replace(tzinfo=None) != at:
        return "skipped hour"
    return "unknown day" if at.date() == date(1900, 1, 1) else at


def category(layout: Layout, offence: str, *, city: CityFile) -> str:
    """Return the category by the first rule that fits."""
    for rule in city.offences:
        match = rule.offence
        if rule.agency == layout.agency and match is not None:
            said = offence.upper()
            parts = any(part in said for part in match.contains)
            if parts or said in match.equals or said.startswith(match.starts or ("?",)):
                return rule.category
    raise AssertionError(offence)


def plain(layout: Layout, row: Row, *, city: CityFile) -> Row | str:
    """Return what a row says, or why it is rejected."""
    at = moment(layout, row[layout.moment.columns[0]], zone=city.time_zone)
    if isinstance(at, str):
        return at
    for left_out in layout.leave_out:
        if text(row[left_out.column]).upper() in left_out.values:
            return "unfounded"
    assert layout.incident is not None
    assert layout.offence is not None
    assert layout.position is not None
    assert not isinstance(layout.initiated, str | None)
    assert isinstance(layout.location, Location)
    name = text(row[layout.incident.column])
    if layout.incident.drop_last:
        name = name[: -layout.incident.drop_last]
    offence = text(row[layout.offence.column]).zfill(layout.offence.digits or 0)
    east, north = (number(row[column]) for column in layout.position.columns)
    missing = east is None or (east, north) in {(0.0, 0.0), *layout.position.missing}
    far = not missing and abs(east or 0) > 9_000_000
    started = text(row[layout.initiated.column]).upper()
    who = "police" if started in layout.initiated.police else "unknown"
    return {
        "agency": layout.agency,
        "number": name,
        "at": at,
        "offence": offence.upper(),
        "rank": CATEGORIES.index(category(layout, offence, city=city)),
        "position": None if missing or far else (east, north),
        "crs": layout.position.crs,
        "street": tuple(text(row[column]).upper() for column in layout.location.columns),
        "initiated": "citizen" if started in layout.initiated.citizen else who,
        "reverses": layout.reversal is not None and text(row[layout.reversal.column]) == "-1",
        "alike": layout.identical == "merge",
    }


def settle(messy: MessyFiles) -> tuple[Counter[Any], Counter[str]]:
    """Come to the incidents by the rules, row by row; and count what became of the rows."""
    city = read_city(messy.city_file).file
    fate: Counter[str] = Counter()
    records: list[Row] = []
    reversals: list[Row] = []
    for layout, row, is_whole in read(messy):
        said = plain(layout, row, city=city) if is_whole else "ragged"
        if isinstance(said, str):
            fate[said] += 1
        else:
            (reversals if said["reverses"] else records).append(said)
    for names in MATCHES:
        for reversal in list(reversals):
            key = [reversal[name] for name in names]
            if not all(key):
                continue
            for record in records:
                if [record[name] for name in names] == key and record["agency"] == "police":
                    records.remove(record)
                    reversals.remove(reversal)
                    fate["cancelled"] += 2
                    break
    fate["nothing to reverse"] += len(reversals)

    incidents: dict[Any, list[Row]] = {}
    for at, record in enumerate(records):
        content = tuple(v for k, v in record.items() if k not in {"crs", "alike"})
        bare = content if record["alike"] else at
        incidents.setdefault((record["agency"], record["number"] or bare), []).append(record)
    fate["merged"] = len(records) - len(incidents)
    return Counter(one_incident(rows, crs=city.crs) for rows in incidents.values()), fate


def one_incident(rows: list[Row], *, crs: str) -> tuple[Any, ...]:
    """Return what the rows of one incident add up to."""
    first = min(rows, key=lambda row: (row["position"] is None, row["at"], row["rank"]))
    point: tuple[float, ...] | None = None
    if first["position"] is not None:
        metres = to_metres(first["crs"], crs).transform(*first["position"])
        point = tuple(round(float(axis), 3) for axis in metres)
    held = [CATEGORIES[rank] for rank in sorted({row["rank"] for row in rows})]
    name = f"{first['agency']} {first['number']}" if first["number"] else None
    earliest = min(row["at"] for row in rows)
    return name, earliest, point, held[0], AND.join(held), first["initiated"], len(rows)


@cache
def to_metres(crs: str, to: str) -> Transformer:
    """Return what turns coordinates into metres."""
    return Transformer.from_crs(crs, to, always_xy=True)


def told(messy: MessyFiles) -> Counter[Any]:
    """Return the truth in the same form."""
    rows = messy.truth.to_dict("records")
    return Counter(
        (
            row["incident"] if row["numbered"] else None,
            row["at"].to_pydatetime(),
            None if np.isnan(row["x_m"]) else (row["x_m"], row["y_m"]),
            *(row[name] for name in ("category", "categories", "initiated_by", "rows")),
        )
        for row in rows
    )


def fates(messy: MessyFiles) -> Counter[str]:
    """Return what must become of the rows, in the same form."""
    balance = messy.balance
    return Counter({**balance.rejected, "merged": balance.merged, "cancelled": balance.cancelled})

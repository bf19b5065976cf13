"""Parquet keeps its types, and its rows their numbers."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import shapely

from commonground.ingest.files import ROW, RepeatedColumn, UnreadableFile

POINT = shapely.to_wkb(shapely.Point(-122.4, 37.7))


def test_keeps_the_types_of_a_parquet_file(tmp_path: Path, opened: Callable[..., Any]) -> None:
    table = pa.table({"id": [7, None], "at": [1.5, 2.0], "more": [["a"], []], "shape": [POINT] * 2})
    pq.write_table(table, tmp_path / "a [1].pq")

    found = opened("a [1].pq")

    assert found.columns == ("id", "at", "more", "shape")
    assert found.rows == [row | {ROW: n} for n, row in enumerate(table.to_pylist(), start=1)]


def test_numbers_rows_of_many_groups_in_the_order_of_the_file(
    tmp_path: Path, opened: Callable[..., Any]
) -> None:
    pq.write_table(pa.table({"n": range(1, 50_001)}), tmp_path / "a.parquet", row_group_size=3_000)

    assert all(row["n"] == row[ROW] for row in opened("a.parquet").rows)


def test_leaves_the_geometry_of_geoparquet_as_it_is(
    tmp_path: Path, opened: Callable[..., Any]
) -> None:
    about = (
        '{"version": "1.0.0", "primary_column": "geometry", "columns": '
        '{"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}}}'
    )
    table = pa.table({"geometry": [POINT]}).replace_schema_metadata({"geo": about})
    pq.write_table(table, tmp_path / "a.geoparquet")

    assert opened("a.geoparquet").rows[0]["geometry"] == POINT


@pytest.mark.parametrize("names", [["Date", "DATE"], ["a", "_row"], ["a", "a"]])
def test_refuses_columns_that_cannot_be_told_apart(
    tmp_path: Path, opened: Callable[..., Any], names: list[str]
) -> None:
    table = pa.Table.from_arrays([pa.array(["x"]), pa.array(["y"])], names=names)
    pq.write_table(table, tmp_path / "a.parquet")

    with pytest.raises(RepeatedColumn, match="Rename"):
        opened("a.parquet")


def test_refuses_a_parquet_file_without_rows(tmp_path: Path, opened: Callable[..., Any]) -> None:
    pq.write_table(pa.table({"a": pa.array([], pa.string())}), tmp_path / "a.parquet")

    with pytest.raises(UnreadableFile, match="column names but no rows"):
        opened("a.parquet")


@pytest.mark.parametrize("hurt", ["cut", "scrambled", "other"])
def test_refuses_a_damaged_parquet_file(
    tmp_path: Path, opened: Callable[..., Any], hurt: str
) -> None:
    file = tmp_path / "a.parquet"
    pq.write_table(pa.table({"a": [os.urandom(9).hex() for _ in range(5_000)]}), file)
    whole = file.read_bytes()
    content = {
        "cut": whole[:-50],
        "scrambled": whole[:200] + b"\xff" * 20_000 + whole[20_200:],
        "other": b"id,what\n1,2\n",
    }

    with pytest.raises(UnreadableFile, match="cannot be read as Parquet"):
        opened("a.parquet", content[hurt])

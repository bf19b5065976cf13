"""What is written to the scratch folder leaves room for others."""

import shutil
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from commonground.ingest.files import scratch
from commonground.ingest.files.scratch import NoRoom


def test_stops_before_the_disk_is_full(
    opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1_000))

    with pytest.raises(NoRoom, match="has 1,000 bytes left"):
        opened("a.csv", "a,b\n1,2\n")


def test_keeps_every_row_whatever_the_size_of_a_group(
    opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scratch, "ROWS_A_GROUP", 8)
    lines = "\n".join(
        f'{{"n": {n}}}' if n % 3 else "[]" if n % 2 else f'{{"n": {n}, "x{n}": 1}}'
        for n in range(1, 60)
    )

    found = opened("a.ndjson", lines)

    assert [int(row["n"]) for row in found.rows] == [row["_row"] for row in found.rows]
    assert len(found.rows) + len(found.unreadable) == 59
    assert found.rows[5] == dict.fromkeys(found.columns) | {"n": "7", "_row": 7}

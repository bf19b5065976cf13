"""Packed files are unpacked in a stream, and bombs are refused before they go off."""

import gzip
from collections.abc import Callable
from typing import Any

import pytest

from commonground.ingest.files import unpack
from commonground.ingest.files.unpack import ChunkFile, TooLargeUnpacked

BOMB = gzip.compress(b"a,b\n" + b"1,2\n" * 100_000)


def test_reads_a_gzip_of_several_members(opened: Callable[..., Any]) -> None:
    packed = gzip.compress(b"a,b\n1,2\n") + gzip.compress(b"3,4\n")

    assert [row["a"] for row in opened("a.csv.gz", packed).rows] == ["1", "3"]


@pytest.mark.parametrize("name", ["a.csv.gz", "a.json"])
def test_refuses_a_bomb(
    opened: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(unpack, "BOMB_BYTES", 300_000)

    with pytest.raises(TooLargeUnpacked, match="over 300 times its own"):
        opened(name, BOMB)


def test_reads_a_small_file_however_well_it_packs(opened: Callable[..., Any]) -> None:
    assert len(opened("a.csv.gz", BOMB).rows) == 100_000


def test_gives_pieces_of_the_size_asked_for() -> None:
    file = ChunkFile(iter([b"ab", b"", b"cdefg", b"h"]))

    assert [file.read(3) for _ in range(4)] == [b"abc", b"def", b"gh", b""]

"""The bytes of a file: a gzip is unpacked on the way, and refused once it turns out a bomb."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from pathlib import Path

from commonground.ingest.files.rows import UnreadableFile

CHUNK_BYTES = 1 << 20

BOMB_RATIO = 300
"""Tables shrink 5 to 50 times, a table of one repeated row 250 times; gzip's limit is 1,030."""

BOMB_BYTES = 1_000_000_000
"""What a small file may always unpack to, whatever its ratio."""

GZIP_MARK = b"\x1f\x8b"


class TooLargeUnpacked(UnreadableFile):
    """A packed file that unpacks to more than any table of its size would."""


class ChunkFile:
    """Pieces of bytes as the file that other readers read from."""

    closed = False

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks, self._rest = chunks, b""

    def read(self, size: int) -> bytes:
        """Return the next bytes, fewer than asked for only at the end."""
        pieces, total = [self._rest], len(self._rest)
        while total < size and (piece := next(self._chunks, None)) is not None:
            pieces.append(piece)
            total += len(piece)
        joined = b"".join(pieces)
        self._rest = joined[size:]
        return joined[:size]

    def close(self) -> None:
        """Be closed, as files are."""


def unpacked_chunks(file: Path) -> Iterator[bytes]:
    """Yield the bytes of a file in pieces of at most a megabyte, a gzip unpacked.

    Raises
    ------
    UnreadableFile
        If the file is cut short or damaged.
    TooLargeUnpacked
        If it unpacks to more than `BOMB_RATIO` times its size, and more than `BOMB_BYTES`.
    """
    with file.open("rb") as packed:
        if packed.read(2) != GZIP_MARK:
            if file.name.lower().endswith(".gz"):
                raise UnreadableFile(
                    f"{file} is not gzip, though its name ends in .gz. "
                    "Download it again, or take the .gz off its name."
                )
            packed.seek(0)
            while chunk := packed.read(CHUNK_BYTES):
                yield chunk
            return
    yield from _unzipped(file)


def require_no_bomb(file: Path, *, packed: int, unpacked: int) -> None:
    """Refuse a size that no table has.

    Parameters
    ----------
    file
        The file, for the error.
    packed, unpacked
        Its size before and after, in bytes.
    """
    if unpacked > BOMB_BYTES and unpacked > BOMB_RATIO * packed:
        raise TooLargeUnpacked(
            f"{file} unpacks to more than {unpacked:,} bytes, over {BOMB_RATIO} times its own "
            f"{packed:,}: no table does. If it is sound, unpack it yourself and give that file."
        )


def _unzipped(file: Path) -> Iterator[bytes]:
    size, total = file.stat().st_size, 0
    try:
        with gzip.open(file, "rb") as unzipped:
            while chunk := unzipped.read(CHUNK_BYTES):
                total += len(chunk)
                require_no_bomb(file, packed=size, unpacked=total)
                yield chunk
    except EOFError:
        raise UnreadableFile(
            f"{file} ends in the middle, after {total:,} unpacked bytes. Download it again."
        ) from None
    except (gzip.BadGzipFile, zlib.error) as problem:
        raise UnreadableFile(
            f"{file} is damaged after {total:,} unpacked bytes ({problem}). Download it again."
        ) from None

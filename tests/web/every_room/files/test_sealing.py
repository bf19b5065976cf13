"""Tests of files as they lie on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from commonground_web.kernel.fields.keyring import WrongKey
from commonground_web.kernel.files.sealing import (
    CHUNK,
    TAG_BYTES,
    new_key,
    open_sealed,
    write_sealed,
)

SIZES = st.sampled_from([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 7])


@given(size=SIZES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_gives_back_what_was_sealed(tmp_path: Path, size: int) -> None:
    content, key = bytes(range(256)) * (size // 256 + 1), new_key()
    content = content[:size]

    write_sealed(content, tmp_path / "a", key=key, place="p")

    assert b"".join(open_sealed(tmp_path / "a", key=key, place="p", size=size)) == content


def test_shows_nothing_of_the_content(tmp_path: Path) -> None:
    write_sealed(b"canary " * 20000, tmp_path / "a", key=new_key(), place="p")

    assert b"canary" not in (tmp_path / "a").read_bytes()
    assert (tmp_path / "a").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda held: held[:-1],
        lambda held: held + b"\0",
        lambda held: held[: CHUNK + TAG_BYTES],
        lambda held: held[CHUNK + TAG_BYTES :],
        lambda held: (
            held[CHUNK + TAG_BYTES : 2 * (CHUNK + TAG_BYTES)]
            + held[: CHUNK + TAG_BYTES]
            + held[2 * (CHUNK + TAG_BYTES) :]
        ),
        lambda held: bytes([held[0] ^ 1]) + held[1:],
        lambda _held: b"",
    ],
    ids=["cut", "longer", "first_chunk", "last_chunks", "swapped", "changed", "empty"],
)
def test_refuses_what_is_not_what_was_sealed(tmp_path: Path, change: object) -> None:
    content, key, path = b"x" * (2 * CHUNK + 5), new_key(), tmp_path / "a"
    write_sealed(content, path, key=key, place="p")
    path.write_bytes(change(path.read_bytes()))  # type: ignore[operator]

    with pytest.raises(WrongKey, match="files"):
        list(open_sealed(path, key=key, place="p", size=len(content)))


@pytest.mark.parametrize(("own", "place"), [(False, "p"), (True, "q")])
def test_refuses_another_key_or_place(tmp_path: Path, own: bool, place: str) -> None:
    key = new_key()
    write_sealed(b"x", tmp_path / "a", key=key, place="p")

    with pytest.raises(WrongKey):
        list(open_sealed(tmp_path / "a", key=key if own else new_key(), place=place, size=1))


def test_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="space"):
        write_sealed(b"x", tmp_path / "a", key=new_key(), place="p")

    assert list(tmp_path.iterdir()) == []

"""A stream sealed in chunks: each opens only in its place, and the last one says that it is last.

A key is derived for each file from the backup key, a random salt and the file's header, so that a
chunk's number can serve as its nonce, and a header that was changed opens nothing.
"""

from __future__ import annotations

import io
from typing import IO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.fields.backup_key import KEY_BYTES, BackupKey

CHUNK_BYTES = 1024 * 1024
TAG_BYTES = 16
COUNTER_BYTES = 11


class DamagedBackup(CommonGroundError):
    """A backup that was changed or cut off."""


def _cipher(key: BackupKey, *, salt: bytes, header: bytes) -> AESGCM:
    derive = HKDF(SHA256(), KEY_BYTES, salt, info=b"commonground backup" + header)
    return AESGCM(derive.derive(key.secret))


def _nonce(number: int, *, is_last: bool) -> bytes:
    return number.to_bytes(COUNTER_BYTES, "big") + bytes([is_last])


class SealingStream(io.RawIOBase):
    """Seals what is written to it into a file; what it wrote is whole once it is finished."""

    def __init__(self, file: IO[bytes], key: BackupKey, *, salt: bytes, header: bytes) -> None:
        self._file = file
        self._cipher = _cipher(key, salt=salt, header=header)
        self._held = bytearray()
        self._number = 0

    def writable(self) -> bool:
        """Say that this can be written to."""
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]  # bytes is all it is given
        """Take what is to be sealed."""
        self._held += data
        while len(self._held) > CHUNK_BYTES:
            self._seal(CHUNK_BYTES, is_last=False)
        return len(data)

    def finish(self) -> None:
        """Seal what is left, as the last chunk."""
        self._seal(len(self._held), is_last=True)

    def _seal(self, count: int, *, is_last: bool) -> None:
        chunk = bytes(self._held[:count])
        del self._held[:count]
        self._file.write(self._cipher.encrypt(_nonce(self._number, is_last=is_last), chunk, None))
        self._number += 1


class OpeningStream(io.RawIOBase):
    """Opens what a sealing stream wrote; gives out nothing that it has not proved."""

    def __init__(self, file: IO[bytes], key: BackupKey, *, salt: bytes, header: bytes) -> None:
        self._file = file
        self._cipher = _cipher(key, salt=salt, header=header)
        self._held = b""
        self._number = 0
        self._next = file.read(CHUNK_BYTES + TAG_BYTES)
        self._is_over = False
        self._open()

    def readable(self) -> bool:
        """Say that this can be read from."""
        return True

    def readinto(self, buffer: bytearray, /) -> int:  # type: ignore[override]  # as above
        """Give what comes next.

        Raises
        ------
        DamagedBackup
            If a chunk is not what was sealed, or the last one is missing.
        """
        if not self._held and not self._is_over:
            self._open()
        count = min(len(buffer), len(self._held))
        buffer[:count] = self._held[:count]
        self._held = self._held[count:]
        return count

    def _open(self) -> None:
        sealed, self._next = self._next, self._file.read(CHUNK_BYTES + TAG_BYTES)
        self._is_over = not self._next
        nonce = _nonce(self._number, is_last=self._is_over)
        try:
            self._held = self._cipher.decrypt(nonce, sealed, None)
        except (InvalidTag, ValueError) as error:
            raise DamagedBackup(
                f"The backup is damaged or cut off at chunk {self._number + 1}; take another one."
            ) from error
        self._number += 1

"""Find a client by exactly what they are called, without the database ever seeing a name."""

from __future__ import annotations

import unicodedata
import uuid

from commonground_web.kernel.fields.keyring import room_keyring


def name_index(name: str, *, provider: uuid.UUID) -> str:
    """Return the digest by which a name is found, the same however it is spaced or capitalised.

    It is of one provider alone, so that equal names of two providers do not look alike.
    """
    plain = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
    return room_keyring().fingerprint(plain, place=f"client|name|{provider}")

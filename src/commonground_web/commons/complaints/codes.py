"""The code that somebody follows their complaint by: easy to write down, and hard to guess."""

from __future__ import annotations

import secrets

from commonground_web.kernel.fields.keyring import room_keyring

LETTERS = "bcdfghjkmnpqrstvwxyz"
"""Without vowels and without l: no code is a word, and none is misread."""

GROUPS, IN_GROUP = 4, 4
"""Sixteen of twenty letters: 69 bits, which nobody tries out at any pace that a room answers."""


def new_code() -> str:
    """Return a new code, in groups as it is written down: `hjkm-bcdf-wxyz-npqr`."""
    groups = ("".join(secrets.choice(LETTERS) for _ in range(IN_GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def kept_code(typed: str) -> str:
    """Return what is kept of a code: a keyed digest of its letters, however they were typed.

    The key lies outside of the database, so that a copy of the table alone tests no code.
    """
    letters = "".join(filter(str.isalpha, typed.lower()))
    return room_keyring().fingerprint(letters, place="complaint|code")

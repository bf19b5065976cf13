"""Which clients an auditor of a provider sees: one in sixteen, drawn anew each month by nobody."""

from __future__ import annotations

import uuid
from datetime import date

from commonground_web.kernel.fields.keyring import room_keyring

ONE_IN = 16
"""As many as a client's identifier, which is drawn at random, may begin with."""

FREE_BITS = 124
"""The bits of an identifier after its first digit."""


def sample_of(provider: uuid.UUID | None, *, on: date) -> tuple[uuid.UUID, uuid.UUID]:
    """Return the first and the last identifier of the sample of a month.

    Its first digit comes of the room's key, so that nobody knows it before the month, and nobody
    tidies up the records that will be looked at.

    Parameters
    ----------
    provider
        Whose clients.
    on
        A day of the month.
    """
    drawn = room_keyring().fingerprint(f"{provider}|{on:%Y-%m}", place="client|sample")
    digit = int(drawn[:8], 16) % ONE_IN
    first = digit << FREE_BITS
    return uuid.UUID(int=first), uuid.UUID(int=first + (1 << FREE_BITS) - 1)

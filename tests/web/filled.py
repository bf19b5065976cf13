"""How forms are sent so that they do something, and which of them do nothing all the same."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from commonground_web.kernel.clock import now

SOMEBODY = uuid.UUID(int=7, version=4)
"""Who did the steps before, where another must do the next."""

LONG_AGO = "2026-01-15"
TO_COME = "2099-12-01"


@dataclass(frozen=True, slots=True)
class Filling:
    """What a form asks for beyond one made-up row and plain words."""

    row: Mapping[str, Any] = field(default_factory=dict)
    """How its row must stand; what can be called is called with the owner's agency."""
    typed: Mapping[str, str] = field(default_factory=dict)
    """What a person types where plain words will not do."""
    beside: Callable[[], object] | None = None
    """What keeps something that must be there for it to be chosen."""


def of_row(**row: Any) -> Filling:
    """Return the filling of a form that asks for a row that stands otherwise, and no more."""
    return Filling(row=row)


def typed(**words: str) -> Filling:
    """Return the filling of a form that asks for other words, and no more."""
    return Filling(typed=words)


def lately(_owner: uuid.UUID) -> datetime:
    """Return this moment, as a value of a row."""
    return now()


def in_three_days(_owner: uuid.UUID) -> datetime:
    """Return a moment soon, as a value of a row."""
    return now() + timedelta(days=3)


EVERYWHERE: Mapping[str, Filling] = {
    "account-enable": of_row(disabled_at=lately),
    "account-grant": typed(site="", until=""),
    "account-invite": typed(site="", agency=str(uuid.UUID(int=1, version=4)), until=""),
    "account-recover": of_row(is_active=True, accepted_at=lately),
    "purge-witness": of_row(state="listed"),
}
"""Fillings by the addresses that every room has."""

ASKS_FOR_PROOF = "it asks for a password, a code or a passkey, which only its own test has"
CHANGES_NOTHING = "what it would change is so already in a made-up row"
CHANGES_SESSION = "it changes the session of whoever sends it, and no record"
FINDS_NOTHING = "its address names a link, a key or a part of a row that is not there"
FOR_CERTAIN_PERSON = "whoever sends it must be named in the row: its author, reviewer or official"
FOR_FILE = "it asks for a file"
FOR_OTHER_STATE = "it asks for a row in a state that actions of several persons bring about"
FOR_ROOM_BESIDE = "it writes to another room, which a room that stands alone does not know"
FOR_ROWS_BESIDE = "it asks for other records beside its own, which only actions make"
FOR_SEVERAL = "it asks for several rows of questions or clauses, which plain words do not fill"
ONLY_LOOKS = "it looks for something by what is typed, and changes nothing"

IDLE_EVERYWHERE: Mapping[str, str] = {
    "account-link": FOR_ROWS_BESIDE,
    "account_change_password": ASKS_FOR_PROOF,
    "account_login": CHANGES_SESSION,
    "account_logout": CHANGES_SESSION,
    "founder-confirm": FINDS_NOTHING,
    "language": CHANGES_SESSION,
    "mfa_activate_totp": ASKS_FOR_PROOF,
    "mfa_add_webauthn": ASKS_FOR_PROOF,
    "mfa_authenticate": CHANGES_SESSION,
    "mfa_edit_webauthn": FINDS_NOTHING,
    "mfa_reauthenticate_webauthn": ASKS_FOR_PROOF,
    "mfa_remove_webauthn": FINDS_NOTHING,
    "purpose": CHANGES_SESSION,
    "recovery-approve": FOR_OTHER_STATE,
    "usersessions_list": CHANGES_SESSION,
    "welcome": FINDS_NOTHING,
}
"""Forms of every room that do nothing, and why."""

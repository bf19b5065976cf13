"""The matrix: who gets what at which address, by which method; written down, not derived."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected at one address."""

    roles: frozenset[str]
    methods: frozenset[str]
    query: str = ""
    """What must be asked with it."""
    of: str = ""
    """What the id in the address is of, where that is not what the view exposes."""

    def status(self, role: str, method: str) -> set[int]:
        """Return the statuses that may be answered."""
        if role not in self.roles:
            turned_away = role == "anyone" and method in {"GET", "HEAD"}
            return {302} if turned_away else {404}
        if method not in self.methods:
            return {405}
        return {200, 302}


def expected(roles: str, methods: str = "GET HEAD", *, query: str = "", of: str = "") -> Expected:
    """Return an expectation from words: the roles that are let in, and the methods answered."""
    return Expected(frozenset(roles.split()), frozenset(methods.split()), query, of)


NOBODY = "00000000-0000-4000-8000-000000000000"
"""The id of nothing."""

READ, FORM, ACT = "GET HEAD", "GET HEAD POST", "POST"

EVERY_ROOM: Mapping[str, Expected] = {
    "account_login": expected("anyone", FORM),
    "account_logout": expected("member", FORM),
}
"""What is expected in all rooms; `member` stands for everyone who has signed in."""

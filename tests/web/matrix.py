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
    answers: frozenset[int] = frozenset({200, 302})
    """What those who are let in may be answered."""

    not_theirs: frozenset[str] = frozenset()
    """Roles that are let in, and find nothing of a row that is not their own."""

    def status(self, role: str, method: str) -> set[int]:
        """Return the statuses that may be answered."""
        if role not in self.roles:
            sent_on = role == "anyone" and method in {"GET", "HEAD"}
            return {302} if sent_on or role in WAITING else {404}
        if method not in self.methods:
            return {405}
        if role in self.not_theirs:
            return {404}
        return set(self.answers)


WAITING = frozenset({"newcomer", "locked"})
"""Roles whose holders are sent on to where they get further, from wherever they are."""


def expected(
    roles: str,
    methods: str = "GET HEAD",
    *,
    query: str = "",
    of: str = "",
    finds: str = "something",
    not_theirs: str = "",
) -> Expected:
    """Return an expectation from words: the roles that are let in, and the methods answered."""
    answers = {"something": frozenset({200, 302}), "nothing": frozenset({404})}[finds]
    let_in, named = frozenset(roles.split()), frozenset(not_theirs.split())
    return Expected(let_in, frozenset(methods.split()), query, of, answers, named)


NOBODY = "00000000-0000-4000-8000-000000000000"
"""The id of nothing."""

READ, FORM, ACT = "GET HEAD", "GET HEAD POST", "POST"

EVERY_ROOM: Mapping[str, Expected] = {
    "account_login": expected("anyone newcomer member", FORM),
    "mfa_authenticate": expected("anyone newcomer member", FORM),
    "account_logout": expected("anyone newcomer locked member", FORM),
    "account_reauthenticate": expected("newcomer locked member", FORM),
    "mfa_reauthenticate": expected("newcomer locked member", FORM),
    "mfa_reauthenticate_webauthn": expected("newcomer locked member", FORM),
    "mfa_index": expected("newcomer member"),
    "mfa_activate_totp": expected("newcomer member", FORM),
    "mfa_deactivate_totp": expected("member", FORM),
    "mfa_list_webauthn": expected("newcomer member"),
    "mfa_add_webauthn": expected("newcomer member", FORM),
    "mfa_edit_webauthn": expected("newcomer member", FORM, finds="nothing"),
    "mfa_remove_webauthn": expected("newcomer member", FORM, finds="nothing"),
    "mfa_view_recovery_codes": expected("newcomer member", finds="nothing"),
    "mfa_generate_recovery_codes": expected("newcomer member", FORM),
    "account_change_password": expected("member", FORM),
    "usersessions_list": expected("member", FORM),
    "welcome": expected("anyone", FORM, finds="nothing"),
    "own-account": expected("member"),
    "trail": expected("member"),
    "trail-event": expected("member", finds="nothing"),
    "founder-confirm": expected("member", FORM, finds="nothing"),
    "help": expected("anyone newcomer locked member"),
    "language": expected("anyone newcomer locked member", ACT),
}
"""What is expected in all rooms; `member` stands for everyone who has signed in."""

OF_ALL_SITES: Mapping[str, str] = {
    "membership-approve": "who holds which role is settled for the whole room",
    "membership-end": "who holds which role is settled for the whole room",
    "public-page": "what is shown to the public is shown to everybody",
}
"""Addresses whose rows name a site and are not for those of that site alone, and why."""

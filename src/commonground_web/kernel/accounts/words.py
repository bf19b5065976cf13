"""Words that somebody who guesses passwords of this program would try first."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from commonground_web.kernel.accounts import naming
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.rooms import Room

OF_THE_PROGRAM = (
    "Common Ground",
    "Commons",
    "case room",
    "care room",
    "call-in",
    "Drug Market Intervention",
    "DMI",
    "password",
)


class ListedWordsValidator:
    """Counts no listed word towards the length of a password.

    Listed are the program's words, the rooms, and the agencies and sites that the room knows: a
    sentence may hold one of them, and must be long enough without it.
    """

    def __init__(self, min_length: int) -> None:
        self._min_length = min_length

    def validate(self, password: str, user: Account | None = None) -> None:  # noqa: ARG002
        """Refuse a password that is too short without the listed words."""
        left = _plain(password)
        for word in sorted(listed_words(), key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < self._min_length <= len(_plain(password)):
            raise ValidationError(self.get_help_text(), code="password_of_listed_words")

    def get_help_text(self) -> str:
        """Say the rule."""
        return _(
            "Names of this program, its rooms, and the places and organisations in it are easily "
            "guessed: without them your password must still have %(least)s letters or digits."
        ) % {"least": self._min_length}


def listed_words() -> set[str]:
    """Return what is listed, in small letters and digits alone."""
    return {plain for word in _listed() if len(plain := _plain(word)) > 1}


def _listed() -> Iterator[str]:
    yield from OF_THE_PROGRAM
    yield from (str(room) for room in Room)
    yield from naming.agencies().values()
    yield from naming.sites().values()


def _plain(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())

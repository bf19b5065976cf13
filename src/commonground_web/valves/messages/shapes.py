"""The shapes of fields: names, contacts, months, counts; nothing else is text."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from commonground_web.valves.ways import Kind

FEWEST = 11
"""The smallest count that leaves a room as a number."""


DEEPEST_MARKS = 2
"""How many marks one letter of a name may carry: enough for every living script."""


class Message(BaseModel):
    """What every message has: a kind, a version of its schema, and how long it may be under way."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    kind: ClassVar[Kind]
    version: ClassVar[int] = 1
    lifetime: ClassVar[timedelta] = timedelta(days=30)


def _of(letters: str) -> Any:
    """Return a check that a text is of letters, their marks, and these other characters."""

    def check(text: str) -> str:
        if unicodedata.normalize("NFC", text) != text:
            raise ValueError("is not in normal form NFC")
        if text != text.strip() or "  " in text:
            raise ValueError("has spaces to spare")
        marks = 0
        for character in text:
            is_mark = unicodedata.category(character) in {"Mn", "Mc"}
            marks = marks + 1 if is_mark else 0
            if marks > DEEPEST_MARKS:
                raise ValueError("has more marks on a letter than any script")
            if not (is_mark or character.isalpha() or character in letters):
                raise ValueError(f"may not hold U+{ord(character):04X}")
        return text

    return AfterValidator(check)


def _begins_with_a_letter(text: str) -> str:
    if not text[0].isalpha():
        raise ValueError("does not begin with a letter")
    return text


PersonName = Annotated[
    str,
    StringConstraints(min_length=1, max_length=120),
    _of(" -'’.,"),
    AfterValidator(_begins_with_a_letter),
]
"""A name as a person writes it, in any script: no digits, no control or direction characters."""

Contact = Annotated[
    str, StringConstraints(min_length=1, max_length=200), _of(" 0123456789+-–()/.,:;@_#&'’")
]
"""A telephone number, an address or a place to meet, on one line."""

Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?$")]
"""A language tag: `en`, `es`, `zh-Hans`."""

Month = Annotated[str, StringConstraints(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$")]
"""A calendar month: `2026-11`."""

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
"""A SHA-256 in hexadecimal digits."""

Count = Annotated[int, Field(ge=FEWEST, le=1_000_000)] | Literal["<11"]
"""A count of at least 11, or only that it is smaller."""

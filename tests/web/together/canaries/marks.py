"""Canaries: texts, numbers, days and ids that are nowhere else, and how they are looked for."""

from __future__ import annotations

import base64
import io
import re
import zipfile
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from pypdf import PdfReader

ZIP, PDF = b"PK\x03\x04", b"%PDF-"
WORD_BEFORE, WORD_AFTER = r"(?<![0-9a-z])", r"(?![0-9a-z])"

DIGITS = str.maketrans("0123456789", "abcdefghij")
"""How a number is written in letters, so that a canary can stand for a name too."""


def mark(prefix: str, number: int) -> str:
    """Return a text that is nowhere else, in letters alone."""
    return prefix + f"{number:04}".translate(DIGITS)


@dataclass(frozen=True, slots=False)
class Canaries:
    """What one room was filled with, and no other may hold."""

    prefix: str
    """How every text begins: letters alone, so that no encoding of a page changes them."""
    numbers: tuple[int, ...] = ()
    days: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    """Each text, and the field that holds it."""
    let: tuple[str, ...] = ()
    """Texts that are not looked for."""

    @classmethod
    def of(cls, told: dict[str, Any]) -> Canaries:
        """Return what a room's process told."""
        lists = {name: tuple(told[name]) for name in ("numbers", "days", "ids", "let")}
        return cls(told["prefix"], texts=told["texts"], **lists)

    def but_for(self, named: Collection[str]) -> Canaries:
        """Return these, but for the texts of some fields: their prefix alone is still found."""
        return replace(self, let=tuple(text for text, at in self.texts.items() if at in named))

    def told(self) -> dict[str, Any]:
        """Return what can be told to a room's process."""
        return asdict(self)

    def found_in(self, content: bytes) -> list[str]:
        """Return each canary in a page, a file, a dump; what is packed is looked into."""
        seen = {match.decode() for part in _opened(content) for match in self._in(part)}
        return sorted(self.texts.get(text, text) for text in seen - {*self.let})

    def _in(self, content: bytes) -> Iterator[bytes]:
        low = content.lower()
        yield from self._plain.findall(low)
        yield from self._plain.findall(low.replace(b"\0", b""))
        yield from self._coded.findall(content)

    @cached_property
    def _plain(self) -> re.Pattern[bytes]:
        exact = [*map(str, self.numbers), *self._written_days(), *self._written_ids()]
        words = "|".join(re.escape(word.lower()) for word in exact)
        bounded = f"|{WORD_BEFORE}(?:{words}){WORD_AFTER}" if exact else ""
        return re.compile(f"{self.prefix}[a-j]{{0,4}}{bounded}".encode())

    @cached_property
    def _coded(self) -> re.Pattern[bytes]:
        """Match the prefix in base 64, wherever in a text it stands, and in hexadecimal digits."""
        raw = self.prefix.encode()
        shifted = (base64.b64encode(b"\0" * n + raw)[(4 * n + 2) // 3 :] for n in range(3))
        coded = [part.rstrip(b"=")[:-1] for part in shifted] + [raw.hex().encode()]
        return re.compile(b"|".join(map(re.escape, coded)))

    def _written_days(self) -> Iterator[str]:
        for day in map(date.fromisoformat, self.days):
            month, short = f"{day:%B}", f"{day:%b}"
            yield from (f"{day}", f"{day:%m/%d/%Y}", f"{day:%d/%m/%Y}", f"{day:%Y%m%d}")
            yield from (f"{month} {day.day}, {day.year}", f"{short}. {day.day}, {day.year}")
            yield from (f"{day.day} {month} {day.year}", f"{day.day} {short} {day.year}")

    def _written_ids(self) -> Iterator[str]:
        for key in self.ids:
            yield from (key, key.replace("-", ""))


def _opened(content: bytes) -> Iterator[bytes]:
    yield content
    if content.startswith(ZIP):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for name in packed.namelist():
                yield name.encode()
                yield packed.read(name)
    if content.startswith(PDF):
        pages = PdfReader(io.BytesIO(content)).pages
        yield "".join("\n".join(page.extract_text().split()) for page in pages).encode()

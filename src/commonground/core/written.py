"""Files people write: TOML checked against a model, with errors that point at the line."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from commonground.core.errors import DataError

Where = tuple[str | int, ...]
Model = TypeVar("Model", bound=BaseModel)

UNKNOWN_WORD = ("extra_forbidden", "unexpected_keyword_argument")
"""What pydantic calls a word that a section, or a dataclass in one, does not have."""

KEY = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
KEYS = rf"{KEY}(?:\s*\.\s*{KEY})*"
HEADING = re.compile(rf"\s*(\[\[?)\s*({KEYS})\s*\]")
SETTING = re.compile(rf"\s*({KEYS})\s*=(.*)")
QUOTED = re.compile(r'''"""(?:.*?)"""|\'\'\'(?:.*?)\'\'\'|"(?:\\.|[^"\\])*"|'[^']*'|\#.*''')


class Section(BaseModel):
    """A section of a written file; unknown words are refused, lest a typing error be a setting."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def followed(text: str, *, model: type[Model], name: str, error: type[DataError]) -> Model:
    """Return what a TOML text says, checked.

    Parameters
    ----------
    text
        The text.
    model
        What it must say.
    name
        What the reader calls the file.
    error
        Raised, with every problem and its line, if the text cannot be followed.
    """
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as problem:
        raise error(f"{name} is not a TOML file: {problem}.") from None
    try:
        return model.model_validate(written)
    except ValidationError as found:
        lines = dict(_lines(text))
        errors = found.errors(include_url=False)
        deeper = {one["loc"][:n] for one in errors for n in range(len(one["loc"]))}
        problems = [
            _problem(one["loc"], kind=one["type"], message=one["msg"], lines=lines)
            for one in errors
            if one["loc"] not in deeper  # what is said of a part need not be said of the whole
        ]
    raise error(f"{name} cannot be followed:\n" + "\n".join(problems))


def _problem(where: Where, *, kind: str, message: str, lines: dict[Where, int]) -> str:
    section, key = _named(where[:-1]), str(where[-1]) if where else ""
    place = f"[{section}] {key}" if section else key
    if kind == "missing":
        said = f"{place} is missing"
    elif kind in UNKNOWN_WORD:
        said = f"{place} means nothing here; check the spelling"
    else:
        message = message.removeprefix("Value error, ")
        if message[1:2].islower():
            message = message[0].lower() + message[1:]
        said = f"{place}: {message}" if place else message
    known = next((lines[where[:n]] for n in range(len(where), 0, -1) if where[:n] in lines), None)
    return f"  - line {known}: {said}" if known else f"  - {said}"


def _named(where: Where) -> str:
    """Write a place in the file as it is written there, counting repeated sections from 1."""
    named = ""
    for part in where:
        named += f" {part + 1}" if isinstance(part, int) else f"{'.' * bool(named)}{part}"
    return named


def _lines(text: str) -> Iterator[tuple[Where, int]]:
    """Yield where each section and setting stands, by its place in the model and its line."""
    section: Where = ()
    tables: Counter[Where] = Counter()
    depth = 0
    for number, line in enumerate(text.splitlines(), start=1):
        if depth == 0 and (heading := HEADING.match(line)):
            section = _inside(_keys(heading[2]), tables)
            if heading[1] == "[[":
                section = (*section, tables[section])
                tables[section[:-1]] += 1
            yield section, number
        elif setting := SETTING.match(line) if depth == 0 else None:
            keys = _keys(setting[1])
            yield from ((section + keys[: n + 1], number) for n in range(len(keys)))
            depth = _depth(setting[2])
        else:
            depth += _depth(line)


def _keys(written: str) -> Where:
    return tuple(key.strip("\"'") for key in re.findall(KEY, written))


def _inside(keys: Where, tables: Counter[Where]) -> Where:
    """Put in the number of the repeated table that a heading stands in."""
    place: Where = ()
    for key in keys[:-1]:
        place = (*place, key)
        if tables[place]:
            place = (*place, tables[place] - 1)
    return (*place, keys[-1])


def _depth(written: str) -> int:
    """Count the brackets that a line leaves open, outside texts and remarks."""
    bare = QUOTED.sub("", written)
    return sum(bare.count(mark) for mark in "[{") - sum(bare.count(mark) for mark in "]}")

"""Parts: the files of a source, each cleaned once and kept for the next run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from pathlib import Path

RECORD, ROWS = ".json", ".parquet"
"""How the names of a part's two files end."""


@dataclass(frozen=True, slots=True)
class Part:
    """A cleaned file.

    Parameters
    ----------
    name
        What people call the file it was made from.
    key
        What it is kept as: another file, city file or way of cleaning has another.
    fingerprint
        SHA-256 of that file.
    rows
        Rows in that file, those that could not be read among them.
    layouts
        Names of the layouts that it may have.
    persons
        Columns about persons, each with why it was taken for one; they were not read.
    notes
        What was found out on the way.
    judged_on
        The day it was made, if a later day could judge a row otherwise.
    cleaned_by
        What its rows were cleaned by: the city file, and this version of the cleaning.
    checksum
        A number made of its rows as they were published.
    known
        How many of its rows an earlier run has cleaned.
    """

    name: str
    key: str
    fingerprint: str
    rows: int
    layouts: tuple[str, ...]
    persons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    judged_on: str | None = None
    cleaned_by: str = ""
    checksum: int = 0
    known: int = 0

    @property
    def is_new(self) -> bool:
        """Whether any of it was cleaned in this run."""
        return self.known < self.rows


class Parts:
    """The parts in a folder. What is in it is whole.

    Parameters
    ----------
    folder
        Where they are kept.
    cleaned_by
        What cleans rows now; parts that something else has cleaned are none.
    today
        Parts in which a later day could judge a row otherwise are good for one day.
    """

    def __init__(self, folder: Path, *, cleaned_by: str, today: date) -> None:
        self.folder = folder
        self.cleaned_by = cleaned_by
        self.today = today
        self._kept = {part.key: part for part in self._recalled()}
        self._outgrown: set[str] = set()

    def rows(self, part: Part) -> Path:
        """Return the file of a part's rows."""
        return self.folder / f"{part.key}{ROWS}"

    def kept(self, key: str) -> Part | None:
        """Return the part that is kept under a key, if there is one."""
        return self._kept.get(key)

    def kept_of(self, name: str) -> list[Part]:
        """Return the parts of files of one name, the largest first."""
        named = [part for part in self._kept.values() if part.name == name]
        return sorted(named, key=lambda part: (part.rows, part.key), reverse=True)

    def keep(self, part: Part, rows: Path, *, grown_from: Part | None) -> None:
        """Take a part in: its rows first, since a part without a record is none."""
        rows.rename(self.rows(part))
        unfinished = self.folder / f"{part.key}.unfinished"
        unfinished.write_text(json.dumps(asdict(replace(part, known=0))), encoding="utf-8")
        unfinished.rename(unfinished.with_suffix(RECORD))
        self._kept[part.key] = part
        if grown_from is not None:
            self._outgrown.add(grown_from.key)

    def tidy(self, used: Sequence[Part]) -> None:
        """Remove the parts that no run will use again, but for those in use.

        A larger part has taken their place, or another city file was what cleaned them.
        """
        kept = {part.key for part in self._kept.values()}.difference(self._outgrown)
        kept.update(part.key for part in used)
        for record in list(self.folder.glob(f"*{RECORD}")):
            if record.stem not in kept:
                record.unlink()
                record.with_suffix(ROWS).unlink(missing_ok=True)

    def _recalled(self) -> Iterator[Part]:
        names = {field.name for field in fields(Part)}
        for record in self.folder.glob(f"*{RECORD}"):
            told = json.loads(record.read_text(encoding="utf-8"))
            listed = {name: tuple(value) for name, value in told.items() if isinstance(value, list)}
            if told.get("cleaned_by") == self.cleaned_by and names.issuperset(told):
                part = Part(**told | listed)
                if part.judged_on in (None, self.today.isoformat()) and self.rows(part).exists():
                    yield part

"""Write a first city file for a file that nobody has described yet."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

from commonground.core.errors import DataError
from commonground.ingest.sketch import sketch


class ExistingFile(DataError):
    """A file that would be written over."""


@dataclass(frozen=True, slots=True)
class WrittenSketch:
    """A sketch, written.

    Parameters
    ----------
    file
        The city file.
    checks
        What a person must check, in sentences.
    persons
        Columns that are about persons, and were left out.
    """

    file: Path
    checks: tuple[str, ...]
    persons: tuple[str, ...]


def run_sketch(file: str | Path, *, out: str | Path) -> WrittenSketch:
    """Look at a file and write a first city file for it.

    Parameters
    ----------
    file
        The file.
    out
        Where to write; nothing is written over.

    Raises
    ------
    ExistingFile
        If there is a file already.
    """
    to = Path(out)
    if to.exists():
        raise ExistingFile(f"{to} is there already. Name another file with --out, or move it away.")
    with tempfile.TemporaryDirectory() as scratch:
        drawn = sketch(Path(file), scratch=Path(scratch))
    to.parent.mkdir(parents=True, exist_ok=True)
    to.write_text(drawn.text, encoding="utf-8")
    return WrittenSketch(file=to, checks=drawn.checks, persons=drawn.persons)

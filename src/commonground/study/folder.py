"""A run folder appears whole or not at all."""

from __future__ import annotations

import glob
import shutil
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from commonground.core.errors import DataError
from commonground.core.headline import HEADLINE

MARK = "provenance.json"
"""The file that makes a folder a run folder; only such a folder is ever written to again."""

STUDY, EFFECT, AS_MICROSYNTH = "study.toml", "effect.json", "microsynth.json"
PARTS = (
    STUDY,
    EFFECT,
    AS_MICROSYNTH,
    HEADLINE,
    MARK,
    "report.html",
    "report.pdf",
    "tables",
    "figures",
)
"""What a run writes. Of an earlier run these are replaced; whatever else lies there stays."""

INGESTED, FOUND = "ingest.json", "find.json"
RESULTS = (EFFECT, INGESTED, FOUND)
"""What runs, ingests and findings come to; a folder holds one of them."""

OLD = "run"
"""What a folder is called while another takes its place."""

INGEST, FIND = "ingest", "find"
"""Folders, inside that of a run, of what the run ingested and of the places it found."""

WORK = ("parts", "downloads", "spill", INGEST, FIND)
"""What is kept from run to run, and may be there before there is a result."""


class NotARunFolder(DataError):
    """A folder that holds something else than a run."""


class UnwritableFolder(DataError):
    """A folder in which nothing can be written."""


@contextmanager
def staged(out: Path, *, parts: Collection[str] = PARTS, result: str = EFFECT) -> Iterator[Path]:
    """Give a folder to write into, and put it in place when all is written.

    An interruption or an error leaves what was there before.

    Parameters
    ----------
    out
        Where the run folder shall be.
    parts
        What is written. Of an earlier result that is there these are replaced.
    result
        Which of `RESULTS` is written.

    Raises
    ------
    NotARunFolder
        If something else is there.
    UnwritableFolder
        If nothing can be written there.
    """
    require_free(out, result=result)
    out = out.resolve()
    _recover(out, parts=parts)
    staging = _beside(out)
    try:
        staging.chmod(0o755)
        yield staging
        _replace(staging, out, parts=parts)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def require_free(out: Path, *, result: str = EFFECT) -> None:
    """Raise `NotARunFolder` or `UnwritableFolder` unless a result may be written there.

    Parameters
    ----------
    out
        The folder.
    result
        Which of `RESULTS` is written.
    """
    if out.is_file():
        raise NotARunFolder(f"{out} is a file; name a folder for the run.")
    out = out.resolve()
    if out == Path.cwd():
        raise NotARunFolder(f"{out} is the folder you are in; name one inside it.")
    held = {entry.name for entry in out.iterdir()} if out.is_dir() else set()
    if held.intersection(RESULTS).difference({result}):
        raise NotARunFolder(
            f"{out} holds another kind of result. Name another folder, so that they do not mix."
        )
    if held.difference(WORK) and MARK not in held:
        raise NotARunFolder(
            f"{out} holds files that are not a run. Name another folder, so that they do not mix."
        )
    _beside(out).rmdir()


def _recover(out: Path, *, parts: Collection[str]) -> None:
    """Put back what a run that was killed in its last move has left beside a folder."""
    prefix = f".{out.name}-"
    for old in sorted(out.parent.glob(f"{glob.escape(prefix)}*/{OLD}")):
        if "-" in old.parent.name.removeprefix(prefix):  # of a folder whose name begins alike
            continue
        if out.exists():
            _carry_over(old, out, parts=parts)
        else:
            old.rename(out)
        shutil.rmtree(old.parent)


def _beside(out: Path) -> Path:
    """Make an empty folder beside another, on the same disk, so that it can take its place."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    except OSError as error:
        raise UnwritableFolder(
            f"Nothing can be written in {out.parent}: {error.strerror}. Name another folder."
        ) from None


def _replace(staging: Path, out: Path, *, parts: Collection[str]) -> None:
    """Put the new run in place, and beside it what the old folder held that is no run's part."""
    if not out.exists():
        staging.rename(out)
        return
    old = _beside(out) / OLD
    out.rename(old)
    try:
        staging.rename(out)
    finally:
        if out.exists():
            _carry_over(old, out, parts=parts)
        else:
            old.rename(out)
        shutil.rmtree(old.parent)


def _carry_over(old: Path, out: Path, *, parts: Collection[str]) -> None:
    for kept in old.iterdir():
        if kept.name not in parts and not (out / kept.name).exists():
            kept.rename(out / kept.name)

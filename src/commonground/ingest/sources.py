"""Sources: the files, folders and portals that an analyst names, as files to be read."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from commonground.core.errors import DataError
from commonground.core.progress import Progress, quietly
from commonground.ingest.files import KNOWN_ENDINGS, is_known
from commonground.ingest.portals import download

PORTAL = ("http://", "https://")


class NoSource(DataError):
    """A source with nothing in it."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file to be read.

    Parameters
    ----------
    path
        Where it is.
    name
        What people call it.
    """

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of all sources.

    Parameters
    ----------
    files
        Each of them once.
    notes
        What the portals said.
    """

    files: tuple[SourceFile, ...]
    notes: tuple[str, ...] = ()


def is_portal(source: str) -> bool:
    """Say whether a source is the address of a portal."""
    return source.lower().startswith(PORTAL)


def sources_of(
    named: Sequence[str | Path], *, downloads: Path, progress: Progress = quietly
) -> Sources:
    """Return the files that sources consist of; portals are downloaded, or brought up to date.

    Parameters
    ----------
    named
        Files, folders (of which every file of a known kind is taken), patterns such as
        ``crimes/*.csv``, and addresses of portals.
    downloads
        Folder for what portals hold.
    progress
        Called with what has been downloaded.

    Raises
    ------
    NoSource
        If a source holds no file that can be read.
    """
    files: dict[Path, SourceFile] = {}
    notes: list[str] = []
    for source in named:
        if is_portal(str(source)):
            to = downloads / hashlib.sha256(str(source).encode()).hexdigest()[:16]
            downloaded = download(str(source), to=to, progress=progress)
            notes += downloaded.notes
            host = str(source).split("/")[2]
            found = [SourceFile(page, f"{host} {page.stem}") for page in downloaded.files]
        else:
            found = [SourceFile(path, path.name) for path in _files(Path(source))]
        if not found:
            raise NoSource(
                f"{source} holds nothing to read. A source is a file ending in "
                f"{', '.join(KNOWN_ENDINGS)}, a folder of such files, or the address of a portal."
            )
        files |= {file.path.resolve(): file for file in found}
    return Sources(tuple(_told_apart(files.values())), tuple(notes))


def _told_apart(files: Collection[SourceFile]) -> Iterator[SourceFile]:
    """Yield files; those that share a name are called by their folder too, as far as it takes."""
    depth, names = 1, Counter(file.name for file in files)
    shared = {file.path for file in files if names[file.name] > 1}
    while len({file.path.resolve().parts[-depth:] for file in files}) < len(files):
        depth += 1
    for file in files:
        longer = "/".join(file.path.resolve().parts[-depth:])
        yield replace(file, name=longer) if file.path in shared else file


def _files(source: Path) -> Iterator[Path]:
    if source.is_dir():
        yield from sorted(path for path in source.iterdir() if path.is_file() and is_known(path))
    elif any(mark in source.name for mark in "*?[") and not source.exists():
        yield from sorted(path for path in source.parent.glob(source.name) if path.is_file())
    else:
        yield source

"""A run folder appears whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from commonground.core.errors import DataError

MARK = "provenance.json"
"""The file that makes a folder a run folder; only such a folder is ever replaced."""


class NotARunFolder(DataError):
    """A folder that holds something else than a run."""


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """Give a folder to write into, and put it in place when all is written.

    An interruption or an error leaves what was there before.

    Parameters
    ----------
    out
        Where the run folder shall be; a run folder there is replaced.

    Raises
    ------
    NotARunFolder
        If something else is there.
    """
    require_free(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{out.name}-", dir=out.parent))
    try:
        staging.chmod(0o755)
        yield staging
        _replace(staging, out)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def require_free(out: Path) -> None:
    """Raise `NotARunFolder` unless a run folder may be written there."""
    if out.is_file():
        raise NotARunFolder(f"{out} is a file; name a folder for the run.")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).exists():
        raise NotARunFolder(
            f"{out} holds files that are not a run, and would be replaced. Name another folder."
        )


def _replace(staging: Path, out: Path) -> None:
    if not out.exists():
        staging.rename(out)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{out.name}-old-", dir=out.parent))
    out.rename(old / "run")
    staging.rename(out)
    shutil.rmtree(old)

"""Read what a run says, out of its folder or a zip of it, and refuse what was edited."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from commonground.core.headline import HEADLINE, digest_of
from commonground_web.commons.runs.headlines import KNOWN_FORMATS, Headline
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.files.zips import UNREADABLE

MOST_OF_HEADLINE = 200_000
MOST_OF_RESULT = 60_000_000
MOST_MEMBERS = 5_000
"""Bytes and members beyond which a file is no run, but meant to fill the memory."""

Reader = Callable[[str, int], bytes]
"""Returns the content of a file of the run, by its name and up to a number of bytes."""


def read_folder(folder: Path) -> Headline:
    """Return what the run of a folder says.

    Raises
    ------
    Refused
        If it holds no run, one that was edited, or one that this release does not know.
    """

    def read(name: str, most: int) -> bytes:
        path = folder / name
        if not path.is_file():
            raise Refused(_missing(name))
        if path.stat().st_size > most:
            raise Refused(_too_large(name))
        return path.read_bytes()

    return _read(read)


def read_zip(content: bytes) -> Headline:
    """Return what the run in a zip says; nothing of it is ever written to a disk.

    Raises
    ------
    Refused
        If it is no zip, or not of a run, or one that was edited, or meant to do harm.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            found = _parts(parts)

            def read(name: str, most: int) -> bytes:
                if name not in found:
                    raise Refused(_missing(name))
                if found[name].file_size > most:
                    raise Refused(_too_large(name))
                with parts.open(found[name]) as part:
                    held = part.read(most + 1)
                if len(held) > most:
                    raise Refused(_too_large(name))
                return held

            return _read(read)
    except UNREADABLE as error:
        raise Refused(_("This is no zip of a run. Zip the run's folder and try again.")) from error


def _parts(parts: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return the members that lie where a run's files do: at the top, or in the one folder there.

    A name that leads out of the zip is no mistake, and takes the whole of it along.
    """
    members = parts.infolist()
    if len(members) > MOST_MEMBERS:
        raise Refused(_("The zip holds more files than any run. Zip the run's folder alone."))
    for member in members:
        path = PurePosixPath(member.filename)
        if path.is_absolute() or ".." in path.parts or "\\" in member.filename:
            raise Refused(_("The zip holds a name that leads out of it. Zip the folder anew."))
    heads = [PurePosixPath(m.filename) for m in members if m.filename.endswith(HEADLINE)]
    tops = [path.parent for path in heads if path.name == HEADLINE and len(path.parts) <= 2]
    if len(tops) != 1:
        raise Refused(_missing(HEADLINE))
    return {
        path.name: member
        for member in members
        if (path := PurePosixPath(member.filename)).parent == tops[0] and not member.is_dir()
    }


def _read(read: Reader) -> Headline:
    told = _json(read(HEADLINE, MOST_OF_HEADLINE))
    if told.get("format") not in tuple(KNOWN_FORMATS):
        raise Refused(
            _("This run was made by a version of Common Ground that this room does not know.")
        )
    try:
        headline = Headline.model_validate(told)
    except (ValidationError, ValueError) as error:
        raise Refused(
            _("The %(file)s does not say what that of a run says. Run the study again.")
            % {"file": HEADLINE}
        ) from error
    if digest_of(told) != headline.sha256:
        raise Refused(_edited(HEADLINE))
    result = read(headline.result.file, MOST_OF_RESULT)
    if hashlib.sha256(result).hexdigest() != headline.result.sha256:
        raise Refused(_edited(headline.result.file))
    return headline


def _json(content: bytes) -> dict[str, Any]:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise Refused(_("The %(file)s cannot be read.") % {"file": HEADLINE}) from error
    if not isinstance(told, dict):
        raise Refused(_("The %(file)s cannot be read.") % {"file": HEADLINE})
    return told


def _missing(name: str) -> str:
    return _(
        "There is no %(file)s. Take the folder of a run of `commonground run`, `evaluate` or "
        "`find`; one of an earlier version has to be run again."
    ) % {"file": name}


def _too_large(name: str) -> str:
    return _("The %(file)s is larger than that of any run.") % {"file": name}


def _edited(name: str) -> str:
    return _(
        "The %(file)s is not what the run wrote: somebody has edited it. Run the study again, and "
        "take its folder as it is."
    ) % {"file": name}

"""Scan a file for viruses, where the room's host has a scanner."""

from __future__ import annotations

import subprocess

from django.conf import settings
from django.utils.translation import gettext as _

from commonground_web.kernel.files.kinds import UnusableFile

CLEAN, INFECTED = 0, 1
"""What scanners end with: nothing found, or something; anything else is a fault of theirs."""

PATIENCE_S = 60


def scan(content: bytes) -> bool:
    """Have the room's scanner read a file, and return whether there is one.

    The content goes over the scanner's standard input; no copy of it touches a disk.

    Parameters
    ----------
    content
        The file as it came.

    Raises
    ------
    UnusableFile
        If the scanner found something, or could not tell: then the file is not taken.
    """
    if not settings.SCANNER:
        return False
    try:
        done = subprocess.run(  # noqa: S603 - the command that the room's own settings name
            settings.SCANNER,
            input=content,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        status = None
    else:
        status = done.returncode
    if status == INFECTED:
        raise UnusableFile(
            _("The scanner found something harmful in the file. Tell whoever it came from.")
        )
    if status != CLEAN:
        raise UnusableFile(
            _("The file could not be scanned, so that it is not taken. Tell the administrator.")
        )
    return True

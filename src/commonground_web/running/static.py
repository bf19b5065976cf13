"""The room's static files: collected into its folder when they have changed."""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

MARK = ".collected"
"""File that says of which files the collection was made."""


def collect_static() -> bool:
    """Collect the static files of this version, and say whether there was anything to do."""
    folder = Path(settings.STATIC_ROOT)
    mark, wanted = folder / MARK, _mark()
    if mark.exists() and mark.read_text() == wanted:
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(wanted)
    return True


def _mark() -> str:
    """Return a digest of the content of every static file there is to collect."""
    digest = hashlib.sha256()
    found = {name: Path(storage.path(name)) for f in get_finders() for name, storage in f.list([])}
    for name, path in sorted(found.items()):
        digest.update(f"{name}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()

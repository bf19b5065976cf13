"""What Python says of a zip that is broken, or was broken on purpose."""

from __future__ import annotations

import lzma
import zipfile
import zlib

UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    RuntimeError,  # a part is encrypted, or packed in a way that is not known
    ValueError,  # a place outside of the file, or a name that is no text
)
"""Everything that opening a zip and reading its parts may raise, by where it is broken."""

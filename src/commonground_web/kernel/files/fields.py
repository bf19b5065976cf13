"""The field of a form that takes a file: of some kinds, and no larger than what is read at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _later

from commonground_web.kernel.files.kinds import ENDINGS

KEPT = tuple(ENDINGS)
KEPT_AS = _later(
    "PDF, PNG, JPEG, XLSX, CSV or TXT. What pictures and workbooks tell by the way is taken out; a "
    "PDF goes on telling its author and program."
)
KILO, MEGA = 1_000, 1_000_000


class FileUpTo(forms.FileField):
    """A file, refused before anything reads it where it is larger than `most` bytes.

    Left out, `most` and `kinds` are those of the files that a room keeps with its records, and the
    form says what such a file goes on telling.
    """

    def __init__(
        self, *, most: int | None = None, kinds: tuple[str, ...] = KEPT, **kwargs: Any
    ) -> None:
        super().__init__(**({"help_text": KEPT_AS} if kinds == KEPT else {}) | kwargs)
        self._most = most
        self.kinds = kinds
        self.widget.attrs["accept"] = ",".join(kinds)

    @property
    def most(self) -> int:
        """Return how many bytes are taken."""
        return settings.LARGEST_FILE if self._most is None else self._most

    def clean(self, data: Any, initial: Any = None) -> UploadedFile[bytes] | None:
        """Return the file, if it is no larger than it may be."""
        file: UploadedFile[bytes] | None = super().clean(data, initial)
        if file is not None and (file.size or 0) > self.most:
            raise forms.ValidationError(too_large(file.size or 0, most=self.most))
        return file


def too_large(size: int, *, most: int) -> str:
    """Return the sentence that refuses a file for its size."""
    return _("The file has %(size)s; up to %(most)s are taken. Make it smaller.") % {
        "size": sized(size),
        "most": sized(most),
    }


def sized(n: int) -> str:
    """Return a number of bytes in the unit that people know, rounded up."""
    return f"{-(-n // MEGA)} MB" if n >= MEGA else f"{-(-n // KILO)} kB"

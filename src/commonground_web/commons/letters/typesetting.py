"""Letters as one tagged PDF (PDF/UA-1), set by Typst from data."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from importlib import resources
from pathlib import Path

from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import override

from commonground_web.commons.letters.models import Wording
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.clock import day_of, where_the_room_stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """Everything that stands in one letter."""

    language: str
    written_on: str
    name: str
    day: str
    time: str
    venue: str
    heading: str
    greeting: str
    knowledge: str
    invitation: str
    bring: str
    safe_conduct: str
    contact: str
    close: str
    chief: str
    leader: str


def letter_of(
    wording: Wording, *, name: str, callin_at: datetime, venue: str, written_on: date
) -> Letter:
    """Return a letter to somebody, with dates as its language writes them.

    Parameters
    ----------
    wording
        The adopted wording.
    name
        Whom it is to.
    callin_at
        When the call-in begins.
    venue
        Where it is.
    written_on
        The day on which the letter is printed.
    """
    local = where_the_room_stands(callin_at)
    with override(wording.language.partition("-")[0]):
        return Letter(
            language=wording.language.partition("-")[0],
            written_on=formats.date_format(written_on, "DATE_FORMAT"),
            name=name,
            day=f"{formats.date_format(local, 'l')}, {formats.date_format(local, 'DATE_FORMAT')}",
            time=formats.time_format(local, "TIME_FORMAT"),
            venue=venue,
            **{text: getattr(wording, text) for text in Wording.TEXTS},
        )


def specimen(wording: Wording, *, at: datetime) -> Letter:
    """Return a letter to nobody, for those who are to read it as it will be printed."""
    with override(wording.language.partition("-")[0]):
        name, place = _("[name]"), _("[place]")
        day, time = _("[day]"), _("[time]")
    letter = letter_of(wording, name=name, callin_at=at, venue=place, written_on=day_of(at))
    return replace(letter, day=day, time=time)


def as_pdf(letters: Sequence[Letter]) -> bytes:
    """Return letters as one PDF, each on a page of its own; nothing is written to disk.

    Raises
    ------
    Refused
        If a name holds a character that no font of this machine has.
    """
    import typst

    template = resources.files("commonground_web.commons.letters") / "letter.typ"
    with resources.as_file(template) as file:
        try:
            return bytes(
                typst.compile(
                    str(file),
                    root=str(Path(file).parent),
                    pdf_standards=["ua-1"],
                    timestamp=0,
                    sys_inputs={"letters": json.dumps([asdict(letter) for letter in letters])},
                )
            )
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
    raise Refused(
        _(
            "A letter holds a character that no font of this machine can show. Install a font for"
            " its script, or have the name written in Latin letters."
        )
    )

"""Whether a name stands already: told by a keyed digest, for the names themselves lie sealed."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

from commonground_web.caseroom.entries.models import Entry, State
from commonground_web.kernel.fields.keyring import room_keyring


def same_person(name: str, born: date | None) -> str:
    """Return a keyed digest that is equal for one name and date of birth, however it is typed.

    Parameters
    ----------
    name
        The name; marks, capitals, punctuation and spaces do not count.
    born
        The date of birth, or None where nobody knows it.
    """
    letters = unicodedata.normalize("NFKD", name).casefold()
    plain = " ".join("".join(c if c.isalnum() else " " for c in letters if not _is_mark(c)).split())
    text = f"{plain}|{born.isoformat() if born else ''}"
    return room_keyring().fingerprint(text, place="entry|same_person")


def standing_twins(name: str, born: date | None, *, actor: Any) -> list[Entry]:
    """Return the entries that an actor may see and that are of this name and date of birth."""
    found = Entry.objects.restrict(actor).filter(same_person=same_person(name, born))
    return list(found.exclude(state=State.DROPPED).order_by("created_at", "pk"))


def _is_mark(character: str) -> bool:
    return unicodedata.category(character).startswith("M")

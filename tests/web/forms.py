"""The forms of a room, filled in as a person might."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urlencode

if TYPE_CHECKING:
    from django.test import Client

    from tests.web.filled import Filling

URLENCODED = "application/x-www-form-urlencoded"

SOON = datetime.now(UTC).date() + timedelta(days=8)

PLAIN = {
    "date": f"{SOON}",
    "datetime-local": f"{SOON}T10:00",
    "email": "a@example.org",
    "number": "3",
    "time": "10:00",
    "url": "https://example.org/",
}
"""What a person might type into a field of a kind; into all others, words."""


class Fields(HTMLParser):
    """The fields of the forms on a page, each with a value that a person would leave in it.

    Parameters
    ----------
    page
        The page.
    sent_to
        An address: only of the forms that are sent there, where a page has several.
    """

    def __init__(self, page: str, *, sent_to: str = "") -> None:
        super().__init__()
        self._sent_to = sent_to
        self._is_other = False
        self.plain: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self.files: list[str] = []
        self._select = ""
        self.feed(page)
        self.plain.pop("csrfmiddlewaretoken", None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a field, or the first choice of one."""
        told = {name: value or "" for name, value in attrs}
        name = told.get("name", "")
        if tag == "form":
            self._is_other = self._sent_to not in {"", told.get("action")}
        if self._is_other:
            return
        if tag == "option" and self._select:
            if told.get("value") and not self.plain[self._select]:
                self.plain[self._select] = told["value"]
        elif not name:
            return
        elif tag == "select":
            self._select = name
            self.kinds[name] = tag
            self.plain.setdefault(name, "")
        elif tag in {"input", "textarea"}:
            self._typed(name, told if tag == "input" else {"type": tag, **told})

    def handle_endtag(self, tag: str) -> None:
        """Note the end of a field's choices."""
        self._select = "" if tag == "select" else self._select

    def _typed(self, name: str, told: dict[str, str]) -> None:
        kind = self.kinds[name] = told.get("type", "text")
        if kind == "file":
            self.files.append(name)
        elif kind in {"radio", "checkbox"}:
            self.plain.setdefault(name, told.get("value") or "on")
        else:
            self.plain[name] = told.get("value") or PLAIN.get(kind, "Plain words")


@dataclass(frozen=True, slots=True)
class Form:
    """A form of the room that this process is, and somebody who may send it."""

    client: Client
    path: str
    fields: Fields

    @classmethod
    def at(cls, name: str, filling: Filling | None = None) -> Form:
        """Return the form at an address, of a row that was kept for it, filled in plainly or so."""
        from django.core.cache import cache

        from tests.web.addresses import address, model_at, state_purpose
        from tests.web.filled import Filling
        from tests.web.rows import keep
        from tests.web.signed_in import AGENCY, signed_in

        cache.clear()  # nobody has tried too often
        filling = filling or Filling()
        if filling.beside is not None:
            filling.beside()
        client = signed_in(role_at(name))
        model = model_at(name)
        row = keep(model, owner=AGENCY, **filling.row) if model else None
        pk = row.pk if row else None
        if client.session.session_key:
            state_purpose(client, *([pk] if pk else []), uuid.uuid4())
        fields = _fields_at(name, client, pk)
        if row and hasattr(row, "row_version"):  # as the page gives it on which a button stands
            fields.plain.setdefault("version", str(row.row_version))
            fields.kinds.setdefault("version", "hidden")
        fields.plain.update(filling.typed)
        for field in filling.typed:
            fields.kinds.setdefault(field, "text")
        return cls(client, address(name, pk=pk), fields)

    def send(self, body: bytes = b"", content_type: str = URLENCODED) -> int:
        """Send it, as it is filled in or with another body, and return the status."""
        body = body or urlencode(self.fields.plain).encode()
        return self.client.generic("POST", self.path, body, content_type=content_type).status_code


def _fields_at(name: str, client: Client, pk: uuid.UUID | None) -> Fields:
    """Return the fields of a form, from its own page or from that of the row on which it stands."""
    from tests.web.addresses import EXPECTED, EXPOSED, address, ask, model_at

    asked = ask(client, name, "GET", pk=pk)
    if asked.status_code == 200:
        return Fields(asked.content.decode())
    fields = Fields("")
    for other in EXPOSED if pk else ():
        if model_at(other) is model_at(name) and "POST" not in EXPECTED[other].methods:
            asked = ask(client, other, "GET", pk=pk)
            if asked.status_code == 200 and "html" in asked["Content-Type"]:
                fields = Fields(asked.content.decode(), sent_to=address(name, pk=pk))
        if fields.plain:
            break
    return fields


def role_at(name: str) -> str:
    """Return a role that is let in: rather one that is given than one that everybody has."""
    from commonground_web.kernel.access.roles import ANYONE, MEMBER, room_roles
    from tests.web.addresses import EXPECTED
    from tests.web.matrix import WAITING

    roles = EXPECTED[name].roles
    given = sorted(roles & set(room_roles()) - {ANYONE, MEMBER, *WAITING})
    return next(iter([*given, *(role for role in (MEMBER, ANYONE) if role in roles)]))

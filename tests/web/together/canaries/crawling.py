"""Look for canaries on every page that a room shows: called in the room's own process."""

from __future__ import annotations

import uuid
from copy import copy
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tests.web.together.canaries.marks import Canaries

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.test import Client

    from commonground_web.kernel.compartments.records import Record

MOST_ROWS = 3
"""How many rows of a kind have their own pages asked for, besides those that are named."""

NOT_THERE = ("/no-such-page/", "/%00", "/account/../../etc/passwd")

URLENCODED = "application/x-www-form-urlencoded"


def crawl(
    *,
    canaries: list[dict[str, Any]],
    ids: list[str],
    own: dict[str, Any],
    most_roles: int = 99,
    only: str = "",
) -> dict[str, Any]:
    """Ask for every address as those who are let in, and return each canary that was shown.

    Parameters
    ----------
    canaries
        What the other rooms were filled with.
    own
        What this room was filled with: if none of that is shown, nothing is proved.
    ids
        Rows, of this room or of others, that are asked for at every address.
    most_roles
        How many of the roles that are let in ask for an address.
    only
        The one address that is asked for, where it is not every address.

    Returns
    -------
    dict
        How many answers there were, those of them that were faults, what was found where, and
        which fields of the room's own were shown.
    """
    _let_in()
    looked_for, ours, shown = [Canaries.of(told) for told in canaries], Canaries.of(own), set[str]()
    crawled: dict[str, Any] = {"asked": 0, "faults": [], "found": {}}
    for place, answer in _answers([uuid.UUID(key) for key in ids], most_roles, only):
        crawled["asked"] += 1
        if place.endswith(" 500"):
            crawled["faults"].append(place)
        if seen := [mark for c in looked_for for mark in c.found_in(answer)]:
            crawled["found"][place] = seen
        shown.update(ours.found_in(answer))
    return {**crawled, "shown": sorted(shown)}


def _let_in() -> None:
    """Have the agency of all visitors work here: it works in one room, and the Commons says so."""
    from commonground_web.kernel.rooms import Room, this_room
    from tests.web.signed_in import AGENCY
    from tests.web.snapshots import bind_here

    if this_room() is not Room.COMMONS:
        bind_here(AGENCY)


def _answers(others: list[uuid.UUID], most_roles: int, only: str) -> Iterator[tuple[str, bytes]]:
    from tests.web.addresses import EXPOSED, is_let_in, model_at

    keys = {name: _keys(model) for name in EXPOSED if (model := model_at(name))}
    stated = [*others, *(key for found in keys.values() for key in found)]
    visitors = {role: _Visitor(role, stated) for role in _roles()}
    for name in [only] if only else EXPOSED:
        own = keys.get(name, [None])
        let_in = [visitors[role] for role in visitors if is_let_in(role, name)]
        for visitor in let_in[:most_roles]:
            yield from visitor.opens(name, own)
        for visitor in let_in[:1]:
            yield from visitor.opens(name, others if name in keys else ())
            yield from visitor.sends(name, own[:1])
            yield from visitor.exports(name)
    for visitor in visitors.values():
        yield from visitor.is_refused()


def _roles() -> list[str]:
    from commonground_web.kernel.access.roles import ANYONE, room_roles

    return sorted({ANYONE, *room_roles()})


@dataclass
class _Visitor:
    """Somebody with one role, who states a purpose for every row."""

    role: str
    stated: list[uuid.UUID]
    client: Client = field(init=False)

    def __post_init__(self) -> None:
        from tests.web.addresses import state_purpose
        from tests.web.signed_in import signed_in

        self.client = signed_in(self.role)
        self.client.raise_request_exception = False
        if self.client.session.session_key:
            state_purpose(self.client, *self.stated)

    def opens(self, name: str, keys: Iterable[uuid.UUID | None]) -> Iterator[tuple[str, bytes]]:
        """Open the page of each row."""
        from tests.web.addresses import EXPECTED, address

        if "GET" not in EXPECTED[name].methods:
            return
        for key in keys:
            [answer] = self._asks(("GET", address(name, pk=key)))
            yield self._told(name, answer, key=key)

    def sends(self, name: str, keys: Iterable[uuid.UUID | None]) -> Iterator[tuple[str, bytes]]:
        """Send the form of each row empty, and filled in as the page gives it; follow both."""
        from tests.web.addresses import EXPECTED, address
        from tests.web.forms import Fields

        if "POST" not in EXPECTED[name].methods:
            return
        for key in keys:
            path = address(name, pk=key)
            page = self.client.get(path).content.decode(errors="replace")
            for body in {"", urlencode(Fields(page).plain)}:
                for answer in self._asks(("POST", path, body)):
                    yield self._told(name, answer, key=key)

    def exports(self, name: str) -> Iterator[tuple[str, bytes]]:
        """Take the file of a list that two persons let out."""
        from tests.web.addresses import EXPECTED, address
        from tests.web.exports import taken

        if name.endswith("-export") and "POST" in EXPECTED[name].methods:
            second = sorted(EXPECTED["export-answer"].roles)[0]
            for kind in ("csv", "xlsx"):
                path = f"{address(name, pk=None)}?as={kind}"
                answer = taken(path, by=self.role, second=second)
                assert "attachment" in answer["Content-Disposition"], name
                yield self._told(name, answer, key=None)

    def is_refused(self) -> Iterator[tuple[str, bytes]]:
        """Ask for what is not theirs, and for what is nowhere."""
        from tests.web.addresses import EXPOSED, address, is_let_in

        name = next(name for name in EXPOSED if not is_let_in(self.role, name))
        for path in (address(name, pk=self.stated[0]), *NOT_THERE):
            [answer] = self._asks(("GET", path))
            yield self._told(path if path in NOT_THERE else name, answer, key=self.stated[0])

    def _asks(self, asked: tuple[str, ...]) -> list[Any]:
        """Ask, and go where the answer sends one; undo whatever was done."""
        from django.db import transaction

        method, path, body = *asked, *("",) * (3 - len(asked))
        cookies = copy(self.client.cookies)
        with transaction.atomic():
            answers = [self.client.generic(method, path, body, content_type=URLENCODED)]
            if method == "POST" and (ahead := answers[0].headers.get("Location", "")):
                answers.append(self.client.get(ahead))
            transaction.set_rollback(True)
        self.client.cookies = cookies
        return answers

    def _told(self, name: str, answer: Any, *, key: uuid.UUID | None) -> tuple[str, bytes]:
        place = f"{self.role} {answer.wsgi_request.method} {name} {answer.status_code}"
        return place, _all_of(answer, asked=key)


def _all_of(answer: Any, *, asked: uuid.UUID | None) -> bytes:
    """Return body and headers, but for the id that was asked for: forms and ways back say it."""
    body = bytes(b"".join(answer.streaming_content) if answer.streaming else answer.content)
    heads = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    return (body + heads.encode()).replace(str(asked).encode(), b"")


def _keys(model: type[Record]) -> list[uuid.UUID]:
    from commonground_web.kernel.compartments.hanging import tables_above
    from tests.web.rows import records_of_persons, viewing
    from tests.web.signed_in import AGENCY

    above = tables_above(model)
    read = [of for of in records_of_persons() if of._meta.db_table in above]
    with viewing(model, *read, agency=AGENCY):
        return list(model.objects.order_by("pk").values_list("pk", flat=True)[:MOST_ROWS])

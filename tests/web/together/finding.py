"""Find a page for every address of a room: called in the room's own process.

Everybody of the room follows the links that they see, from the front page on; so what is found is
what people find. Where no link leads to an address, rows that are there are tried, then rows that
are made up.
"""

from __future__ import annotations

import re
import uuid
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from django.test import Client


LINK = re.compile(rb'href="(/[^"#]*)')
KEY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
TIMES = 6
"""How many pages behind one address somebody looks at."""

MOST_ROWS = 8
"""How many rows of a kind are tried where no link leads to a page of theirs."""


@dataclass
class Found:
    """A page, who sees it, and how much is on it."""

    name: str
    url: str
    person: str
    size: int


@dataclass
class Finder:
    """One person, who looks at all pages that they find."""

    person: str
    client: Client
    pages: list[Found] = field(default_factory=list)
    answers: set[str] = field(default_factory=set)
    """Addresses that answered with something else than a page: a file, a way on."""
    times: Counter[str] = field(default_factory=Counter)
    keys: set[uuid.UUID] = field(default_factory=set)

    def follow(self, urls: Iterable[str]) -> None:
        """Look at these pages, and at those that they lead to."""
        waiting, seen = list(urls), set(urls)
        while waiting:
            for link in self._links(waiting.pop(0)):
                if link not in seen:
                    seen.add(link)
                    waiting.append(link)

    def _links(self, url: str) -> Iterator[str]:
        name = name_of(url)
        if name is None or self.times[name] >= TIMES:
            return
        answer = self._asked(url, name)
        if answer is None:
            return
        for found in LINK.findall(answer.content):
            yield unescape(found.decode()).partition("?")[0]

    def _asked(self, url: str, name: str) -> Any:
        answer: Any = self.client.get(url)
        if answer.status_code == 302 and name_of(answer.url) == "purpose":
            self._note(self.client.get(answer.url), "purpose", answer.url)
            self._state_purpose(answer.url)
            answer = self.client.get(url)
        if answer.status_code not in {200, 302}:
            return None
        self.times[name] += 1
        return self._note(answer, name, url)

    def _note(self, answer: Any, name: str, url: str) -> Any:
        """Return an answer if it is a page, and keep what it is."""
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            self.answers.add(name)
            return None
        self.pages.append(Found(name, url, self.person, len(answer.content)))
        return answer

    def _state_purpose(self, url: str) -> None:
        from tests.web.addresses import state_purpose

        [asked_for] = parse_qs(urlsplit(url).query)["for"]
        self.keys |= {uuid.UUID(key) for key in KEY.findall(asked_for)}
        state_purpose(self.client, *self.keys)


def name_of(url: str) -> str | None:
    """Return the name of the address that a URL is of."""
    from django.urls import Resolver404, resolve

    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return None


def find(accounts: list[str]) -> dict[str, Any]:
    """Return pages for every address that answers GET, and what lets a browser see them.

    Parameters
    ----------
    accounts
        The mail addresses of those who look; somebody who did not sign in looks, too.
    """
    from commonground_web.kernel.accounts.models import Account
    from tests.web.signed_in import client_of, visitor

    finders = [Finder("", visitor())]
    those = Account.objects.filter(email__in=accounts, is_active=True)
    finders += [Finder(account.email, client_of(account)) for account in those]
    for finder in finders:
        finder.client.raise_request_exception = False
        finder.follow(_without_keys())
    _try_rows(finders)
    pages = [page for finder in finders for page in finder.pages]
    answered = {page.name for page in pages}.union(*(finder.answers for finder in finders))
    return {
        "pages": [vars(page) for page in _fullest(pages)],
        "missing": sorted(_asked_by_get() - answered),
        "cookies": {one.person: told for one in finders if (told := _cookie(one.client))},
    }


def find_in_the_empty() -> dict[str, Any]:
    """Return the pages of a room in which nothing was done, as somebody of all roles sees them.

    Forms are left out: they are the same in a room that is full.
    """
    from commonground_web.kernel.access.roles import EVERY_ROOM, room_roles
    from tests.web.signed_in import signed_in

    finder = Finder("everybody", signed_in(*(room_roles().keys() - EVERY_ROOM.keys())))
    finder.client.raise_request_exception = False
    finder.follow(_without_keys())
    shown = [page for page in finder.pages if page.name not in _answered_by_forms()]
    return {
        "pages": [vars(page) for page in _fullest(shown)],
        "missing": [],
        "cookies": {finder.person: _cookie(finder.client)},
    }


def _asked_by_get() -> set[str]:
    return {name for name, methods in _methods().items() if "GET" in methods}


def _answered_by_forms() -> set[str]:
    return {name for name, methods in _methods().items() if "POST" in methods}


def _methods() -> dict[str, Collection[str]]:
    """Return the methods that each address of the room answers, by its name."""
    from commonground_web.kernel.access.exposures import exposure_of
    from tests.web.addresses import ADDRESSES

    exposures = {name: exposure_of(p.callback, name=name) for name, p in ADDRESSES.items()}
    return {name: said.methods for name, said in exposures.items() if said}


def _without_keys() -> list[str]:
    from django.urls import NoReverseMatch, reverse

    found = []
    for name in sorted(_asked_by_get()):
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            continue
    return found


def _try_rows(finders: list[Finder]) -> None:
    """Ask with ids of rows for those addresses that no link led to."""
    from tests.web.addresses import EXPECTED, address, model_at

    found = {page.name for finder in finders for page in finder.pages}
    for name in sorted((_asked_by_get() - found - _never_found()) & {*EXPECTED}):
        model = model_at(name)
        urls = [address(name, pk=key) for key in (_keys(model) if model else [])]
        for finder in finders:
            finder.follow(urls)
            if finder.times[name]:
                break
        else:
            finders += _with_made_up_rows(name, model)


def _with_made_up_rows(name: str, model: Any) -> list[Finder]:
    """Ask for an address as each role that is let in, of a row that is made up for it."""
    from tests.web.addresses import EXPECTED, address, state_purpose
    from tests.web.rows import keep
    from tests.web.signed_in import AGENCY, signed_in

    key = keep(model, owner=AGENCY).pk if model else None
    for role in sorted(EXPECTED[name].roles):
        client = signed_in(role)
        client.raise_request_exception = False
        if key and client.session.session_key:
            state_purpose(client, key)
        finder = Finder(f"{role} for {name}", client)
        finder.follow([address(name, pk=key)])
        if finder.times[name]:
            return [finder]
    return []


def _never_found() -> set[str]:
    """Return addresses of which the matrix says that they find nothing without a token."""
    from tests.web.addresses import EXPECTED

    return {name for name, said in EXPECTED.items() if said.answers == {404}}


def _keys(model: Any) -> list[uuid.UUID]:
    from tests.web.rows import records_of_persons, viewing
    from tests.web.signed_in import AGENCY

    with viewing(model, *records_of_persons(), agency=AGENCY):
        return list(model.objects.order_by("-pk").values_list("pk", flat=True)[:MOST_ROWS])


def _fullest(pages: list[Found]) -> list[Found]:
    """Return of each address the fullest page, which whoever sees most of it sees."""
    by_name: dict[str, Found] = {}
    for page in pages:
        if page.name not in by_name or page.size > by_name[page.name].size:
            by_name[page.name] = page
    return [by_name[name] for name in sorted(by_name)]


def _cookie(client: Client) -> dict[str, str] | None:
    from django.conf import settings

    cookie = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return {"name": cookie.key, "value": cookie.value} if cookie else None

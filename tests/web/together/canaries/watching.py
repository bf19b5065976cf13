"""What a room shows, as fingerprints that two histories can be held beside each other by."""

from __future__ import annotations

import hashlib
import random
import re
import uuid
from contextlib import contextmanager
from copy import copy
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.test import Client

    from commonground_web.kernel.compartments.records import Record

TO_EACH_REQUEST = re.compile(
    rb"""nonce[=-]["']?[A-Za-z0-9+/=_-]+ | csrfmiddlewaretoken"\ value="[^"]+ | csrf=[^;]+
       | -session=[^;]+ | expires=[^;]+ | passkey-options"[^<]+""",
    re.VERBOSE,
)
"""What is new with each answer whatever happened: nonces, tokens of forms, challenges of keys."""

TO_EACH_EVENT = re.compile(rb"/done/[0-9a-f-]{36}/|<time[^>]*>[^<]*</time>")
"""What is new with each event: the trail shows when the room's own clocks ran, and its id."""

WITH_A_NEW_SECRET = {"mfa_activate_totp"}
"""Pages that show a secret which is made anew each time."""


def fill(seed: int) -> dict[str, str]:
    """Write the room's own rows, and return somebody who holds each role."""
    from commonground_web.kernel.access.roles import ANYONE, NEWCOMER, room_roles
    from tests.web.addresses import EXPOSED, model_at
    from tests.web.rows import keep
    from tests.web.signed_in import AGENCY, account_with

    models = {model for name in EXPOSED if (model := model_at(name))}
    for model in sorted(models, key=lambda model: model._meta.label):
        if _first(model) is None:  # some come with others
            keep(model, owner=AGENCY, token=f"own{seed}")
    return {
        role: str(account_with(role, has_factor=role != NEWCOMER).pk)
        for role in sorted({*room_roles()} - {ANYONE})
    }


def happen(seed: int) -> dict[str, int]:
    """Let a history happen in this room: rows come and go, more or fewer, as the seed says."""
    from tests.web.rows import keep, records_of_persons
    from tests.web.signed_in import AGENCY

    draw = random.Random(seed)  # noqa: S311 - another history for another seed
    done: dict[str, int] = {}
    for model in records_of_persons():
        if model.WRITTEN_IN:
            continue
        count = draw.choice((1, 3, 12))
        for number in range(count):
            owner = (
                AGENCY if draw.random() < 0.5 else uuid.UUID(int=draw.getrandbits(128), version=4)
            )
            keep(model, owner=owner, token=f"history{seed}x{number}")
        done[model._meta.label] = count
    return done


def seen(people: dict[str, str], at: str) -> dict[str, str]:
    """Ask for every address as those who are let in, at one moment; fingerprint each answer.

    Each role also asks for one address that is not its own: what is refused is refused alike.
    """
    from commonground_web.kernel.rooms import Room, this_room
    from tests.web.signed_in import AGENCY
    from tests.web.snapshots import bind_here

    if this_room() is not Room.COMMONS:
        bind_here(AGENCY)  # the Commons of these tests says that it works in no room
    with _standing(datetime.fromisoformat(at)) as ids:
        return {
            f"{role} {method} {name}": fingerprint
            for role, client in _clients(people)
            for (method, name), fingerprint in _answers(role, client, ids).items()
        }


class _Ids:
    """Ids that come again for each request, whatever was drawn for those before."""

    def __init__(self) -> None:
        self.begin("")

    def begin(self, request: str) -> None:
        self._draw = random.Random(request)  # noqa: S311 - ids that come again

    def draw(self, size: int) -> bytes:
        return self._draw.randbytes(size)


def _clients(people: dict[str, str]) -> Iterator[tuple[str, Client]]:
    from commonground_web.kernel.access.roles import ANYONE, LOCKED
    from commonground_web.kernel.accounts.models import Account
    from commonground_web.kernel.clock import now
    from commonground_web.kernel.signin import sessions
    from tests.web.signed_in import client_of, visitor

    yield ANYONE, visitor()
    for role, pk in people.items():
        client = client_of(Account.objects.get(pk=pk))
        if role == LOCKED:
            session = client.session
            sessions.show_again(session, at=now() - timedelta(hours=1))
            session.save()
        yield role, client


def _answers(role: str, client: Client, ids: _Ids) -> dict[tuple[str, str], str]:
    from django.db import connection, transaction
    from django.test.utils import CaptureQueriesContext

    from tests.web.addresses import EXPOSED, ask, is_let_in, model_at, state_purpose

    refused = next(name for name in EXPOSED if not is_let_in(role, name))
    asked = [name for name in EXPOSED if is_let_in(role, name) or name == refused]
    keys = {name: _first(model) for name in asked if (model := model_at(name))}
    if client.session.session_key:
        state_purpose(client, *filter(None, keys.values()))
    answers = {}
    for name in asked:
        for method in ("GET", "POST") if name not in WITH_A_NEW_SECRET else ():
            cookies = copy(client.cookies)
            ids.begin(f"{role} {method} {name}")
            with transaction.atomic(), CaptureQueriesContext(connection) as queries:
                answer = ask(client, name, method, pk=keys.get(name))
                transaction.set_rollback(True)
            client.cookies = cookies
            answers[method, name] = _fingerprint(name, answer, len(queries))
    return answers


def _first(model: type[Record]) -> uuid.UUID | None:
    from tests.web.rows import records_of_persons, viewing
    from tests.web.signed_in import AGENCY

    with viewing(model, *records_of_persons(), agency=AGENCY):
        return model.objects.order_by("pk").values_list("pk", flat=True).first()


def _fingerprint(name: str, answer: Any, queries: int) -> str:
    """Return one word for status, headers, order and bytes, and how many queries it took."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    heads = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    cookies = answer.cookies.output()
    if name == "trail":
        body = TO_EACH_EVENT.sub(b"", body)
    plain = TO_EACH_REQUEST.sub(b"", b"\n".join([body, heads.encode(), cookies.encode()]))
    return f"{answer.status_code} {queries} {len(plain)} {hashlib.sha256(plain).hexdigest()[:16]}"


@contextmanager
def _standing(at: datetime) -> Iterator[_Ids]:
    """Let every clock stand, and events have the same ids each time, while the block lasts."""
    ids = _Ids()

    class Told(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return at.astimezone(tz)

    with (
        patch("commonground_web.kernel.clock.datetime", Told),
        patch("django.utils.timezone.datetime", Told),
        patch("time.time", at.timestamp),
        patch("os.urandom", ids.draw),  # fields hold `uuid4` itself, and that asks for these
    ):
        yield ids

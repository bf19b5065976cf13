"""What tests do in a room's own process: `python -m tests.web.together.inside fill ...`."""

from __future__ import annotations

import json
import sys
import uuid
from collections.abc import Callable
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402 - models need the settings first
from django.utils.module_loading import import_string  # noqa: E402

from commonground_web.kernel.access.actor import Actor  # noqa: E402
from commonground_web.kernel.clock import now  # noqa: E402
from tests.web.signed_in import AGENCY, account_with, client_of  # noqa: E402

NAMES = ("Ash Example", "Bo Placeholder", "Cy Sample", "Dee Fiction", "Em Invented", "Fen Madeup")
ROLES = {"caseroom": "officer", "careroom": "navigator", "commons": "coordinator"}


def sign_in(agency: str, *roles: str) -> None:
    """Make somebody with these roles, and print the cookie of their session."""
    account = account_with(*roles, agency=uuid.UUID(agency) if agency else AGENCY)
    cookie = client_of(account).cookies[settings.SESSION_COOKIE_NAME]
    print(json.dumps({"name": cookie.key, "value": cookie.value}))  # noqa: T201


def fill(agency: str, many: str) -> None:
    """Write so many plain records of the room for an agency."""
    room = str(settings.ROOM)
    by = Actor(str(uuid.uuid4()), frozenset({ROLES[room]}), uuid.UUID(agency))
    for n in range(int(many)):
        name = f"{NAMES[n % len(NAMES)]} {n + 1}"
        at = now() - timedelta(hours=7 * n)
        if room == "caseroom":
            act = import_string("tests.web.caseroom.entering.draft")
            act(name=name, facts="Seen selling at the corner by two officers.", by=by, at=at)
        elif room == "careroom":
            act = import_string("commonground_web.careroom.clients.actions.create_client")
            act(preferred_name=name, contact="At the market hall, mornings.", by=by, at=at)
        else:
            act = import_string("commonground_web.commons.complaints.actions.making.make_complaint")
            about = ("conduct", "listing", "service", "privacy", "safety")[n % 5]
            act(about=about, text="The lamp at the corner is broken.", by=by, at=at)


if __name__ == "__main__":
    asked: dict[str, Callable[..., None]] = {"sign-in": sign_in, "fill": fill}
    asked[sys.argv[1]](*sys.argv[2:])

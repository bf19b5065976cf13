"""Tests of what waits for people: the page that counts it, and the mail that says that it does."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.urls import resolve, reverse

from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.exposures import exposure_of, tables_for
from commonground_web.kernel.access.roles import MEMBER, is_permitted, room_roles
from commonground_web.kernel.accounts.models import Account, Membership
from commonground_web.kernel.audit.models import AuditEvent
from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.clock import now, today, where_the_room_stands
from commonground_web.kernel.clocks import room_clocks
from commonground_web.kernel.heaps import (
    HEAPS,
    Heap,
    entities_that_wait,
    what_waits_for,
)
from commonground_web.kernel.rounds.models import DailyRound
from commonground_web.kernel.waiting.clocks import MORNING, tell
from commonground_web.kernel.waiting.telling import AGAIN
from tests.web.signed_in import AGENCY, account_with, client_of, signed_in

pytestmark = pytest.mark.django_db

WAITS = "Roles to approve"


def asked_for(account: Account | None = None, *, by: uuid.UUID | None = None) -> Membership:
    """Have somebody ask for a role for somebody, which a second person has to approve."""
    asked = Membership(
        account=account or account_with("administrator"),
        role="administrator",
        since=today(),
        granted_by=by or uuid.uuid4(),
        created_at=now(),
    )
    asked.save(force_insert=True)
    return asked


def morning(*, days: int = 0) -> datetime:
    """Return a moment of the morning, where the room stands, so many days from tomorrow."""
    day = where_the_room_stands(now()) + timedelta(days=1 + days)
    return day.replace(hour=MORNING, minute=5).astimezone(UTC)


@pytest.fixture
def told(mailoutbox: list[EmailMessage], django_capture_on_commit_callbacks: Any) -> Any:
    """Return what runs the clock at a moment, and returns the addresses that were mailed."""

    def run(at: datetime) -> list[str]:
        mailoutbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            tell(at=at)
        return [address for mail in mailoutbox for address in mail.to]

    return run


def test_counts_what_waits_and_names_nobody() -> None:
    waiting = asked_for()
    page = signed_in("administrator").get(reverse("waiting")).content.decode()

    assert WAITS in page
    assert f'href="{reverse("accounts")}"' in page
    assert waiting.account.name not in page
    assert waiting.account.email not in page


def test_says_so_where_nothing_waits() -> None:
    asked_for()

    page = signed_in(MEMBER).get(reverse("waiting")).content.decode()

    assert WAITS not in page
    assert "Nothing waits for you." in page


def test_leaves_out_what_one_began_oneself_and_what_is_about_oneself() -> None:
    granting, given = account_with("administrator"), account_with("administrator")
    asked_for(given, by=granting.pk)

    for account in (granting, given):
        assert WAITS not in client_of(account).get(reverse("waiting")).content.decode()


@pytest.mark.parametrize("role", sorted(room_roles()))
def test_finds_what_waits_for_everyone_and_reads_no_row_for_it(role: str) -> None:
    asked_for()
    actor = Actor(str(uuid.uuid4()), frozenset({role, MEMBER}), AGENCY)
    tables = tables_for("list", *entities_that_wait())

    with access(
        Setting(actor=actor.id, verb="list", entity="waiting", tables=tables), at=now()
    ) as opened:
        what_waits_for(actor)

    assert opened.ids == {}


@pytest.mark.parametrize(
    ("entity", "verb", "view"), [(heap.entity, heap.verb, heap.view) for heap in HEAPS]
)
def test_leads_to_a_page_that_whoever_may_do_it_may_open(entity: str, verb: str, view: str) -> None:
    match = resolve(reverse(view))
    exposure = exposure_of(match.func, name=view)

    assert exposure is not None
    able = [role for role in room_roles() if is_permitted({role}, verb=verb, entity=entity)]
    for role in able:
        assert is_permitted({role}, verb=exposure.verb, entity=exposure.entity), (role, view)


def test_counts_what_is_of_no_known_moment(told: Any) -> None:
    able = account_with("administrator")
    heap = Heap("account", "invite", "Of no moment", "accounts", "told_at", (), _everybody)
    asked_for()

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("commonground_web.kernel.heaps.HEAPS", [heap, *HEAPS])
        page = client_of(able).get(reverse("waiting")).content.decode()
        assert able.email in told(morning())

    assert page.index("Of no moment") < page.index(WAITS)


def _everybody(actor: Actor) -> Any:
    return Account.objects.exclude(pk=actor.id)


def test_tells_each_once_in_the_morning_by_a_mail_that_says_nothing_else(
    told: Any, mailoutbox: list[EmailMessage]
) -> None:
    waiting = asked_for()
    able, unable = account_with("administrator"), account_with(MEMBER)
    at = morning()

    assert told(at - timedelta(hours=MORNING)) == []
    assert able.email in told(at)

    assert unable.email not in {address for mail in mailoutbox for address in mail.to}
    mail = next(mail for mail in mailoutbox if mail.to == [able.email])
    said = f"{mail.subject}\n{mail.body}"
    assert re.findall(r"https?://\S+", said) == [
        settings.ROOM_HOME.settings.address + reverse("waiting")
    ]
    for secret in (waiting.account.name, waiting.account.email, able.name, "role", "Role", "1"):
        assert secret not in said.replace(settings.ROOM_HOME.settings.address, "")
    assert told(at + timedelta(hours=3)) == []
    assert told(morning(days=1)) == []


def test_tells_again_where_something_came_or_a_week_went_by(told: Any) -> None:
    able = account_with("administrator")
    asked_for()
    assert able.email in told(morning())
    assert able.email not in told(morning(days=1))

    asked_for()

    assert able.email in told(morning(days=2))
    assert able.email not in told(morning(days=3))
    assert able.email in told(morning(days=2) + AGAIN)


def test_tells_in_the_language_of_the_account(told: Any, mailoutbox: list[EmailMessage]) -> None:
    able = account_with("administrator")
    able.language = "es"
    able.save()
    asked_for()

    told(morning())

    [mail] = [mail for mail in mailoutbox if mail.to == [able.email]]
    assert "Algo le espera" in mail.subject


def test_tells_nobody_whose_account_is_closed(told: Any) -> None:
    able = account_with("administrator")
    able.is_active, able.disabled_at = False, now()
    able.save()
    asked_for()

    assert able.email not in told(morning())


def test_goes_on_where_no_mail_can_be_sent(
    told: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    able = account_with("administrator")
    asked_for()

    def fail(*_args: object, **_kwargs: object) -> None:
        raise OSError(f"no route to {able.email}")

    monkeypatch.setattr("commonground_web.kernel.waiting.telling.send_mail", fail)

    assert told(morning()) == []
    assert "could not be mailed (OSError)" in caplog.text
    assert able.email not in caplog.text


def test_leaves_one_event_a_day(told: Any) -> None:
    at = morning()
    told(at)
    told(at + timedelta(minutes=1))

    assert AuditEvent.objects.filter(verb="tell").count() == 1
    assert DailyRound.objects.filter(clock="waiting.tell").count() == 1


def test_is_one_of_the_clocks_of_the_room() -> None:
    assert room_clocks()["waiting.tell"] is tell

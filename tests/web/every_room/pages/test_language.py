"""Tests of the language: chosen on any page, kept in a cookie and with the account."""

import pytest
from django.conf import settings

from commonground_web.kernel.audit.models import AuditEvent
from tests.web.signed_in import account_with, client_of, signed_in

pytestmark = pytest.mark.django_db

HERE = f"http://{settings.ROOM}.localhost"


def test_speaks_the_language_of_the_browser() -> None:
    assert (
        "Ayuda"
        in signed_in("anyone").get("/help/", headers={"accept-language": "es"}).content.decode()
    )


def test_keeps_what_a_visitor_chose_and_goes_back() -> None:
    client = signed_in("anyone")

    answer = client.post(
        "/language/", {"language": "es"}, headers={"referer": f"{HERE}/help/?page=2"}
    )

    assert answer.headers["Location"] == "/help/?page=2"
    assert client.cookies[settings.LANGUAGE_COOKIE_NAME].value == "es"
    assert '<html lang="es">' in client.get("/help/").content.decode()


def test_keeps_what_a_member_chose_for_every_browser() -> None:
    account = account_with()

    client_of(account).post("/language/", {"language": "es"})

    assert '<html lang="es">' in client_of(account).get("/help/").content.decode()


def test_leaves_one_event_that_names_the_account() -> None:
    account = account_with()
    client = client_of(account)
    before = set(AuditEvent.objects.values_list("pk", flat=True))

    client.post("/language/", {"language": "es"})

    [event] = AuditEvent.objects.exclude(pk__in=before).select_related("seal")
    assert (event.verb, event.entity, event.actor) == ("choose", "language", str(account.pk))
    assert event.seal.ids == {"accounts.account": [str(account.pk)]}


@pytest.mark.parametrize(
    "referer",
    [
        "",
        "https://example.org/",
        "//example.org",
        "javascript:alert(1)",
        f"{HERE}//example.org",
        "x",
    ],
)
def test_goes_nowhere_else(referer: str) -> None:
    answer = signed_in("anyone").post(
        "/language/", {"language": "es"}, headers={"referer": referer}
    )

    assert answer.headers["Location"] == "/"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_changes_nothing_for_another_site(site: str) -> None:
    client = signed_in("anyone")

    client.post("/language/", {"language": "es"}, headers={"sec-fetch-site": site})

    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies


def test_keeps_no_language_that_nobody_translated() -> None:
    client = signed_in("anyone")

    client.post("/language/", {"language": "tlh"})

    assert settings.LANGUAGE_COOKIE_NAME not in client.cookies

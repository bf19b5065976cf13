"""A portal that stumbles is asked again, one that refuses is quoted."""

from email.utils import formatdate

import pytest
import urllib3

from commonground.ingest.portals import (
    NotAPortal,
    OversizedPage,
    PortalRefused,
    PortalUnreachable,
    fetching,
)
from tests.unit.ingest.portals.conftest import Fetch
from tests.unit.ingest.portals.fakes import (
    TOKENS,
    FakePortal,
    Reply,
    answered,
    cut,
    web_page,
)

EPOCH_S = 4_000_000_000
"""Some time in 2096, later than any clock that this runs by."""


def test_waits_longer_each_time(socrata: FakePortal, fetch: Fetch, waits: list[float]) -> None:
    socrata.faults = {1: answered(500), 2: answered(503), 3: cut}

    assert fetch(socrata).rows == 250
    assert waits == [1.0, 2.0, 4.0]


def test_gives_up_after_six_tries(socrata: FakePortal, fetch: Fetch, waits: list[float]) -> None:
    socrata.faults = {number: answered(503) for number in range(2, 10)}

    with pytest.raises(PortalUnreachable, match=r"503 Service Unavailable.*kept: run the same"):
        fetch(socrata)

    assert len(socrata.pages) == 7
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0]


def test_waits_until_the_date_that_it_is_told(
    socrata: FakePortal, fetch: Fetch, waits: list[float]
) -> None:
    later = formatdate(EPOCH_S + 42, usegmt=True)
    now = formatdate(EPOCH_S, usegmt=True)
    socrata.faults = {1: answered(429, Retry_After=later)}

    assert fetching._asked_to_wait({"Retry-After": later, "Date": now}) == 42.0
    assert fetching._asked_to_wait({"Retry-After": now, "Date": later}) == 0.0
    with pytest.raises(PortalUnreachable, match="asked to wait"):
        fetch(socrata)
    assert waits == []


def test_falls_back_on_its_own_waits(socrata: FakePortal, fetch: Fetch, waits: list[float]) -> None:
    socrata.faults = {1: answered(429, Retry_After="soon")}

    assert fetch(socrata).rows == 250
    assert waits == [1.0]


def test_does_not_wait_for_hours(socrata: FakePortal, fetch: Fetch, waits: list[float]) -> None:
    socrata.faults = {1: answered(429, Retry_After="7200")}

    with pytest.raises(PortalUnreachable, match="asked to wait 7200 s"):
        fetch(socrata)
    assert waits == []


def test_says_that_nobody_answers(fetch: Fetch, waits: list[float], socrata: FakePortal) -> None:
    with pytest.raises(PortalUnreachable, match="there was no connection"):
        fetch(socrata, url="http://127.0.0.1:1/resource/abcd-1234.json")
    assert len(waits) == 5


def test_quotes_a_refusal_and_does_not_ask_again(
    socrata: FakePortal, fetch: Fetch, waits: list[float]
) -> None:
    socrata.faults = {1: answered(400, body={"error": True, "message": "No such column: :id"})}

    with pytest.raises(PortalRefused, match="400 Bad Request, saying 'No such column: :id'"):
        fetch(socrata)
    assert waits == []


def test_names_the_variable_for_a_token(portal: FakePortal, fetch: Fetch) -> None:
    portal.lock = "s3cr3t"

    with pytest.raises(PortalRefused, match=f"put it in {TOKENS[portal.kind]}"):
        fetch(portal)


def test_does_not_repeat_a_token_that_is_refused(portal: FakePortal, fetch: Fetch) -> None:
    portal.lock = "s3cr3t"
    portal.faults = {1: answered(403, body={"message": "wrong is no token"})}
    variable = TOKENS[portal.kind]

    with pytest.raises(PortalRefused, match=f"does not accept the token in {variable}") as refused:
        fetch(portal, tokens={variable: "wrong"})
    portal.lock = None
    with pytest.raises(PortalRefused, match=r"\*\*\* is no token"):
        fetch(portal, tokens={variable: "wrong"})

    assert "wrong" not in str(refused.value)


def test_says_that_a_page_for_people_came(portal: FakePortal, fetch: Fetch) -> None:
    portal.faults = {1: web_page("Sign in &amp; go on")}

    with pytest.raises(NotAPortal, match=r"a web page titled 'Sign in & go on'.*browser"):
        fetch(portal)


def test_quotes_the_title_of_an_error_page(portal: FakePortal, fetch: Fetch) -> None:
    portal.faults = {1: web_page("Gone fishing", status=404)}

    with pytest.raises(PortalRefused, match=r"404 Not Found.*Gone fishing"):
        fetch(portal)


def test_refuses_what_is_not_json(portal: FakePortal, fetch: Fetch) -> None:
    portal.faults = {1: lambda _, __: Reply(b"a,b\n1,2\n", headers={"Content-Type": "text/csv"})}

    with pytest.raises(NotAPortal, match="text/csv"):
        fetch(portal)


def test_refuses_json_of_another_shape(portal: FakePortal, fetch: Fetch) -> None:
    portal.faults = {1: answered(200, body={"hello": ["world"]})}

    with pytest.raises(NotAPortal, match="sent JSON without"):
        fetch(portal)


def test_refuses_a_page_too_large_for_memory(
    portal: FakePortal, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "LARGEST_ANSWER_BYTES", 3000)

    with pytest.raises(OversizedPage, match="Download its table as a file"):
        fetch(portal)


def test_follows_a_redirect_but_not_for_ever(socrata: FakePortal, fetch: Fetch) -> None:
    again = answered(302, Location="/resource/abcd-1234.json?$select=:id,*&$order=:id")
    socrata.faults = {1: again, 2: again}
    assert fetch(socrata, page_rows=1000).rows == 250
    socrata.faults = dict.fromkeys(range(20), again)

    with pytest.raises(PortalUnreachable, match="without end"):
        fetch(socrata)


def test_follows_no_redirect_to_another_scheme(socrata: FakePortal, fetch: Fetch) -> None:
    socrata.faults = {1: answered(302, Location="ftp://127.0.0.1/rows")}

    with pytest.raises(PortalUnreachable, match="no web address"):
        fetch(socrata)


def test_says_that_a_certificate_is_not_trusted() -> None:
    problem = urllib3.exceptions.SSLError("self-signed, at /resource?token=s3cr3t")

    said = fetching._fault(problem, host="data.example.org")

    assert "certificate of data.example.org" in str(said)
    assert "s3cr3t" not in str(said)


@pytest.mark.parametrize("name", ["{host}", "http://{host}", "http://ana:s%20cret@{host}"])
def test_goes_through_the_proxy_that_the_system_names(
    socrata: FakePortal, fetch: Fetch, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("http_proxy", name.format(host=socrata.host))
    monkeypatch.delenv("no_proxy", raising=False)

    fetched = fetch(socrata, url=socrata.url.replace(socrata.host, "data.example.org"))

    assert fetched.rows == 250
    said = {asked.headers.get("proxy-authorization") for asked in socrata.asked}
    assert said == {"Basic YW5hOnMgY3JldA==" if "@" in name else None}


@pytest.mark.parametrize("exempt", ["*", "example.org"])
def test_goes_straight_where_the_system_says_so(
    monkeypatch: pytest.MonkeyPatch, exempt: str
) -> None:
    monkeypatch.setenv("http_proxy", "http://proxy.example.org")
    monkeypatch.setenv("no_proxy", exempt)

    assert not isinstance(fetching.connections("http://data.example.org/x"), urllib3.ProxyManager)


def test_goes_straight_to_this_machine(
    socrata: FakePortal, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)

    assert fetch(socrata).rows == 250


@pytest.mark.parametrize("name", ["ftp://proxy.example.org", "http://", "http://proxy:port"])
def test_refuses_a_proxy_that_is_no_address(
    socrata: FakePortal, fetch: Fetch, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv("http_proxy", name)
    monkeypatch.delenv("no_proxy", raising=False)

    with pytest.raises(fetching.UnusableProxy, match="Set HTTP_PROXY to one"):
        fetch(socrata, url=socrata.url.replace(socrata.host, "data.example.org"))


def test_says_that_the_proxy_does_not_answer(
    socrata: FakePortal, fetch: Fetch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)

    with pytest.raises(PortalUnreachable, match="the proxy that the system names"):
        fetch(socrata, url=socrata.url.replace(socrata.host, "data.example.org"))

"""Asking a portal for JSON: tries, waits, tokens, and errors that say what to do next."""

from __future__ import annotations

import html
import json
import re
import ssl
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass
from decimal import Decimal
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from tenacity import RetryCallState, Retrying, retry_if_exception, stop_after_attempt
from urllib3 import exceptions as faults
from urllib3.util import Url, make_headers, parse_url

from commonground.core.errors import DataError

LARGEST_ANSWER_BYTES = 128 * 2**20
"""A page of ten thousand rows is rarely 20 MB; parsed it takes some ten times its size."""

CHUNK_BYTES = 2**16
TRIES = 6
FIRST_WAIT_S = 1.0
LONGEST_WAIT_S = 900.0
"""A portal that asks for more than a quarter of an hour is better tried another day."""

TIMEOUT = urllib3.Timeout(connect=20.0, read=120.0)
"""Seconds; a large table's count may take a portal more than a minute."""

PROXIES = ("http", "https")
THIS_MACHINE = ("localhost", "127.0.0.1", "::1")

SECRET_HEADERS = ("Authorization", "X-App-Token")
REDIRECTS = urllib3.Retry(
    total=None,
    connect=0,
    read=0,
    other=0,
    redirect=5,
    status=0,
    respect_retry_after_header=False,
    remove_headers_on_redirect=SECRET_HEADERS,
)
"""Redirects are followed here; everything else is tried again by our own rules."""

LONGEST_WORDS = 300
TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
NEEDS_TOKEN = (401, 403, 498, 499)
"""The last two are ArcGIS's own: a token that is not valid, and one that is missing."""

FAULTS = (
    (faults.ProxyError, "the proxy that the system names did not pass it on"),
    (faults.NameResolutionError, "the name of the host could not be resolved"),
    (faults.NewConnectionError, "there was no connection"),
    (faults.TimeoutError, "there was no answer in time"),
    (faults.ProtocolError, "the connection was cut"),
    (faults.DecodeError, "the answer was damaged"),
)
"""The first that fits counts: a name that is not resolved is a connection not made, and so on."""


class PortalUnreachable(DataError):
    """A portal that gave no proper answer, however often it was asked."""


class PortalRefused(DataError):
    """A portal that understood and said no."""


class NotAPortal(DataError):
    """Something else than a portal's JSON."""


class UnusableProxy(DataError):
    """A proxy named so that nobody could find it."""


class OversizedPage(DataError):
    """An answer too large to be held in memory."""


@dataclass(frozen=True, slots=True)
class Token:
    """Where the token of a kind of portal stands in the environment, and how it is sent."""

    variable: str
    header: str | None = None
    parameter: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """A portal's JSON, numbers with a point as decimals, and the headers it came with."""

    body: object
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Fetcher:
    """Asks one portal.

    Parameters
    ----------
    pool
        Where connections come from.
    token
        How this kind of portal takes its token.
    secret
        The token itself, empty where there is none.
    sleep
        Called with seconds to wait.
    """

    pool: urllib3.PoolManager
    token: Token
    secret: str
    sleep: Callable[[float], None]

    def json(self, url: str, *, asking: Mapping[str, str]) -> Answer:
        """Return what an address answers.

        Parameters
        ----------
        url
            Address without a query.
        asking
            The query's parameters.

        Raises
        ------
        PortalUnreachable
            If no proper answer came in six tries.
        PortalRefused
            If the portal said no.
        NotAPortal
            If the answer is not JSON.
        OversizedPage
            If the answer is too large.
        """
        tries = Retrying(
            stop=stop_after_attempt(TRIES),
            wait=_seconds_to_wait,
            retry=retry_if_exception(_is_worth_another_try),
            sleep=self.sleep,
            reraise=True,
        )
        try:
            return tries(self._once, url, asking)
        except _Passing as last:
            raise PortalUnreachable(
                f"{_host(url)} gave no proper answer: {self._clean(last.words)}. "
                "What has been read is kept: run the same again later to go on."
            ) from None

    def _once(self, url: str, asking: Mapping[str, str]) -> Answer:
        headers = {
            "Accept": "application/json",
            "Accept-Encoding": "gzip",
            "User-Agent": "commonground",
        }
        fields = dict(asking)
        if self.secret and self.token.header:
            headers[self.token.header] = self.secret
        if self.secret and self.token.parameter:
            fields[self.token.parameter] = self.secret

        try:
            with closing(
                self.pool.request(
                    "GET",
                    url,
                    fields=fields,
                    headers=headers,
                    preload_content=False,
                    timeout=TIMEOUT,
                    retries=REDIRECTS,
                )
            ) as response:
                content = _limited(response, host=_host(url))
        except faults.HTTPError as problem:
            raise _fault(problem, host=_host(url)) from None

        status = response.status
        if _may_pass(status):
            raise _Passing(
                f"it answered {_named(status)}", after_s=_asked_to_wait(response.headers)
            )
        if status >= HTTPStatus.MULTIPLE_CHOICES:
            raise self._refusal(url, status=status, words=_own_words(content))
        return self._read(url, content=content, headers=response.headers)

    def _read(self, url: str, *, content: bytes, headers: Mapping[str, str]) -> Answer:
        kind = headers.get("Content-Type", "")
        if content.lstrip()[:1] == b"<":
            raise NotAPortal(f"{_host(url)} answered with a web page{_titled(content)}. {_INSTEAD}")
        try:
            body = _parsed(content)
        except (ValueError, RecursionError):
            if content.strip() and not any(word in kind for word in ("json", "text/plain")):
                raise NotAPortal(
                    f"{_host(url)} answered with {kind or 'something unnamed'}. {_INSTEAD}"
                ) from None
            raise _Passing("its JSON was cut short or damaged") from None

        error = body.get("error") if isinstance(body, dict) else None
        code = error.get("code") if isinstance(error, dict) else None
        if isinstance(code, int) and _may_pass(code):
            raise _Passing(f"it answered with error {code}, saying {_own_words(content)!r}")
        if error or (isinstance(body, dict) and body.get("success") is False):
            status = code if isinstance(code, int) else HTTPStatus.OK
            raise self._refusal(url, status=status, words=_own_words(content))
        return Answer(body=body, headers=headers)

    def _refusal(self, url: str, *, status: int, words: str) -> PortalRefused:
        said = f", saying {self._clean(words)!r}" if words else ""
        advice = "Check the address, and whether the table is public."
        if status in NEEDS_TOKEN and self.secret:
            advice = f"It does not accept the token in {self.token.variable}."
        elif status in NEEDS_TOKEN:
            advice = f"If the table needs a token, put it in {self.token.variable}."
        return PortalRefused(f"{_host(url)} refused with {_named(status)}{said}. {advice}")

    def _clean(self, words: str) -> str:
        return words.replace(self.secret, "***") if self.secret else words


def connections(url: str) -> urllib3.PoolManager:
    """Return a pool of connections to an address, as the system makes them.

    It trusts whom the system trusts, and goes through the proxy that the system names for such
    addresses (``HTTPS_PROXY``, ``NO_PROXY``); to this machine itself it goes straight.

    Parameters
    ----------
    url
        The address.

    Raises
    ------
    UnusableProxy
        If the name of the proxy is no web address.
    """
    trusted = ssl.create_default_context()
    try:
        scheme, host = urlsplit(url).scheme, urlsplit(url).hostname or ""
    except ValueError:
        scheme, host = "", ""
    named = getproxies().get(scheme)
    if named is None or host in THIS_MACHINE or proxy_bypass(host):
        return urllib3.PoolManager(ssl_context=trusted)
    proxy = _proxy(named)
    if proxy is None:
        raise UnusableProxy(
            f"The proxy that the system names for {scheme} addresses is no web address. Set "
            f"{scheme.upper()}_PROXY to one, such as http://proxy.example.org:3128, or to nothing."
        )
    headers = make_headers(proxy_basic_auth=unquote(proxy.auth) if proxy.auth else None)
    return urllib3.ProxyManager(proxy.url, proxy_headers=headers, ssl_context=trusted)


def _proxy(named: str) -> Url | None:
    try:
        proxy = parse_url(named if "://" in named else f"http://{named}")
    except faults.LocationParseError:
        return None
    return proxy if proxy.scheme in PROXIES and proxy.host else None


def listed(body: object, name: str) -> list[dict[str, object]] | None:
    """Return the list of objects that JSON holds under a name, or nothing if it is not that."""
    found = body.get(name) if isinstance(body, dict) else None
    if not isinstance(found, list) or not all(isinstance(part, dict) for part in found):
        return None
    return found


def shapeless(url: str, *, needed: str) -> NotAPortal:
    """Return the error for JSON that is not what a portal of this kind sends."""
    return NotAPortal(f"{_host(url)} sent JSON without {needed}. {_INSTEAD}")


_INSTEAD = (
    "A portal's JSON was needed. Check the address in a browser: it may have moved, ask for a "
    "login, or be of another kind."
)


class _Passing(Exception):
    """A fault that may be gone at the next try."""

    def __init__(self, words: str, *, after_s: float | None = None) -> None:
        super().__init__(words)
        self.words = words if after_s is None else f"{words} and asked to wait {after_s:g} s"
        self.after_s = after_s


def _is_worth_another_try(problem: BaseException) -> bool:
    return isinstance(problem, _Passing) and (problem.after_s or 0.0) <= LONGEST_WAIT_S


def _seconds_to_wait(state: RetryCallState) -> float:
    problem = state.outcome.exception() if state.outcome else None
    if isinstance(problem, _Passing) and problem.after_s is not None:
        return problem.after_s
    return float(FIRST_WAIT_S * 2 ** (state.attempt_number - 1))


def _asked_to_wait(headers: Mapping[str, str]) -> float | None:
    """Return seconds; a moment is measured on the portal's clock, which may not be ours."""
    asked = headers.get("Retry-After", "").strip()
    if asked.isdecimal():
        return float(asked)
    try:
        wait = parsedate_to_datetime(asked) - parsedate_to_datetime(headers.get("Date", ""))
    except (ValueError, TypeError):
        return None
    return max(0.0, wait.total_seconds())


def _may_pass(status: int) -> bool:
    return (
        status in {HTTPStatus.ACCEPTED, HTTPStatus.TOO_MANY_REQUESTS}
        or status >= HTTPStatus.INTERNAL_SERVER_ERROR
    )


def _limited(response: urllib3.BaseHTTPResponse, *, host: str) -> bytes:
    content = bytearray()
    for chunk in response.stream(CHUNK_BYTES, decode_content=True):
        content += chunk
        if len(content) > LARGEST_ANSWER_BYTES:
            raise OversizedPage(
                f"{host} sent a page of more than {LARGEST_ANSWER_BYTES // 2**20} MB. "
                "Download its table as a file, and give the file."
            )
    return bytes(content)


def _fault(problem: faults.HTTPError, *, host: str) -> Exception:
    """Return the error for a fault, whose own words are left out: they hold the whole address."""
    reason = problem.reason if isinstance(problem, faults.MaxRetryError) else problem
    if isinstance(reason, faults.SSLError):
        return PortalUnreachable(
            f"The certificate of {host} could not be checked. Check the address; behind a firewall "
            "that reads along, have its certificate added to the system's."
        )
    if isinstance(reason, faults.ResponseError | faults.LocationValueError):
        return PortalUnreachable(
            f"{host} sends on without end, or to no web address. Check the address in a browser."
        )
    words = next((words for kind, words in FAULTS if isinstance(reason, kind)), "a fault")
    return _Passing(words)


def _parsed(content: bytes) -> object:
    return json.loads(content, parse_float=Decimal, parse_constant=lambda _: None)


def _own_words(content: bytes) -> str:
    """Return what a portal says of an error: JSON in three dialects, a page's title, or text."""
    try:
        body = _parsed(content)
    except (ValueError, RecursionError):
        title = _titled(content)
        return (
            f"a page{title}"
            if title
            else " ".join(content[:LONGEST_WORDS].decode("utf-8", "replace").split())
        )
    error = body.get("error", body) if isinstance(body, dict) else body
    if isinstance(body, dict) and not isinstance(error, dict):
        error = body
    said = error.get("message") if isinstance(error, dict) else None
    return str(said or json.dumps(error, default=str, ensure_ascii=False))[:LONGEST_WORDS]


def _titled(content: bytes) -> str:
    found = TITLE.search(content[:CHUNK_BYTES].decode("utf-8", "replace"))
    return f" titled {' '.join(html.unescape(found[1]).split())[:100]!r}" if found else ""


def _named(status: int) -> str:
    known = status in HTTPStatus.__members__.values()
    return f"{int(status)} {HTTPStatus(status).phrase}" if known else f"error {int(status)}"


def _host(url: str) -> str:
    return urlsplit(url).netloc

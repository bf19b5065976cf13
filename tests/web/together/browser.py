"""A real browser, and what it must find on every page: axe's rules, and those that axe lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.web.together.focus import lost_focus

CHROMIUM = "/usr/bin/chromium"
"""Debian's; `apt-get install chromium fonts-dejavu-core`."""

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--enable-unsafe-swiftshader",
]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
OPTIONS = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
"""What axe is asked for."""

NARROW, WIDE = 320, 1280
"""Widths at which every page is looked at; 320 px is also 1280 px at 400 % (1.4.10)."""

PATIENCE_MS = 15_000
"""How long what is expected of a page may take: far longer than on a quiet machine."""

SMALLEST_TARGET = 24
"""Pixels each way that a target has, unless it stands in a sentence (2.5.8)."""

SIDEWAYS = "document.documentElement.scrollWidth - innerWidth"
"""By how many pixels a page scrolls sideways."""

SMALL_TARGETS = """smallest => [...document.querySelectorAll('a, button, input, select, summary')]
    .filter(e => e.type !== 'hidden' && e.checkVisibility() && !e.closest('p, dd, caption'))
    .map(e => [e, (e.closest('label, .tick') || e).getBoundingClientRect()])
    .filter(([e, r]) => r.width > 1 && r.right > 0)
    .filter(([e, r]) => r.height < smallest || r.width < smallest)
    .map(([e, r]) => `${e.outerHTML.slice(0, 80)} is ${r.width}x${r.height} px`)"""
"""Return the targets that are smaller than they have to be."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open a browser while the block lasts."""
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def visitor(
    browser: Browser,
    *,
    width: int = WIDE,
    cookie: dict[str, str] | None = None,
    scheme: Literal["light", "dark"] = "light",
    language: str = "en-US",
) -> Iterator[Page]:
    """Open a page as somebody whose browser remembers nothing; its console must stay silent."""
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, locale=language
    )
    if cookie:
        context.add_cookies([cookie])  # type: ignore[list-item]
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.extend(_complaint(page, message)))
    page.on("pageerror", lambda error: said.append(str(error)))
    yield page
    context.close()
    assert not said, said


def _complaint(page: Page, message: ConsoleMessage) -> list[str]:
    """Return what the console says is wrong; that a page itself is not found, it may say."""
    is_wrong = message.type == "error" and message.location["url"] != page.url
    return [f"{message.text} ({message.location['url']})"] if is_wrong else []


def faults(page: Page) -> list[str]:
    """Return everything that is wrong with a page as it stands, in sentences."""
    page.evaluate("scrollTo(0, 0)")
    return [*axe(page), *_sideways(page), *_small_targets(page), *lost_focus(page)]


def axe(page: Page) -> list[str]:
    """Return what axe finds, a sentence for each place."""
    return sentences(Axe().run(page, options=OPTIONS).response)


def sentences(found: Mapping[str, Any]) -> list[str]:
    """Return what axe answered, a sentence for each place."""
    return [
        f"{violation['id']}: {violation['help']} at {node['target']}: {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def _sideways(page: Page) -> list[str]:
    wide = page.evaluate(SIDEWAYS)
    return [f"the page scrolls sideways by {wide} px"] if wide > 0 else []


def _small_targets(page: Page) -> list[str]:
    found: list[str] = page.evaluate(SMALL_TARGETS, SMALLEST_TARGET)
    return found

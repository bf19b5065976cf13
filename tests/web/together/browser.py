"""A real browser, and what it must find on every page: axe's rules, and those that axe lacks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

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
NARROW, WIDE = 320, 1280
"""Widths at which every page is looked at; 320 px is also 1280 px at 400 % (1.4.10)."""

SMALLEST_TARGET = 24
"""Pixels each way that a target has, unless it stands in a sentence (2.5.8)."""

STOPS = "a[href], button, input, select, textarea, summary, [tabindex='0']"
"""What Tab stops at; of a group of radio buttons it stops at one."""

MOST_TABS = 400
"""More presses of Tab than any page has stops: a page that needs more holds the focus fast."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Open a browser while the block lasts."""
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
    return [*axe(page), *_sideways(page), *_small_targets(page), *_lost_focus(page)]


def axe(page: Page) -> list[str]:
    """Return what axe finds, a sentence for each place."""
    options = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    found: dict[str, Any] = Axe().run(page, options=options).response
    return [
        f"{violation['id']}: {violation['help']} at {node['target']}: {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]


def _sideways(page: Page) -> list[str]:
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"the page scrolls sideways by {wide} px"] if wide > 0 else []


def _small_targets(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """smallest => [...document.querySelectorAll('a, button, input, select, summary')]
            .filter(e => e.type !== 'hidden' && e.checkVisibility() && !e.closest('p, dd, caption'))
            .map(e => [e, (e.closest('label, .tick') || e).getBoundingClientRect()])
            .filter(([e, r]) => r.width > 1 && r.right > 0)
            .filter(([e, r]) => r.height < smallest || r.width < smallest)
            .map(([e, r]) => `${e.outerHTML.slice(0, 80)} is ${r.width}x${r.height} px`)""",
        SMALLEST_TARGET,
    )
    return found


def _lost_focus(page: Page) -> list[str]:
    """Walk the whole page with Tab: each stop is seen, unhidden, ringed, and none is missed."""
    page.evaluate(
        """() => {
            document.querySelectorAll('[data-seen]').forEach(e => delete e.dataset.seen)
            document.body.tabIndex = -1
            document.body.focus()
            scrollTo(0, 0)
        }"""
    )
    expected = page.evaluate(
        """stops => [...document.querySelectorAll(stops)]
            .filter(e => e.type !== 'hidden' && !e.disabled)
            .filter(e => e.checkVisibility({visibilityProperty: true}))
            .filter(e => e.type !== 'radio' || e === document.querySelector(`[name="${e.name}"]`))
            .length""",
        STOPS,
    )
    wrong: list[str] = []
    seen = 0
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        stop = page.evaluate(
            """() => {
                const e = document.activeElement
                if (!e || e === document.body) return null
                // A date has a stop for the day, the month and the year.
                if (e.dataset.seen) return e.dataset.seen === window.lastSeen ? 'again' : null
                window.lastSeen = e.dataset.seen = `${Math.random()}`
                const r = e.getBoundingClientRect(), s = getComputedStyle(e)
                const at = (low, high, end, part) =>
                    Math.max(low, 0) + (Math.min(high, end) - Math.max(low, 0)) * part
                const tops = [0.5, 0.1, 0.9].map(part => document.elementFromPoint(
                    at(r.left, r.right, innerWidth, part), at(r.top, r.bottom, innerHeight, part)))
                const isFree = t => !t || e.contains(t) || t.contains(e) || !!t.closest('label')
                return {
                    what: e.outerHTML.slice(0, 80),
                    ringed: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
                    inside: r.bottom > 0 && r.top < innerHeight,
                    free: tops.some(isFree),
                }
            }"""
        )
        if stop is None:
            break
        if stop == "again":
            continue
        seen += 1
        wrong += [
            f"{stop['what']} has the focus and {how}"
            for how, is_well in (
                ("no ring shows it", stop["ringed"]),
                ("lies out of sight", stop["inside"]),
                ("lies under something else", stop["free"]),
            )
            if not is_well
        ]
    if seen < expected:
        wrong.append(f"Tab reaches {seen} of {expected} controls")
    return wrong

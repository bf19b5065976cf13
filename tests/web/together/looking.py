"""Look at many pages in a browser, several at once, each at both widths."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright

from tests.web.together.browser import (
    ARGUMENTS,
    CHROMIUM,
    NARROW,
    OPTIONS,
    SIDEWAYS,
    SMALL_TARGETS,
    SMALLEST_TARGET,
    WIDE,
    sentences,
)

AT_ONCE = 3
"""Pages that are looked at side by side; more gain nothing on two cores."""

HEIGHT = 800
OK = 200
PATIENCE_MS = 120_000
"""Far longer than a page takes on a quiet machine."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as somebody sees it."""

    name: str
    url: str
    cookie: Mapping[str, str] | None


def faults_of(pages: Sequence[Seen]) -> list[str]:
    """Return what is wrong with any of these pages at either width, in sentences."""
    return asyncio.run(_faults_of(pages))


async def _faults_of(pages: Sequence[Seen]) -> list[str]:
    waiting = list(pages)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        found = await asyncio.gather(*(_look(browser, waiting) for _ in range(AT_ONCE)))
        await browser.close()
    return [fault for faults in found for fault in faults]


async def _look(browser: Browser, waiting: list[Seen]) -> list[str]:
    """Look at one page after another, as long as any waits, in one tab as a person does."""
    context = await browser.new_context()
    page = await context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    found: list[str] = []
    while waiting:
        seen = waiting.pop()
        await context.clear_cookies()
        if seen.cookie:
            told = {"name": seen.cookie["name"], "value": seen.cookie["value"], "url": seen.url}
            await context.add_cookies([told])  # type: ignore[list-item]
        said.clear()
        said += await _faults_at(page, seen.url)
        found += [f"{seen.name} ({seen.url}): {fault}" for fault in said]
    await context.close()
    return found


async def _faults_at(page: Page, url: str) -> list[str]:
    await page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    answer = await page.goto(url, timeout=PATIENCE_MS)
    if answer is None or answer.status != OK:
        return [f"it answers {answer and answer.status}"]
    await page.evaluate(Axe().axe_script)
    found: list[str] = []
    for width in (WIDE, NARROW):
        await page.set_viewport_size({"width": width, "height": HEIGHT})
        found += [f"{width} px: {fault}" for fault in await _wrong(page)]
    return found


async def _wrong(page: Page) -> list[str]:
    found = sentences(await page.evaluate("options => axe.run(document, options)", OPTIONS))
    wide = await page.evaluate(SIDEWAYS)
    if wide > 0:
        found.append(f"the page scrolls sideways by {wide} px")
    small: list[str] = await page.evaluate(SMALL_TARGETS, SMALLEST_TARGET)
    return [*found, *small]

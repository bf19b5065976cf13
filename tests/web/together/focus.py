"""Where the keyboard's focus stands on a page, and whether somebody who looks can see it there."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

STOPS = "a[href], button, input, select, textarea, summary, [tabindex='0']"
"""What Tab stops at; of a group of radio buttons it stops at one."""

MOST_TABS = 400
"""More presses of Tab than any page has stops: a page that needs more holds the focus fast."""

LOOK = """() => {
    const e = document.activeElement
    if (!e || e === document.body || e.id === 'content') return null
    // A date has a stop for the day, the month and the year.
    const seen = e.dataset.seen || ''
    const isSame = seen !== '' && seen === window.lastSeen
    if (!seen) e.dataset.seen = `${Math.random()}`
    const last = window.lastStop
    const follows = last && last.isConnected
        ? !!(last.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING) : null
    window.lastSeen = e.dataset.seen
    window.lastStop = e
    const r = e.getBoundingClientRect(), s = getComputedStyle(e)
    const at = (low, high, end, part) =>
        Math.max(low, 0) + (Math.min(high, end) - Math.max(low, 0)) * part
    const tops = [0.5, 0.1, 0.9].map(part => document.elementFromPoint(
        at(r.left, r.right, innerWidth, part), at(r.top, r.bottom, innerHeight, part)))
    const isFree = t => !t || e.contains(t) || t.contains(e) || !!t.closest('label')
    return {
        what: e.outerHTML.slice(0, 80),
        isSame,
        wasSeen: seen !== '',
        follows,
        ringed: s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 2,
        inside: r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth,
        free: tops.some(isFree),
    }
}"""
"""Return what has the focus, how it looks, and how it follows what had it before."""


@dataclass(frozen=True, slots=True)
class Stop:
    """Something that the focus stands on."""

    what: str
    is_same: bool
    """Whether it stands where it stood before: on another part of a date."""
    was_seen: bool
    """Whether it stood there since the walk began."""
    follows: bool | None
    """Whether that comes after what had it before, in the order in which the page is read; None
    where nothing had."""
    wrong: tuple[str, ...]
    """What somebody who looks would miss, in sentences."""


def focused(page: Page) -> Stop | None:
    """Return what has the focus; None where that is the page itself."""
    found = page.evaluate(LOOK)
    if found is None:
        return None
    missed = (
        ("no ring shows it", found["ringed"]),
        ("lies out of sight", found["inside"]),
        ("lies under something else", found["free"]),
    )
    wrong = tuple(
        f"{found['what']} has the focus and {how}" for how, is_well in missed if not is_well
    )
    return Stop(found["what"], found["isSame"], found["wasSeen"], found["follows"], wrong)


def start_over(page: Page) -> None:
    """Forget where the focus has been."""
    page.evaluate(
        """() => {
            document.querySelectorAll('[data-seen]').forEach(e => delete e.dataset.seen)
            window.lastSeen = window.lastStop = null
        }"""
    )


def lost_focus(page: Page) -> list[str]:
    """Walk the whole page with Tab: each stop is seen, unhidden, ringed, and none is missed."""
    start_over(page)
    page.evaluate("document.body.tabIndex = -1; document.body.focus(); scrollTo(0, 0)")
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
        stop = focused(page)
        if stop is None or (stop.was_seen and not stop.is_same):
            break
        wrong += stop.wrong
        if stop.is_same:
            continue
        seen += 1
        if stop.follows is False:
            wrong.append(f"{stop.what} has the focus before what stands above it")
    if seen < expected:
        wrong.append(f"Tab reaches {seen} of {expected} controls")
    return wrong

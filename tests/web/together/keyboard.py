"""Somebody who has a keyboard and nothing else, and can see: what they do, and what they miss."""

from __future__ import annotations

import re
from datetime import date, datetime

from playwright.sync_api import ElementHandle, Locator, Page

from tests.web.together.focus import MOST_TABS, focused, start_over

MOST_OPTIONS = 60
"""More presses of an arrow than any list of options is long."""


class Keys:
    """A page that is worked by keys alone; the focus is seen at every stop, and goes in order."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def skip(self) -> None:
        """Pass over what every page begins with, by the link that is the first stop of each.

        A form that was sent from below that link comes back there, which browsers do themselves.
        """
        start_over(self.page)
        if self.page.url.endswith("#content"):
            return
        self._press("Tab")
        assert self._has_focus(self.page.locator("a.skip")), "the first stop skips nothing"
        self.page.keyboard.press("Enter")
        assert self.page.evaluate("document.activeElement.id") == "content", "the skip goes nowhere"
        start_over(self.page)

    def reach(self, wanted: Locator) -> None:
        """Go to a control with Tab; back with Shift and Tab, where it lies behind."""
        wanted = wanted.first
        wanted.wait_for(state="attached")
        handle = wanted.element_handle()
        assert handle is not None
        key = "Shift+Tab" if self._lies_behind(handle) else "Tab"
        for _ in range(MOST_TABS):
            if self._has_focus(wanted):
                return
            self._press(key)
        raise AssertionError(f"{key} never reaches {wanted}")

    def press(self, name: str, *, key: str = "Enter") -> None:
        """Press the first button that says this, and wait for the page that answers."""
        self._go(self.page.get_by_role("main").get_by_role("button", name=name), key)

    def follow(self, name: str) -> None:
        """Follow the first link of the content that says this."""
        self._go(self.page.get_by_role("main").get_by_role("link", name=name), "Enter")

    def door(self, name: str) -> None:
        """Go through a door of the room, which stands before the content."""
        self._go(self.page.get_by_role("navigation").get_by_role("link", name=name), "Enter")

    def write(self, field: str | Locator, text: str) -> None:
        """Write in a field, in place of what is there."""
        control = self._field(field)
        self.reach(control)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        assert control.input_value() == text

    def pick(self, field: str | Locator, option: str) -> None:
        """Pick one of a list of options, by the arrows."""
        control = self._field(field)
        self.reach(control)
        self.page.keyboard.press("Home")
        for _ in range(MOST_OPTIONS):
            chosen = control.evaluate("e => e.selectedOptions[0].label")
            if option == chosen:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never reach {option}")

    def choose(self, name: str) -> None:
        """Choose a radio button: Tab comes to its group, and the arrows to it."""
        wanted = self.page.get_by_role("radio", name=name, exact=True).first
        group = wanted.get_attribute("name")
        self.reach(self._stop_of(group))
        self.page.keyboard.press("Space")
        for _ in range(MOST_OPTIONS):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never reach {name}")

    def tick(self, name: str | re.Pattern[str]) -> None:
        """Tick a box with the space bar."""
        box = self.page.get_by_role("checkbox", name=name).first
        self.reach(box)
        self.page.keyboard.press("Space")
        assert box.is_checked()

    def set_day(self, field: str | Locator, day: date) -> None:
        """Type a day, as a browser that is set to American English takes it."""
        self._type_parts(field, day.strftime("%m%d%Y"), day.isoformat())

    def set_moment(self, field: str | Locator, moment: datetime) -> None:
        """Type a day and a time likewise; hours go from one to twelve."""
        typed = moment.strftime("%m%d%Y\t%I%M%p")
        self._type_parts(field, typed, moment.strftime("%Y-%m-%dT%H:%M"))

    def say_why(self) -> None:
        """Answer the question that stands before a person's page."""
        self.skip()
        self.reach(self.page.get_by_role("radio"))
        self.page.keyboard.press("Space")
        self.press("Open the page")

    def _type_parts(self, field: str | Locator, typed: str, becomes: str) -> None:
        control = self._field(field)
        self.reach(control)
        day, _, hour = typed.partition("\t")
        self.page.keyboard.type(day)
        if hour:
            self._press("Tab")
            self.page.keyboard.type(hour)
        assert control.input_value() == becomes, (control.input_value(), becomes)

    def _field(self, field: str | Locator) -> Locator:
        if isinstance(field, str):
            return self.page.locator("main form").get_by_label(field).first
        return field

    def _go(self, wanted: Locator, key: str) -> None:
        self.reach(wanted)
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press(key)
        start_over(self.page)

    def _press(self, key: str) -> None:
        self.page.keyboard.press(key)
        stop = focused(self.page)
        if stop is None:
            return
        assert not stop.wrong, stop.wrong
        is_out_of_order = stop.follows is (key != "Tab") and not stop.is_same
        assert not is_out_of_order, f"{stop.what} is out of order"

    def _has_focus(self, wanted: Locator) -> bool:
        return bool(wanted.evaluate("e => e === document.activeElement"))

    def _stop_of(self, group: str | None) -> Locator:
        """Return the button of a group that Tab comes to: the chosen one, else the first."""
        chosen = self.page.locator(f'input[name="{group}"]:checked')
        return chosen if chosen.count() else self.page.locator(f'input[name="{group}"]')

    def _lies_behind(self, wanted: ElementHandle) -> bool:
        return bool(
            wanted.evaluate(
                "e => document.activeElement !== document.body && !!("
                "e.compareDocumentPosition(document.activeElement)"
                " & Node.DOCUMENT_POSITION_FOLLOWING)"
            )
        )

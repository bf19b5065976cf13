"""Somebody at a mouse: the same work as by keyboard, done with clicks, so that it goes quicker."""

from __future__ import annotations

import re
from datetime import date, datetime

from playwright.sync_api import Locator, expect

from tests.web.together.keyed_work import Work


class Clicks(Work):
    """Somebody who clicks and types, and becomes whoever it takes."""

    def skip(self) -> None:
        """Pass over nothing: who clicks sees the content at once."""

    def reach(self, wanted: Locator) -> None:
        """Bring a control into focus."""
        wanted.first.focus()

    def write(self, field: str | Locator, text: str) -> None:
        """Write in a field, in place of what is there."""
        self._field(field).fill(text)

    def pick(self, field: str | Locator, option: str) -> None:
        """Pick one of a list of options."""
        self._field(field).select_option(label=option)

    def choose(self, name: str) -> None:
        """Choose a radio button."""
        self.main.get_by_role("radio", name=name, exact=True).first.check()

    def tick(self, name: str | re.Pattern[str]) -> None:
        """Tick a box."""
        self.main.get_by_role("checkbox", name=name).first.check()

    def set_day(self, field: str | Locator, day: date) -> None:
        """Give a day."""
        self._field(field).fill(day.isoformat())

    def set_moment(self, field: str | Locator, moment: datetime) -> None:
        """Give a day and a time."""
        self._field(field).fill(moment.strftime("%Y-%m-%dT%H:%M"))

    def say_why(self) -> None:
        """Answer the question that stands before a person's page, where it is asked."""
        if self.main.get_by_role("heading", name="Before you open this page").count():
            self.main.get_by_role("radio").first.check()
            self.press("Open the page")

    def sees(self, *words: str) -> None:
        """Expect that the page says this."""
        for said in words:
            expect(self.main).to_contain_text(said)

    def sees_not(self, *words: str) -> None:
        """Expect that the page, which is there, does not say this."""
        for said in words:
            expect(self.main).not_to_contain_text(said)

    def _go(self, wanted: Locator, key: str) -> None:  # noqa: ARG002 - a click needs no key
        with self.page.expect_navigation(wait_until="load"):
            wanted.first.click()
        refused = self.main.get_by_role("alert").or_(self.main.locator(".errorlist"))
        assert not refused.count(), refused.all_inner_texts()

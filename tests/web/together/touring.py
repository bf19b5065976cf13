"""A reader on the tour of the demo, who goes in as one person after the other."""

from __future__ import annotations

from playwright.sync_api import Locator, Page

from commonground_web.kernel.rooms import Room
from tests.web.together.demos import OpenDemo


class Walk:
    """A reader on the tour, who goes in as one person and clicks."""

    def __init__(self, page: Page, demo: OpenDemo) -> None:
        self.page, self.demo = page, demo

    @property
    def main(self) -> Locator:
        """The content of the page."""
        return self.page.get_by_role("main")

    def go_in(self, room: Room, person: str, path: str) -> None:
        """Go in as somebody by the demo's own door, at a page."""
        self.page.goto(f"{self.demo.addresses[room]}/demo/?as={person}&next={path}")
        self.page.get_by_role("button").filter(has_text="Go in as").first.click()
        self.page.wait_for_url(self.demo.addresses[room] + path)

    def open(self, link: str) -> None:
        """Follow a link."""
        self.main.get_by_role("link", name=link).first.click()

    def open_person(self, link: str) -> None:
        """Open a page of a person, and say what for."""
        self.open(link)
        self.page.get_by_role("radio").first.check()
        self.press("Open the page")

    def press(self, button: str) -> None:
        """Press a button."""
        self.main.get_by_role("button", name=button).first.click()

    def say(self, choice: str, why: str) -> None:
        """Choose one of the answers of a form, and say why."""
        self.page.get_by_role("radio", name=choice, exact=True).check()
        self.page.locator("main textarea").first.fill(why)

"""The rooms as somebody works in them by keyboard: who goes in where, and how time goes by."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page

from commonground_web.demo.people import person_in
from commonground_web.demo.standing import TIME_ZONE
from commonground_web.kernel.rooms import Room
from tests.web.together import between
from tests.web.together.keyboard import Keys
from tests.web.together.later.clock import put_forward, told
from tests.web.together.rooms import Rooms


class Work(Keys):
    """Somebody at a keyboard, who becomes whoever it takes."""

    def __init__(self, page: Page, rooms: Rooms) -> None:
        super().__init__(page)
        self.rooms = rooms
        self.folder = rooms.homes[Room.COMMONS].folder.parent

    @property
    def main(self) -> Locator:
        """The content of the page."""
        return self.page.get_by_role("main")

    @property
    def now(self) -> datetime:
        """What the clocks of the rooms say."""
        return told(self.folder)

    @property
    def today(self) -> date:
        """The day that the clocks of the rooms say it is where they are."""
        return self.now.astimezone(ZoneInfo(TIME_ZONE)).date()

    def sign_in(self, room: Room, person: str) -> None:
        """Sign in with a password and a code, as everywhere but in a demo."""
        self.rooms.run(room, between.let_sign_in, person=person)
        played = person_in(room, person)
        assert played is not None
        self.page.goto(self.rooms.homes[room].settings.address)
        self.skip()
        self.write("Email", played.email)
        self.write("Password", between.PASSWORD)
        self.press("Sign in")
        self.skip()
        self.write("Code", self.rooms.run(room, between.code_of, person=person))
        self.press("Sign in")

    def go_in(self, room: Room, person: str, path: str) -> None:
        """Go in by the demo's own door, at a page."""
        address = self.rooms.homes[room].settings.address
        self.page.goto(f"{address}/demo/?as={person}&next={path}")
        self.skip()
        self.press("Go in as")
        self.skip()

    def open_person(self, link: str) -> None:
        """Open a page of a person, and say what for."""
        self.follow(link)
        self.say_why()
        self.skip()

    def wait(self, while_: timedelta) -> None:
        """Let time go by in all rooms."""
        put_forward(self.folder, while_)

    def carry(self) -> None:
        """Carry between the rooms, and have each that something came to receive it."""
        for _ in range(2):  # what one answers comes at the second time
            carried = self.rooms.carry(at=self.now)
            for room in {one.way.receiver for one in carried if one.carried}:
                self.let_clocks_run(room)

    def let_clocks_run(self, room: Room) -> None:
        """Run every clock of a room once, as its timer does."""
        self.rooms.run(room, between.tick, at=self.now.isoformat())

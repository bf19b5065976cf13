"""Keep the processes of rooms running, and stop them together."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from commonground_web.running.children import Child, carrier_environment, own_environment
from commonground_web.running.lifeline import REFUSED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from commonground_web.kernel.home import Home
    from commonground_web.kernel.rooms import Room

LOOK_EVERY_S = 0.2
FIRST_PAUSE_S = 0.5
LONGEST_PAUSE_S = 30.0
STEADY_AFTER_S = 60.0
"""A process that ran so long before it died is started again at once."""

PATIENCE_S = 15.0
"""How long processes may take to stop before they are killed."""

Say = Callable[[str], None]


@dataclass(slots=True)
class Kept:
    """One process that is to run: started again when it dies, after longer and longer pauses."""

    title: str
    arguments: Sequence[str]
    environment: Mapping[str, str]
    home: Home | None = None
    """The room whose server this is."""
    child: Child | None = None
    is_given_up: bool = False
    _pause: float = FIRST_PAUSE_S
    _began: float = 0.0
    _again_at: float = 0.0

    def look(self, *, say: Say) -> bool:
        """See to the process, and say whether it has just become ready."""
        moment = time.monotonic()
        if self.child is None:
            if not self.is_given_up and moment >= self._again_at:
                self._start(moment=moment)
            return False
        if (code := self.child.code()) is not None:
            self._mourn(code, moment=moment, say=say)
            return False
        return self.child.became_ready()

    def _start(self, *, moment: float) -> None:
        self.child = Child.start(self.arguments, self.environment)
        self._began = moment

    def _mourn(self, code: int, *, moment: float, say: Say) -> None:
        assert self.child is not None  # noqa: S101 - `look` has just asked it for its code
        self.child.sweep()
        self.child = None
        if code == REFUSED:
            self.is_given_up = True
            say(f"{self.title} does not start; see above why.")
            return
        if moment - self._began >= STEADY_AFTER_S:
            self._pause = FIRST_PAUSE_S
        how = f"was killed by signal {-code}" if code < 0 else f"ended with code {code}"
        say(f"{self.title} {how}; it is started again in {self._pause:g} s.")
        self._again_at = moment + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE_S)


@dataclass(slots=True)
class Supervisor:
    """The rooms that are to run: a server each, and its clocks once the server is ready."""

    homes: Iterable[Home]
    say: Say
    carriage: Path | None = None
    """`valve.toml`, where the carrier is to run beside the rooms."""
    _kept: list[Kept] = field(default_factory=list)
    _wound: set[Room] = field(default_factory=set)
    _is_stopping: bool = False

    def run(self, *, opened: Callable[[Home], None]) -> int:
        """Run until a signal or until no room is left, and stop everything.

        Parameters
        ----------
        opened
            Is called with each room once its server answers, each time that it is started.

        Returns
        -------
        int
            The exit code: 1 if a room refused to start.
        """
        servers = [_server_of(home) for home in self.homes]
        self._kept = [*servers, *([_carrier(self.carriage)] if self.carriage else [])]
        with _signals(self._stop):
            try:
                while not self._is_stopping and not all(kept.is_given_up for kept in servers):
                    for kept in list(self._kept):
                        if kept.look(say=self.say) and kept.home is not None:
                            opened(kept.home)
                            self._wind_up(kept.home)
                    time.sleep(LOOK_EVERY_S)
            finally:
                self._end()
        return int(any(kept.is_given_up for kept in self._kept))

    def _wind_up(self, home: Home) -> None:
        """Start a room's clocks, unless they run."""
        if home.settings.room not in self._wound:
            self._wound.add(home.settings.room)
            self._kept.append(_clockwork_of(home))

    def _stop(self) -> None:
        self._is_stopping = True

    def _end(self) -> None:
        children = [kept.child for kept in self._kept if kept.child is not None]
        for child in children:
            child.ask_to_stop()
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until and any(child.code() is None for child in children):
            time.sleep(LOOK_EVERY_S / 4)
        for child in children:
            child.sweep()


def _server_of(home: Home) -> Kept:
    module = ("-m", "commonground_web.running.server")
    return Kept(f"The {home.settings.room}", module, own_environment(home), home)


def _clockwork_of(home: Home) -> Kept:
    module = ("-m", "commonground_web.running.clockwork")
    return Kept(f"The clocks of the {home.settings.room}", module, own_environment(home))


def _carrier(valve_toml: Path) -> Kept:
    module = ("-m", "commonground_web.running.carriage", str(valve_toml))
    return Kept("The carrier", module, carrier_environment())


@contextmanager
def _signals(stop: Callable[[], None]) -> Iterator[None]:
    """Let Ctrl-C and a polite kill stop the rooms, while the block lasts."""
    asked = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: stop()) for number in asked}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

"""Verify a room's audit: nothing changed, dropped or put in another order, and no end cut off."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.audit.chain import START, Broken, Link, broken_links
from commonground_web.kernel.audit.models import AuditAnchor
from commonground_web.kernel.audit.reading import sealed_links, unsealed_events

MOST = 20
"""Breaks that are told of; one change makes few, a rewritten table a million."""

HASH_LENGTH = 64


class UnusableAnchors(CommonGroundError):
    """A file of anchors that cannot be read."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the verification of a chain came to."""

    events: int
    head: str
    broken: tuple[Broken, ...]
    unsealed: tuple[str, ...]
    """Ids of events without a seal."""

    @property
    def is_intact(self) -> bool:
        """Whether the chain holds from its start to its head."""
        return not self.broken and not self.unsealed


def verify_audit(*, kept: Mapping[str, str]) -> Verdict:
    """Verify the chain of the room that this process is.

    Parameters
    ----------
    kept
        Anchors that were kept outside of the database: what names them to the hash.
    """
    walked = _Walked(sealed_links())
    anchors = {f"{anchor.on}": anchor.hash for anchor in AuditAnchor.objects.all()} | dict(kept)
    broken = broken_links(walked, anchors=anchors)
    told = tuple(islice(broken, MOST))
    # The rest is walked, too, so that the head and the length are told.
    deque(broken, maxlen=0)
    return Verdict(walked.events, walked.head, told, tuple(islice(unsealed_events(), MOST)))


class _Walked:
    """Links as they pass: how many there were, and the last one's hash."""

    def __init__(self, links: Iterable[Link]) -> None:
        self._links = iter(links)
        self.events, self.head = 0, START

    def __iter__(self) -> Iterator[Link]:
        for link in self._links:
            self.events, self.head = self.events + 1, link.hash
            yield link


def read_anchors(path: Path) -> dict[str, str]:
    """Read a file of anchors: a day and a hash in each line, as the room's clock appends them.

    Raises
    ------
    UnusableAnchors
        If it cannot be read, or a line is no anchor.
    """
    try:
        lines = path.read_text().splitlines()
    except (OSError, ValueError) as error:
        raise UnusableAnchors(f"{path} cannot be read as a file of anchors.") from error
    anchors = {}
    for number, line in enumerate(lines, 1):
        day, _, anchored = line.partition(" ")
        if len(anchored) != HASH_LENGTH or not _is_day(day):
            raise UnusableAnchors(
                f"Line {number} of {path} is no anchor; a line holds a day and a hash."
            )
        anchors[f"{day} ({path.name}, line {number})"] = anchored
    return anchors


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True

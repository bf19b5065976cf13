"""Make a complaint or contest a list, add to it, and appeal; nobody learns who does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import formats
from django.utils.translation import gettext as _

from commonground_web.commons.complaints.codes import kept_code, new_code
from commonground_web.commons.complaints.models import About, Complaint, Side, Word
from commonground_web.commons.complaints.states import MACHINE, State
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of, where_the_room_stands
from commonground_web.kernel.retention.days import purge_day

MOST_WORDS = 50
"""How often whoever complained can add to it; a talk is not meant to fill a disk."""

MOST_AN_HOUR = 60
"""How many complaints the room takes in an hour, from wherever they come."""

HOUR = timedelta(hours=1)


class TooMany(Refused):
    """Too many came at once; from some moment on the room takes more."""

    def __init__(self, free_at: datetime) -> None:
        when = formats.time_format(where_the_room_stands(free_at), "TIME_FORMAT")
        super().__init__(
            _(
                "Too many came in within a short time, from here or from everywhere, so this was "
                "not taken. Send it again at %(when)s; what you typed still stands below."
            )
            % {"when": when}
        )
        self.free_at = free_at


@dataclass(frozen=True, slots=True)
class Contested:
    """Why somebody contests being on a list, and what they ask for."""

    text: str
    name: str
    grounds: Sequence[str]
    asks: str


@action("complaint", "create")
def make_complaint(
    *,
    about: str,
    text: str,
    language: str = "en",
    by: Actor,  # noqa: ARG001 - nobody learns who it was
    at: datetime,
) -> str:
    """Keep a complaint, and return the code that follows it; the code itself is not kept."""
    return _kept(Complaint(about=about, text=text, language=language), at=at)


@action("complaint", "create")
def contest_listing(
    *,
    contested: Contested,
    language: str = "en",
    by: Actor,  # noqa: ARG001 - nobody learns who it was, but for the name they give
    at: datetime,
) -> str:
    """Keep a contest of being on a list, and return the code that follows it."""
    contest = Complaint(
        about=About.LISTING,
        is_contest=True,
        text=contested.text,
        name=contested.name or None,
        grounds=" ".join(contested.grounds),
        asks=contested.asks,
        language=language,
    )
    return _kept(contest, at=at)


def _kept(complaint: Complaint, *, at: datetime) -> str:
    _require_room(at=at)
    code = new_code()
    complaint.code, complaint.created_at = kept_code(code), at
    complaint.purge_on = purge_day(Complaint, at=at)
    complaint.save(force_insert=True)
    open_access().did("complaint.made", complaint)
    return code


def _require_room(*, at: datetime) -> None:
    lately = Complaint.objects.filter(created_at__gt=at - HOUR, created_at__lte=at).order_by(
        "-created_at"
    )
    for first in lately.values_list("created_at", flat=True)[MOST_AN_HOUR - 1 : MOST_AN_HOUR]:
        raise TooMany(first + HOUR)


@action("complaint", "follow")
def add_word(*, complaint: Complaint, text: str, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Add to one's complaint until it is closed."""
    held = complaint.held_now()
    if held.state == State.CLOSED:
        raise Refused(_("It is closed. Make a new complaint, and say that it belongs to this one."))
    theirs = Word.objects.filter(complaint=held, side=Side.THEIRS)
    if theirs.count() >= MOST_WORDS:
        raise Refused(_("There is no room for more here. Make a new complaint."))
    last = theirs.order_by("-written_at").first()
    if last is not None and last.text == text:
        raise Refused(_("You have said this already; it is kept."))
    say(held, Side.THEIRS, text, at=at)


@action("complaint", "follow")
def appeal(*, complaint: Complaint, text: str, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Have somebody else look at the answer, and say why."""
    held = complaint.held_now()
    MACHINE.require(held.state, State.APPEALED)
    if held.appeal_until is not None and day_of(at) > held.appeal_until:
        raise Refused(_("The time to appeal is over. Make a new complaint."))
    say(held, Side.THEIRS, text, at=at)
    held.state, held.appealed_at = State.APPEALED, at
    keep(held, "complaint.appealed")


def keep(held: Complaint, act: str) -> None:
    """Keep a complaint as it was changed, and note the act."""
    held.save()
    open_access().did(act, held)


def say(
    complaint: Complaint, side: Side, text: str, *, by: Actor | None = None, at: datetime
) -> None:
    """Keep what one side said; whoever read the complaint before has not seen it whole."""
    if not text.strip():
        raise Refused(_("Write what you want to say."))
    word = Word(
        complaint=complaint,
        side=side,
        text=text,
        written_by=by.id if by else None,
        written_at=at,
    )
    word.save(force_insert=True)
    complaint.save(update_fields=[])
    open_access().did("complaint.said", word)

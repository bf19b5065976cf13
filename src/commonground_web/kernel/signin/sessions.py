"""What a session remembers of how and when somebody signed in."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

SEEN_EVERY = timedelta(minutes=1)
"""A session notes at most so often that somebody is there."""

BEGAN, SEEN, FRESH, PROVED = "began_at", "seen_at", "fresh_at", "proved"


def begin(session: SessionBase, *, at: datetime) -> None:
    """Note that somebody signed in."""
    session[BEGAN] = session[SEEN] = session[FRESH] = at.isoformat()


def show_again(session: SessionBase, *, at: datetime) -> None:
    """Note that somebody showed again who they are: they are there, and the lock is off."""
    session[SEEN] = session[FRESH] = at.isoformat()


def prove(session: SessionBase, *, account: object) -> None:
    """Note that an account's second factor was used, or set up, in this session."""
    session[PROVED] = str(account)


def is_proved(session: SessionBase, *, account: object) -> bool:
    """Say whether the account's second factor was used, or set up, in this session."""
    return bool(session.get(PROVED) == str(account))


def is_over(session: SessionBase, *, at: datetime) -> bool:
    """Say whether a session is as old as one may become."""
    return _is_past(session, BEGAN, settings.SESSION_LONGEST, at=at)


def is_idle(session: SessionBase, *, at: datetime) -> bool:
    """Say whether nobody was there for so long that the session is locked."""
    return _is_past(session, SEEN, settings.SESSION_IDLE, at=at)


def is_fresh(session: SessionBase, *, at: datetime) -> bool:
    """Say whether somebody showed lately who they are."""
    return not _is_past(session, FRESH, settings.SESSION_FRESH, at=at)


def note_seen(session: SessionBase, *, at: datetime) -> bool:
    """Note that somebody is there; return whether that was written, which is not done each time."""
    if SEEN not in session or is_idle(session, at=at):
        return False
    is_due = _is_past(session, SEEN, SEEN_EVERY, at=at)
    if is_due:
        session[SEEN] = at.isoformat()
    return is_due


def _is_past(session: SessionBase, moment: str, span: timedelta, *, at: datetime) -> bool:
    noted = session.get(moment)
    return noted is None or datetime.fromisoformat(noted) + span <= at

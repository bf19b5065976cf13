"""What a sound room lacks that those who look after it must see to: backups, clocks, mail."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from commonground_web.kernel.home import Home, is_this_host

BACKED_UP_WITHIN = timedelta(hours=36)
"""A nightly backup may be late by half a day."""

CLOCKS_WITHIN = timedelta(hours=1)
"""They run once a minute; an upgrade may take a while."""


def what_is_neglected(home: Home, *, at: datetime) -> Iterator[str]:
    """Yield a sentence on each thing that somebody should see to; the room opens all the same.

    Parameters
    ----------
    home
        The room's folder; what is newer than a room can be is not missed in it.
    at
        The moment.
    """
    made_at = _written_at(home.folder / "secrets" / "web.json")
    yield from _of_backups(home, since=made_at, at=at)
    yield from _of_clocks(home, since=made_at, at=at)
    yield from _of_mail(home)


def _of_backups(home: Home, *, since: datetime, at: datetime) -> Iterator[str]:
    made = [_written_at(path) for path in home.backups.glob("*.backup")]
    if at - max([since, *made]) < BACKED_UP_WITHIN:
        return
    last = f"Its last backup is of {_moment(max(made))}" if made else "It has no backup"
    yield f"{last}; see why `commonground room backup` does not run every night."


def _of_clocks(home: Home, *, since: datetime, at: datetime) -> Iterator[str]:
    path = home.clocks_ran
    if at - (_written_at(path) if path.exists() else since) >= CLOCKS_WITHIN:
        last = f"last ran on {_moment(_written_at(path))}" if path.exists() else "never ran"
        yield f"Its clocks {last}; see why neither `commonground up` nor `tick` runs them."
    elif path.exists() and (failed := path.read_text().split()):
        yield f"Of its clocks {', '.join(failed)} failed when they last ran; its log says why."


def _of_mail(home: Home) -> Iterator[str]:
    mail, is_public = home.settings.mail, urlsplit(home.settings.address).scheme == "https"
    if is_public and not mail.host:
        yield "Its mail reaches nobody; name a server under [mail] in room.toml."
    elif not mail.use_tls and not is_this_host(mail.host):
        yield (
            f"Its mail goes to {mail.host} in the clear, with links that let people in; "
            "write use_tls = true in room.toml."
        )
    if mail.user and not home.has_secret("mail"):
        yield f"It has no password for mail as {mail.user}; write it into secrets/mail.json."


def _written_at(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"

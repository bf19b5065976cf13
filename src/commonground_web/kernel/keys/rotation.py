"""Turn a room's keys: a new key first, then every text sealed anew, then the old key away.

Nothing is lost, whatever else goes on. Every audit event, and so every write of a sealed text,
holds a share of a lock (in SQLite, the one lock for writing). Once the new ring lies in its file,
the turn waits until it has had that lock alone: whoever writes after that has read the new ring,
and seals with the new key even what it found sealed with an old one (`SealedText.pre_save`). So
when all rows have been sealed anew, no text with an old key can come to them any more. What
libraries keep sealed they write back as they read it: it is sealed anew once more when all have
ended who may have read it before. The key goes when whoever has yet to open such a text is done.
"""

from __future__ import annotations

import fcntl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.functions import Cast
from django.utils.module_loading import import_string

from commonground.core.errors import CommonGroundError
from commonground_web.kernel.access.actor import system_actor
from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.compartments.engines import wait_for_open_events
from commonground_web.kernel.compartments.guard import REKEYING
from commonground_web.kernel.compartments.records import Record
from commonground_web.kernel.fields.keyring import (
    Keyring,
    read_keyring,
    room_keyring,
    write_keyring,
)
from commonground_web.kernel.fields.sealed import SealedText

BATCH = 200
"""Rows that are sealed anew in one transaction."""

SETTLE_S = 10.0

KEEPER = system_actor("keys")
"""Whoever turns the keys: no person."""


class KeysAreTurning(CommonGroundError):
    """Another process turns the keys of this room."""


class StillSealed(CommonGroundError):
    """Texts that are still sealed with an old key, which is therefore kept."""


Reseal = Callable[[Keyring], int]
"""Seals anew what is not sealed with a ring's current key, and returns how many rows there were."""


@dataclass(frozen=True, slots=True)
class Turned:
    """What came of a turn."""

    version: int
    """The key that seals from now on."""
    resealed: int
    """Rows that were sealed anew by this call."""
    dropped: tuple[int, ...]
    """The keys that are gone from the ring."""


def rotate_keys(*, at: datetime, settle_s: float = SETTLE_S) -> Turned:
    """Turn the room's keys, or finish a turn that was cut off.

    Parameters
    ----------
    at
        The moment of the turn, for the audit.
    settle_s
        Seconds to wait before an old key is taken away: a page that was read before may still be
        drawn after its event has ended.

    Returns
    -------
    Turned
        The new key, how many rows were sealed with it, and the keys that are gone.

    Raises
    ------
    KeysAreTurning
        If another process is at it.
    WrongKey
        If a text does not open with the room's keys; every key is kept.
    StillSealed
        If texts with an old key came in from outside any audit event; every key is kept.
    """
    path = settings.ROOM_HOME.keyring
    with _alone(path):
        ring = read_keyring(path)
        if len(ring.keys) == 1:
            ring = ring.turned()
            write_keyring(ring, path)
        wait_for_open_events()
        resealed = _reseal_all(at=at)
        wait_for_open_events()
        resealed += _reseal_elsewhere(at=at)
        _require_all(ring, at=at)
        time.sleep(settle_s)
        dropped = tuple(sorted(set(ring.keys) - {ring.current}))
        write_keyring(
            Keyring(ring.current, {ring.current: ring.keys[ring.current]}, ring.fingerprints), path
        )
    return Turned(ring.current, resealed, dropped)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    with path.with_name(f".{path.name}.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise KeysAreTurning(
                "Another process turns the keys of this room; wait until it is done."
            ) from error
        yield


def _models() -> Iterator[tuple[type[Record], tuple[SealedText, ...]]]:
    for model in apps.get_models():
        fields = tuple(f for f in model._meta.concrete_fields if isinstance(f, SealedText))
        if fields and issubclass(model, Record):
            yield model, fields


def _reseal_all(*, at: datetime) -> int:
    """Seal everything anew, and return how many rows there were."""
    in_records = sum(_reseal(model, fields, at=at) for model, fields in _models())
    return in_records + _reseal_elsewhere(at=at)


def _reseal_elsewhere(*, at: datetime) -> int:
    """Seal anew what libraries keep in tables of their own."""
    reseal: Reseal = import_string(settings.SEALED_BY_LIBRARIES)
    with access(Setting(actor=KEEPER.id, verb=REKEYING, entity="keys"), at=at) as opened:
        opened.acts.append("keys.turned")
        return reseal(room_keyring())


def _reseal(model: type[Record], fields: tuple[SealedText, ...], *, at: datetime) -> int:
    """Seal the rows of a model anew, batch by batch, and return how many there were."""
    total = 0
    while batch := _reseal_batch(model, fields, at=at):
        total += batch
    return total


def _reseal_batch(model: type[Record], fields: tuple[SealedText, ...], *, at: datetime) -> int:
    ring = room_keyring()
    with access(_setting(model), at=at) as opened:
        rows = list(_stale(model, fields, ring).select_for_update()[:BATCH])
        for row in rows:
            anew = {field.attname: field.resealed(row, ring) for field in fields}
            model.objects.filter(pk=row.pk).update(**anew)
        opened.acts.append("keys.turned")
    return len(rows)


def _require_all(ring: Keyring, *, at: datetime) -> None:
    for model, fields in _models():
        with access(_setting(model), at=at):
            left = _stale(model, fields, ring).count()
        if left:
            raise StillSealed(
                f"{left} rows of {model._meta.label} are still sealed with an old key, which is "
                "kept. Turn the keys again."
            )


def _setting(model: type[Record]) -> Setting:
    tables = (model._meta.db_table,) if model.OF_PERSON else ()
    return Setting(actor=KEEPER.id, verb=REKEYING, entity=model.ENTITY or "keys", tables=tables)


def _stale(
    model: type[Record], fields: tuple[SealedText, ...], ring: Keyring
) -> models.QuerySet[Record]:
    """Return the rows in which some text is sealed with another key than the ring's current one."""
    condition = models.Q()
    rows = model.objects.order_by("pk")
    for field in fields:
        rows = rows.alias(**{f"held_{field.name}": Cast(field.attname, models.TextField())})
        held = models.Q(**{f"held_{field.name}__startswith": f"{ring.current}:"})
        condition |= ~held & models.Q(**{f"{field.attname}__isnull": False})
    return rows.filter(condition)

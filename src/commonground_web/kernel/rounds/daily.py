"""The round of a clock over records about persons: once a day, in one event."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from commonground_web.kernel.access.actor import Actor, system_actor
from commonground_web.kernel.access.exposures import tables_for
from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.rounds.models import DailyRound


def once_a_day(
    name: str, act: Callable[[Actor], object], *, verb: str, entities: tuple[str, ...], at: datetime
) -> None:
    """Let a clock look through its records, unless it has done so today.

    Parameters
    ----------
    name
        What the clock is called.
    act
        What it does, as the actor that it is given.
    verb
        What is done to the records.
    entities
        The records that it reads and changes, the first of them in the name of the event.
    at
        The moment.
    """
    day = day_of(at)
    if DailyRound.objects.filter(clock=name, on=day).exists():
        return
    by = system_actor(name)
    setting = Setting(
        actor=by.id, verb=verb, entity=entities[0], tables=tables_for(verb, *entities)
    )
    with access(setting, at=at) as opened:
        made, is_first = DailyRound.objects.get_or_create(clock=name, on=day, defaults={"at": at})
        if is_first:
            opened.did("clock.round", made)
            act(by)

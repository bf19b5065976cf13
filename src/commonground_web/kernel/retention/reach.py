"""What names records is seen by those who may see them: the sites of an actor count here, too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.apps import apps
from django.db.models import Q

from commonground_web.kernel.compartments.hanging import NONE
from commonground_web.kernel.compartments.rules import room_rules


def of_records_seen(actor: Any) -> Q:
    """Return the condition of rows that name a record which the actor's sites do not hide.

    Records that are due count as well: a hold on one must still be ended by somebody.
    """
    seen = Q() if actor.sites is None else NONE
    for label, model, is_narrowed in _kinds(actor):
        of_kind = Q(record_type=label)
        if is_narrowed:
            of_kind &= Q(record__in=model.objects.filter(model.limits(actor)).values("pk"))
        seen |= of_kind
    return seen


def of_kinds_seen_whole(actor: Any) -> Q:
    """Return the condition of rows on kinds of records of which no site is hidden from the actor.

    A purge and its certificate are of all sites at once, and outlive the records that would tell of
    which.
    """
    if actor.sites is None:
        return Q()
    return Q(record_type__in=[label for label, _, is_narrowed in _kinds(actor) if not is_narrowed])


def _kinds(actor: Any) -> Iterator[tuple[str, Any, bool]]:
    """Yield each kind that has a day of purge, and whether the actor sees it of some sites alone.

    Whoever acts for all sites is kept from none.
    """
    if actor.sites is None:
        return
    anywhere = replace(actor, sites=None)
    for label in room_rules():
        model: Any = apps.get_model(label)
        yield label, model, model.limits(actor) != model.limits(anywhere)

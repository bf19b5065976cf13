"""The pages of the trail: people read what they did, and auditors what everybody did."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse

from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.words import right_of
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.pages.lists.shown import show
from commonground_web.kernel.trail.lists import (
    Names,
    done_by,
    outcome_of,
    own_trail,
    purpose_of,
    roles_of,
    trail_of,
    what,
)
from commonground_web.kernel.trail.whose import events_for, reads_others


@exposes("trail", "list")
def trail(request: Request) -> HttpResponse:
    """List what was done, as far as it is the reader's to see."""
    others = reads_others(request.actor)
    shown = show(trail_of(_names()) if others else own_trail(), events_for(request.actor), request)
    return TemplateResponse(request, "trail/trail.html", {"list": shown, "others": others})


@exposes("trail", "view")
def one(request: Request, event: uuid.UUID) -> HttpResponse:
    """Show one event: what was done, to which records, and which fields changed; no values."""
    found = get_object_or_404(events_for(request.actor), pk=event)
    records = [
        (kind, uuid.UUID(key), sorted(found.seal.changes.get(f"{kind}:{key}", {})))
        for kind, keys in found.seal.ids.items()
        for key in keys
    ]
    context = {
        "event": found,
        "who": done_by(found, _names()),
        "what": what(found),
        "right": right_of(found.entity, found.verb),
        "roles": roles_of(found),
        "purpose": purpose_of(found),
        "outcome": outcome_of(found),
        "records": records,
    }
    return TemplateResponse(request, "trail/event.html", context)


def _names() -> Names:
    return dict(Account.objects.values_list("pk", "name"))

"""What the page of an entry shows, and what the actor may do there."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from commonground_web.caseroom.entries.independence import counts
from commonground_web.caseroom.entries.lists import TONES
from commonground_web.caseroom.entries.models import (
    CorrectionNotice,
    Dissemination,
    Entry,
    Screening,
)
from commonground_web.caseroom.entries.panels import panels_of
from commonground_web.caseroom.entries.states import LEFT, MACHINE, STANDING, State
from commonground_web.caseroom.entries.support import (
    corrected_last_by,
    is_referred_out,
    newest_screening,
    what_is_missing,
)
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.accounts.naming import names_of
from commonground_web.kernel.files.keeping import files_of
from commonground_web.valves.published import agencies, sites


def page_of(entry: Entry, *, actor: Actor) -> dict[str, Any]:
    """Return everything that the page of an entry shows to an actor."""
    names = names_of([entry.created_by, entry.accepted_by, entry.control_official])
    known = agencies.names()
    sources = list(entry.sourcementions.order_by("-seen_on", "pk"))
    screening = newest_screening(entry)
    return {
        "entry": entry,
        "tone": TONES[State(entry.state)],
        "site": sites.names().get(entry.site),
        "agency": known.get(entry.agency),
        "writer": names.get(entry.created_by),
        "acceptor": names.get(entry.accepted_by),
        "official": names.get(entry.control_official),
        "files": files_of(entry),
        "sources": [(source, known.get(source.agency), counts(source)) for source in sources],
        "screening": screening,
        "decision": getattr(screening, "decision", None),
        "missing": what_is_missing(entry),
        "disseminations": list(_sent(entry, actor=actor)),
        "notices": list(_notices(entry, actor=actor)),
        "panels": panels_of(entry, actor),
        "can": _offered(entry, actor, screening),
    }


def _sent(entry: Entry, *, actor: Actor) -> QuerySet[Dissemination]:
    """Return where an entry went; whoever may not see the log sees what they handed on."""
    sent = entry.disseminations.order_by("-at")
    return sent if actor.may("list", "dissemination") else sent.filter(by=actor.id)


def _notices(entry: Entry, *, actor: Actor) -> QuerySet[CorrectionNotice]:
    waiting = entry.correctionnotices.filter(
        told_at__isnull=True, dissemination__in=_sent(entry, actor=actor)
    )
    return waiting.select_related("dissemination").order_by("dissemination__at")


def _offered(entry: Entry, actor: Actor, screening: Screening | None) -> dict[str, bool]:
    """Say for each thing that may be done to an entry whether it is offered to an actor now."""
    ways = MACHINE.transitions[entry.state]
    is_own = str(entry.created_by) == actor.id
    is_mended = corrected_last_by(entry) == actor.id
    is_open = entry.state not in LEFT
    return {
        "change": entry.state == State.DRAFT and is_own and actor.may("update", "entry"),
        "document": is_open and actor.may("update", "entry"),
        "submit": State.SUBMITTED in ways and actor.may("submit", "entry"),
        "accept": State.ACCEPTED in ways
        and actor.may("accept", "entry")
        and not is_own
        and not is_mended,
        "give_back": State.DRAFT in ways and actor.may("accept", "entry"),
        "use": State.ACTIVE in ways and actor.may("accept", "entry"),
        "drop": State.DROPPED in ways and actor.may("accept", "entry") and not is_own,
        "correct": State.CORRECTED in ways and actor.may("correct", "entry") and not is_own,
        "review": entry.state in {*STANDING, State.CORRECTED} and actor.may("propose", "retention"),
        "add_source": is_open and actor.may("create", "source"),
        "screen": is_open and not is_referred_out(screening) and actor.may("create", "screening"),
        "decide": screening is not None and actor.may("decide", "screening") and screening.waits,
        "disseminate": entry.state in STANDING
        and not entry.is_frozen
        and actor.may("create", "dissemination"),
        "tell": actor.may("notify", "dissemination"),
    }

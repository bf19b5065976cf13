"""Complete a candidate, release them to the Commons as two persons, and withdraw them."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from commonground_web.caseroom.entries.states import CARRYING, LEFT
from commonground_web.caseroom.entries.support import is_known_minor
from commonground_web.caseroom.lists.models import Candidate, CandidateRelease
from commonground_web.caseroom.lists.states import CANDIDATE, CandidateState
from commonground_web.caseroom.lists.telling import tell, tell_standing
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.seen import require_as_seen
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.retention.days import purge_day
from commonground_web.valves.messages.invitations import CandidateReleased, Need, Standing

KEPT_BY_THE_COMMONS = timedelta(days=30)
"""How long the Commons keeps a candidate who is not invited."""

FOR_MINORS = "charging_supervisor"
"""The role that releases a minor, as nobody else does."""


TOUCHED = ("entry", "screening")
"""The entities whose rows say of whom a candidate is, and how old they are."""


@dataclass(frozen=True, slots=True)
class Invitable:
    """What it takes to invite somebody, and no more."""

    display_name: str
    contact: str
    language: str
    is_minor: bool
    needs: tuple[str, ...] = ()
    guardian: str = ""
    guardian_told_on: date | None = None


@action("candidate", "complete", with_entities=TOUCHED)
def complete_candidate(
    *,
    candidate: Candidate,
    said: Invitable,
    by: Actor,
    at: datetime,
) -> None:
    """Write down what it takes to invite a candidate; whoever was to release them looks again.

    Raises
    ------
    Refused
        If somebody changed them since the actor saw them, they were released or withdrawn, a minor
        is said to be none, or the valve would not carry what was written.
    """
    held = candidate.held_now("candidate_list", "entry")
    require_as_seen(held, candidate)
    if held.state == CandidateState.PROPOSED:
        CANDIDATE.require(held.state, CandidateState.CHOSEN)
        held.state, held.proposed_by, held.proposed_at = CandidateState.CHOSEN, None, None
    if held.state != CandidateState.CHOSEN:
        raise Refused(_("What was released is not changed; withdraw the candidate instead."))
    if not said.is_minor and is_known_minor(held.entry, on=day_of(at)):
        raise Refused(str(_KNOWN_MINOR))
    if not said.is_minor:
        held.guardian, held.guardian_told_on = "", None
    else:
        held.guardian, held.guardian_told_on = said.guardian, said.guardian_told_on
    held.display_name, held.contact = said.display_name, said.contact
    held.language, held.needs, held.is_minor = said.language, list(said.needs), said.is_minor
    held.completed_by = uuid.UUID(by.id)
    _message(held, at=at)
    held.save()
    open_access().did("candidate.completed", held)


@action("candidate", "propose", with_entities=TOUCHED)
def propose_release(*, candidate: Candidate, by: Actor, at: datetime) -> None:
    """Propose to release a complete candidate; another person releases them.

    Raises
    ------
    Refused
        If something is missing, or was changed since the actor saw it.
    """
    held = candidate.held_now("candidate_list", "entry")
    CANDIDATE.require(held.state, CandidateState.PROPOSED)
    require_as_seen(held, candidate)
    if missing := what_is_missing_of(held):
        raise Refused(" ".join(missing))
    held.state, held.proposed_by, held.proposed_at = (
        CandidateState.PROPOSED,
        uuid.UUID(by.id),
        at,
    )
    held.save()
    open_access().did("candidate.proposed", held)


@action("candidate", "release", with_entities=TOUCHED)
def release_candidate(*, candidate: Candidate, by: Actor, at: datetime) -> CandidateRelease:
    """Release a candidate to the Commons as the second person.

    Raises
    ------
    Refused
        If the actor wrote it or proposed it, something was changed since they saw it or is missing,
        the listing is contested or dropped, the candidate is a minor and the actor may not decide
        on one, or the rooms do not know each other yet.
    """
    entry, held = candidate.entry.held_now(), candidate.held_now("candidate_list", "entry")
    CANDIDATE.require(held.state, CandidateState.RELEASED)
    require_as_seen(held, candidate)
    if str(held.proposed_by) == by.id:
        raise Refused(_("You proposed this release; somebody else releases the candidate."))
    if str(held.completed_by) == by.id:
        raise Refused(_("You wrote what is released; somebody else releases the candidate."))
    if entry.is_frozen or entry.state in LEFT:
        raise Refused(_("The listing is contested, or the name was dropped; nobody is released."))
    if entry.state not in CARRYING:
        raise Refused(
            _("The entry was corrected; it has to be accepted anew and put into use first.")
        )
    if missing := what_is_missing_of(held):
        raise Refused(" ".join(missing))
    if held.is_minor and FOR_MINORS not in by.roles:
        raise Refused(_("A minor is released by the charging supervisor."))
    message = _message(held, at=at)
    held.state, held.released_by, held.released_at, held.expires_on = (
        CandidateState.RELEASED,
        uuid.UUID(by.id),
        at,
        message.expires_on,
    )
    held.save()
    release = CandidateRelease(
        candidate=held,
        message=tell(message, at=at),
        display_name=message.display_name,
        contact=message.contact,
        language=message.language,
        needs=[str(need) for need in message.needs],
        is_minor=message.is_minor,
        expires_on=message.expires_on,
        sent_at=at,
        purge_on=purge_day(CandidateRelease, at=at),
    )
    release.save(force_insert=True)
    open_access().did("candidate.released", held)
    return release


@action("candidate", "withdraw", with_entities=("entry",))
def withdraw_candidate(*, candidate: Candidate, why: str, by: Actor, at: datetime) -> None:
    """Withdraw a candidate with a reason; the Commons is told that, and not why."""
    held = candidate.held_now("candidate_list", "entry")
    CANDIDATE.require(held.state, CandidateState.WITHDRAWN)
    if held.state == CandidateState.RELEASED:
        tell_standing(held, standing=Standing.WITHDRAWN, at=at)
    held.state, held.withdrawn_by, held.withdrawn_at = (
        CandidateState.WITHDRAWN,
        uuid.UUID(by.id),
        at,
    )
    held.why_withdrawn = why
    held.save()
    open_access().did("candidate.withdrawn", held)


def what_is_missing_of(candidate: Candidate) -> tuple[str, ...]:
    """Return a sentence for everything that a candidate lacks before they are released."""
    missing = []
    if not (candidate.display_name and candidate.contact and candidate.language):
        missing.append(_("A name, a way to reach them and a language are needed."))
    if candidate.is_minor is None:
        missing.append(_("Nobody has said whether they are a minor."))
    elif not candidate.is_minor and is_known_minor(candidate.entry, on=open_access().day):
        missing.append(str(_KNOWN_MINOR))
    if candidate.is_minor and not (candidate.guardian and candidate.guardian_told_on):
        missing.append(_("They are a minor: say how and when a parent or guardian was told."))
    return tuple(missing)


def _message(candidate: Candidate, *, at: datetime) -> CandidateReleased:
    """Return what is sent of a candidate; refuse what the valve would not carry."""
    try:
        return CandidateReleased(
            candidate=candidate.token,
            site=candidate.candidate_list.site,
            display_name=candidate.display_name,
            contact=candidate.contact,
            language=candidate.language,
            is_minor=bool(candidate.is_minor),
            needs=tuple(Need(need) for need in candidate.needs),
            expires_on=day_of(at) + KEPT_BY_THE_COMMONS,
        )
    except ValidationError as error:
        fields = ", ".join(str(_FIELDS.get(str(e["loc"][0]), e["loc"][0])) for e in error.errors())
        raise Refused(
            _(
                "The Commons cannot be told this: %(fields)s. Write names in letters, and one way "
                "to reach them on one line."
            )
            % {"fields": fields}
        ) from None


_KNOWN_MINOR = gettext_lazy(
    "By the date of birth, or by the screening where none is known, they are a minor; say so."
)

_FIELDS = {
    "display_name": gettext_lazy("name on the invitation"),
    "contact": gettext_lazy("how to reach them"),
    "language": gettext_lazy("language"),
}

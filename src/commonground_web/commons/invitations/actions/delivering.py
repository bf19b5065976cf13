"""Print letters, and write down how each reached whom it is to."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.callin.states import State
from commonground_web.commons.candidates.actions import move_candidate
from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.candidates.states import State as Stands
from commonground_web.commons.influentials.actions import has_guardian, require_contact
from commonground_web.commons.invitations.models import Delivery, How, Invitee
from commonground_web.commons.invitations.tally import WITH, callin_of
from commonground_web.commons.letters.actions import adopted_wordings
from commonground_web.commons.letters.models import Wording
from commonground_web.commons.letters.typesetting import as_pdf, letter_of
from commonground_web.commons.model.shape import Moment
from commonground_web.commons.steps.gates.asking import require_before
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of

WITH_LETTERS = (*WITH, "influential")


@action("invitee", "print", with_entities=WITH_LETTERS)
def print_letters(*, invitees: Sequence[Invitee], by: Actor, at: datetime) -> bytes:  # noqa: ARG001
    """Return the letters to some invitees of one call-in as one PDF."""
    if not invitees:
        raise Refused(_("Nobody is left to write to."))
    callin = callin_of(invitees[0])
    letters = []
    for invitee in invitees:
        wording = require_letter(invitee, callin, at=at)
        letters.append(
            letter_of(
                wording,
                name=invitee.candidate.name,
                callin_at=callin.at,
                venue=callin.venue,
                written_on=day_of(at),
            )
        )
        open_access().did("letter.printed", invitee)
    return as_pdf(letters)


def require_letter(invitee: Invitee, callin: CallIn, *, at: datetime) -> Wording:
    """Return the wording of a letter that may go out now.

    Raises
    ------
    Refused
        If letters do not go out, a gate is shut, safe conduct does not stand or does not last, a
        minor's parent or guardian has not agreed, or no wording is adopted.
    """
    if callin.state != State.LETTERS_OUT:
        raise Refused(
            _("Letters do not go out while the call-in is “%(state)s”.")
            % {"state": callin.get_state_display()}
        )
    require_before(Moment.LETTERS, site=callin.site, on=day_of(at))
    candidate = invitee.candidate
    require_contact(candidate, at=at)
    if candidate.safe_until is None or candidate.safe_until < callin.safe_until:
        raise Refused(_("Safe conduct ends too early: it has to last a day after the call-in."))
    if candidate.is_minor and not has_guardian(candidate):
        raise Refused(
            _("They are under age: a parent or guardian has to agree first, and be written down.")
        )
    wording = adopted_wordings(callin.site_id).get(candidate.language)
    if wording is None:
        raise Refused(_("No wording of the letter is adopted in their language."))
    return wording


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """How a letter was brought, when, and what the invitee answered."""

    how: str
    on: date
    rsvp: str
    needs: tuple[str, ...] = ()


@action("delivery", "create", with_entities=WITH_LETTERS)
def note_delivery(*, invitee: Invitee, brought: Brought, by: Actor, at: datetime) -> Delivery:
    """Write down how a letter was brought, or that nobody was found."""
    callin = callin_of(invitee)
    wording = require_letter(invitee, callin, at=at)
    if brought.on > day_of(at):
        raise Refused(_("That day is still to come."))
    delivery = Delivery(
        invitee=invitee,
        how=brought.how,
        on=brought.on,
        wording=wording.pk,
        callin_at=callin.at,
        brought_by=uuid.UUID(by.id),
        created_at=at,
    )
    delivery.save(force_insert=True)
    invitee.rsvp = brought.rsvp
    invitee.save(update_fields=["rsvp"])
    invitee.candidate.lock()
    invitee.candidate.needs = list(brought.needs)
    invitee.candidate.save(update_fields=["needs"])
    _move(invitee.candidate, how=brought.how)
    open_access().did("delivery.noted", delivery)
    return delivery


def _move(candidate: Candidate, *, how: str) -> None:
    to = Stands.CONTACT_ATTEMPTED if how == How.NOT_FOUND else Stands.INVITED
    if candidate.state not in (to, Stands.INVITED):
        move_candidate(candidate, to=to)


def has_letter(invitee: Invitee) -> bool:
    """Say whether a letter has reached an invitee, so that its promise binds."""
    return invitee.deliveries.exclude(how=How.NOT_FOUND).exists()

"""Safe conduct stands, so those close to the candidates are asked, and letters are brought."""

from __future__ import annotations

from datetime import datetime

from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.candidates.models import Candidate
from commonground_web.commons.influentials.actions import Agreed, note_answer, note_influential
from commonground_web.commons.influentials.models import Outcome, Relation
from commonground_web.commons.invitations.actions.delivering import (
    Brought,
    note_delivery,
    print_letters,
)
from commonground_web.commons.invitations.actions.inviting import activate_holds, release_letters
from commonground_web.commons.invitations.models import How, Invitee, Rsvp
from commonground_web.commons.letters.actions import adopt_wording, write_wording
from commonground_web.commons.letters.shipped import SHIPPED
from commonground_web.commons.model.shape import Phase
from commonground_web.commons.sites.models import Site
from commonground_web.demo.scenes.commons.later_work import BEFORE_LETTERS, BEFORE_THE_CALL_IN
from commonground_web.demo.scenes.commons.steps import do, finish, plan_of
from commonground_web.demo.stage import Stage
from commonground_web.kernel.access.actor import Actor

FILLED_IN = {
    "contact": (
        "If you have a question, need a ride, childcare or an interpreter, or cannot come, call"
        " Cora Example at 555-0100."
    ),
    "chief": "Paul Invented, Chief of Police",
    "leader": "Lena Madeup, Ninth Avenue Neighbours, for the community",
}

CLOSE = {
    "Alder Fictional": ("Aunt Ada Nobody", "555-0131", Relation.RELATIVE, Outcome.HELPS),
    "Birch Fictional": ("Grandmother Bea Nobody", "555-0132", Relation.GRANDPARENT, Outcome.COMES),
}
"""Who matters to a candidate, agreed to be written down, and what they said."""

LETTERS = (
    (How.WITH_COMMUNITY, Rsvp.COMES),
    (How.WITH_COMMUNITY, Rsvp.COMES),
    (How.NOT_FOUND, Rsvp.OPEN),
    (How.BY_HAND, Rsvp.MAYBE),
)
"""How each letter was brought, and what was answered; the third was found at the second try."""


def play(stage: Stage, *, days_ago: int) -> None:
    """Go on from the holds to the letters, and bring them."""
    plan = plan_of(stage)
    for done in BEFORE_LETTERS:
        do(plan, done, stage)
    for phase in (Phase.PLANNING, Phase.TARGETING):
        finish(phase, plan, stage, days_ago=days_ago - 1)
    turn = stage.turn("coordinator", days_ago=days_ago - 1, hour=17)
    activate_holds(callin=_callin(stage), **turn)
    _ask_those_close(stage, days_ago=days_ago - 3)
    _word(stage, days_ago=days_ago - 4)
    release_letters(callin=_callin(stage), **stage.turn("coordinator", days_ago=days_ago - 6))
    _bring(stage, days_ago=days_ago - 7)
    for done in BEFORE_THE_CALL_IN:
        do(plan, done, stage)


def invitees(stage: Stage, *, by: Actor, at: datetime) -> list[Invitee]:
    """Return the invitees of the call-in, by their numbers."""
    found = stage.rows(Invitee, "candidate", by=by, at=at)
    return sorted(found, key=lambda invitee: invitee.number)


def _callin(stage: Stage) -> CallIn:
    found: CallIn = CallIn.objects.select_related("site").get(site=stage.facts["site"])
    return found


def _ask_those_close(stage: Stage, *, days_ago: int) -> None:
    turn = stage.turn("liaison", days_ago=days_ago)
    for candidate in stage.rows(Candidate, **stage.turn("coordinator", days_ago=days_ago)):
        if candidate.name not in CLOSE:
            continue
        name, contact, relation, outcome = CLOSE[candidate.name]
        agreed = Agreed(
            name=name, contact=contact, relation=relation, agreed_on=stage.day(days_ago + 1)
        )
        influential = note_influential(candidate=candidate, agreed=agreed, **turn)
        note_answer(influential=influential, outcome=outcome, **turn)


def _word(stage: Stage, *, days_ago: int) -> None:
    """Fill the shipped wording in; a director adopts it."""
    site = Site.objects.get(pk=stage.facts["site"])
    texts = {**SHIPPED["en"], **FILLED_IN}
    wording = write_wording(
        site=site, language="en", texts=texts, **stage.turn("coordinator", days_ago=days_ago)
    )
    adopt_wording(wording=wording, **stage.turn("director", days_ago=days_ago - 1))


def _bring(stage: Stage, *, days_ago: int) -> None:
    """Print the letters, and bring them; somebody who was not found is looked for again."""
    printing = stage.turn("coordinator", days_ago=days_ago)
    first, second, third = invitees(stage, **printing)
    print_letters(invitees=[first, second, third], **printing)
    turns = zip((first, second, third, third), LETTERS, strict=True)
    for after, (invitee, (how, rsvp)) in enumerate(turns, start=1):
        turn = stage.turn("liaison", days_ago=days_ago - after, hour=17)
        brought = Brought(how=how, on=stage.day(days_ago - after), rsvp=rsvp)
        note_delivery(invitee=invitee, brought=brought, **turn)

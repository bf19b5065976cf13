"""The guided tour: whom to be, in which room, what to do there, and what to notice.

To add a step, put it where its time comes. Its path is one that everybody knows beforehand, such as
a list: the tour is shown in each room, and no room knows a row of another.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.rooms import Room

Words = str | Promise

ROOMS: dict[Room, Words] = {
    Room.COMMONS: _("Commons"),
    Room.CASEROOM: _("Case room"),
    Room.CAREROOM: _("Care room"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the tour."""

    title: Words
    room: Room
    path: str
    """Where it begins."""
    person: str = ""
    """Whom to be, by their part; nobody where one has not signed in."""
    do: tuple[Words, ...]
    """What to do there, in order."""
    notice: Words
    """What to notice, and why it is so."""


TOUR = (
    Step(
        title=_("See the day of an intervention"),
        room=Room.COMMONS,
        path="/",
        person="coordinator",
        do=(
            _("Read the page from the top: what runs out, what is next, what is blocked."),
            _("Open “Sites”, then Ninth Avenue: the map, and the table beside it."),
        ),
        notice=_(
            "The boundary was proposed by one person and approved by another. Nothing here names "
            "anybody who lives or sells there."
        ),
    ),
    Step(
        title=_("See what must not go ahead yet"),
        room=Room.COMMONS,
        path="/plans/",
        person="director",
        do=(
            _("Open the plan of Ninth Avenue, and then “Gates”. Most are open; look for the shut."),
            _("A waiver of “Somebody who keeps it going” waits for you: agree to it, or leave it."),
        ),
        notice=_(
            "A gate says what is missing and who owes it. The coordinator asked for the waiver and "
            "cannot agree to it: that is a rule of the database, not of the page."
        ),
    ),
    Step(
        title=_("Write a name, with the facts for it"),
        room=Room.CASEROOM,
        path="/entries/",
        person="detective",
        do=(
            _("Open Alder. You are asked why before it opens: choose a purpose."),
            _("Read the sources, the screening and the case; look for a score. There is none."),
        ),
        notice=_(
            "Two independent sources stand under every name in use. Every look at a person's page "
            "is kept, with its purpose, and the page has a day on which it is purged."
        ),
    ),
    Step(
        title=_("Weigh a case without knowing what the other side says"),
        room=Room.CASEROOM,
        path="/triage/",
        person="supervisor",
        do=(
            _("Open Ivy, which waits for your review, and read what was found for each question."),
            _("The prosecutor has reviewed it already: look for what they said."),
            _("Review it."),
        ),
        notice=_(
            "You could not see their review before you gave yours; now both are shown to both. "
            "Whoever wrote an entry or a finding never reviews it."
        ),
    ),
    Step(
        title=_("Sit on the panel where two reviewers differ"),
        room=Room.CASEROOM,
        path="/triage/",
        person="charging-supervisor",
        do=(
            _("Open Juniper: police say bank, prosecution says drop, the panel is one to one."),
            _("Say what you make of it, and close the panel."),
        ),
        notice=_(
            "Three persons from two agencies, none of whom reviewed it. Who said otherwise stays "
            "on record as dissent."
        ),
    ),
    Step(
        title=_("Look at a list that nobody can change any more"),
        room=Room.CASEROOM,
        path="/lists/",
        person="prosecutor",
        do=(
            _("Open the first list: its check for disparity, its hash, and its two signatures."),
            _("Open its check for disparity, and read the ratios with their notes."),
        ),
        notice=_(
            "No list is locked before it was checked and two agencies signed. Three of four were "
            "banked, and only they became candidates."
        ),
    ),
    Step(
        title=_("See how little of it reaches the Commons"),
        room=Room.COMMONS,
        path="/candidates/",
        person="coordinator",
        do=(
            _("Open Cedar: a name, a way to reach them, a language. Look for a reason, or a case."),
            _("Open “Call-ins”, then the one of Ninth Avenue: read how it came to be held."),
            _("Open “Who came”: two came, one did not and was visited the next day."),
        ),
        notice=_(
            "Why somebody is on the list stayed in the case room. No letter went out before the "
            "case room had acknowledged that nobody is arrested at the evening, and before there "
            "was a place in a service for each."
        ),
    ),
    Step(
        title=_("Be told before supply is cut"),
        room=Room.COMMONS,
        path="/notices/",
        person="outreach-lead",
        do=(
            _("A notice says which days are coming. Say that you have read it."),
            _("Open the outreach plans: yours waits for the agreement of a second agency."),
        ),
        notice=_(
            "You learn the days and whom to ask, never whom it is aimed at. Until you have read it "
            "and the plan is agreed, nobody can make the operation ready."
        ),
    ),
    Step(
        title=_("Meet the people who are helped"),
        room=Room.CAREROOM,
        path="/clients/",
        person="navigator",
        do=(
            _("Open Birch, who was introduced after the call-in: needs, a consent, referrals."),
            _("Open Alder, who came by themselves. Then look for clients of Night Bus Outreach."),
        ),
        notice=_(
            "You see the records of your own organisation alone. Alder may be somebody whom the "
            "police have on a list; nobody here can know, and nobody asks."
        ),
    ),
    Step(
        title=_("Take somebody on by what they signed, and no more"),
        room=Room.CAREROOM,
        path="/referrals/",
        person="outreach-worker",
        do=(_("Open the referral to the night bus: what to call them, and how to reach them."),),
        notice=_(
            "The consent covers a name and a contact, and not what they need; so that is not here. "
            "If it is taken back, this page is empty at once."
        ),
    ),
    Step(
        title=_("Now be the detective, and look for what the care room knows"),
        room=Room.CASEROOM,
        path="/",
        person="detective",
        do=(
            _("Look through every door of the case room for Alder's visits to the drop-in."),
            _("Type the address of the care room's list, /clients/, behind this room's own."),
        ),
        notice=_(
            "It is not there, and it is not hidden: it lies in another database, which this "
            "process has no keys for and no way to. No role, and no form that anybody signs, "
            "opens one."
        ),
    ),
    Step(
        title=_("Review what is said to have happened since"),
        room=Room.CASEROOM,
        path="/violations/",
        person="supervisor",
        do=(
            _("Open the one that waits: the clause, the evidence, and the most that may follow."),
            _("Review it; the prosecutor has already, and you are not shown what they said."),
        ),
        notice=_(
            "To stay away from help, or from the evening itself, is no violation: there is no word "
            "for it here. Where the two sides differ, the milder holds."
        ),
    ),
    Step(
        title=_("Read what comes back from help: a number"),
        room=Room.COMMONS,
        path="/counts/",
        person="evaluator",
        do=(_("Look at the counts of the care room, and for those that say only “<11”."),),
        notice=_(
            "This is all that ever leaves the care room: counts of a whole month, drafted by one "
            "and checked by two others. Of who was helped, nothing. The case room's counts leave "
            "by the same rules."
        ),
    ),
    Step(
        title=_("Complain, without a name"),
        room=Room.COMMONS,
        path="/complaints/new/",
        do=(
            _("You need no account. If you are still signed in, sign out first."),
            _("Write what happened, and keep the code that you are given."),
        ),
        notice=_("The room does not learn who you are, and keeps only a digest of your code."),
    ),
    Step(
        title=_("Read it as oversight"),
        room=Room.COMMONS,
        path="/complaints/",
        person="oversight",
        do=(_("Open the newest complaint, and say why you do. Then the one that was answered."),),
        notice=_(
            "Only the civil rights office reads complaints: neither the coordinator nor the police "
            "can see that there is one."
        ),
    ),
    Step(
        title=_("See how long it all stays, and what everybody may see"),
        room=Room.COMMONS,
        path="/retention/",
        person="director",
        do=(
            _("Read the rules: for how long each kind of record stays, and by which law."),
            _("Sign out, and open /public/ behind the room's address: the site's public page."),
        ),
        notice=_(
            "A day of purge only ever comes earlier. To keep a record longer takes two persons and "
            "a reason. The public page was opened by two persons, and one can shut it."
        ),
    ),
)

"""Who plays in the demo: plainly made-up people, what each is, and what each is there to show."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.rooms import Room

FOUNDER = "administrator"
"""The role of the two with whom a room begins; they come in before everybody else."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in one room of the demo."""

    code: str
    """What addresses and scenes call them: their part, never their name."""
    room: Room
    name: str
    roles: tuple[str, ...]
    about: str | Promise
    """What they are there for, in a sentence."""
    agency: str = ""
    """The agency that they work for, as the scene of the agencies calls it."""

    @property
    def email(self) -> str:
        """The address that they sign in with."""
        return f"{self.code}@{self.room}.example"

    @property
    def founds(self) -> bool:
        """Whether the room begins with them."""
        return FOUNDER in self.roles


_COMMONS = (
    Person(
        "keeper",
        Room.COMMONS,
        "Kit Fictional",
        (FOUNDER,),
        _("Lets people into the Commons, and sees no content."),
    ),
    Person(
        "second-keeper",
        Room.COMMONS,
        "Wren Fictional",
        (FOUNDER,),
        _("Approves what the other administrator gives; nobody lets anybody in alone."),
    ),
    Person(
        "director",
        Room.COMMONS,
        "Dora Placeholder",
        ("director",),
        _("Answers for the intervention: confirms what gates hang on, and signs waivers."),
    ),
    Person(
        "deputy",
        Room.COMMONS,
        "Milo Placeholder",
        ("director",),
        _("The second director: whoever records a thing does not confirm it."),
    ),
    Person(
        "coordinator",
        Room.COMMONS,
        "Cora Example",
        ("coordinator",),
        _("Keeps the site on the model: what is next, what is missing, who owes it."),
        agency="city",
    ),
    Person(
        "liaison",
        Room.COMMONS,
        "Lena Madeup",
        ("community_liaison",),
        _("Speaks for the neighbourhood, and scores what is the community's part."),
        agency="neighbours",
    ),
    Person(
        "chief",
        Room.COMMONS,
        "Paul Invented",
        ("partner",),
        _("Does the police department's part of the plan. Sees the Commons, and no names."),
        agency="police",
    ),
    Person(
        "deputy-prosecutor",
        Room.COMMONS,
        "Prue Invented",
        ("partner",),
        _("Does the prosecutor's part of the plan."),
        agency="prosecutor",
    ),
    Person(
        "service-lead",
        Room.COMMONS,
        "Sami Sample",
        ("partner",),
        _("Does the service provider's part of the plan: slots that are really there."),
        agency="services",
    ),
    Person(
        "outreach-lead",
        Room.COMMONS,
        "Hana Sample",
        ("partner",),
        _("Does the harm-reduction organisation's part of the plan: ready before supply is cut."),
        agency="outreach",
    ),
    Person(
        "evaluator",
        Room.COMMONS,
        "Eve Imagined",
        ("evaluator",),
        _("Fixes measures before anything is done, and looks at fidelity and effect."),
        agency="university",
    ),
    Person(
        "oversight",
        Room.COMMONS,
        "Otis Imagined",
        ("privacy_officer",),
        _("Reads complaints, and watches what is kept, for how long and why."),
        agency="oversight",
    ),
)

_CASEROOM = (
    Person(
        "keeper",
        Room.CASEROOM,
        "Kit Makebelieve",
        (FOUNDER,),
        _("Lets people into the case room, and sees no content."),
    ),
    Person(
        "second-keeper",
        Room.CASEROOM,
        "Wren Makebelieve",
        (FOUNDER,),
        _("Approves what the other administrator gives."),
    ),
    Person(
        "charging-supervisor",
        Room.CASEROOM,
        "Rosa Pretend",
        ("charging_supervisor",),
        _("Supervises charging for the prosecutor, and approves who may work here."),
        agency="prosecutor",
    ),
    Person(
        "detective",
        Room.CASEROOM,
        "Dan Fictive",
        ("officer",),
        _("Writes entries: a name, and the facts that give reasonable suspicion."),
        agency="police",
    ),
    Person(
        "supervisor",
        Room.CASEROOM,
        "Sol Fictive",
        ("supervisor",),
        _("Accepts what others wrote, and nothing of their own."),
        agency="police",
    ),
    Person(
        "analyst",
        Room.CASEROOM,
        "Ana Fictive",
        ("analyst",),
        _("Reads and prepares, without a vote."),
        agency="police",
    ),
    Person(
        "prosecutor",
        Room.CASEROOM,
        "Per Pretend",
        ("prosecutor",),
        _("Looks at every entry as a prosecutor would have to prove it."),
        agency="prosecutor",
    ),
    Person(
        "lieutenant",
        Room.CASEROOM,
        "Lou Fictive",
        ("supervisor",),
        _("The second supervisor: checks what the first reviews, and sits on the panel."),
        agency="police",
    ),
    Person(
        "second-prosecutor",
        Room.CASEROOM,
        "Pia Pretend",
        ("prosecutor",),
        _("The second prosecutor: sits on the panel where the two reviewers differ."),
        agency="prosecutor",
    ),
)

_CAREROOM = (
    Person(
        "keeper",
        Room.CAREROOM,
        "Kit Nobody",
        (FOUNDER,),
        _("Lets people into the care room, and sees no content."),
    ),
    Person(
        "second-keeper",
        Room.CAREROOM,
        "Wren Nobody",
        (FOUNDER,),
        _("Approves what the other administrator gives."),
    ),
    Person(
        "provider-manager",
        Room.CAREROOM,
        "Mara Specimen",
        ("provider_manager",),
        _("Answers for the records of the service provider, and approves who may work here."),
        agency="services",
    ),
    Person(
        "navigator",
        Room.CAREROOM,
        "Nia Specimen",
        ("navigator",),
        _("Meets people first, and begins their record."),
        agency="services",
    ),
    Person(
        "case-manager",
        Room.CAREROOM,
        "Cal Specimen",
        ("case_manager",),
        _("Goes on with a person, as long as they want it."),
        agency="services",
    ),
    Person(
        "outreach-worker",
        Room.CAREROOM,
        "Oki Facsimile",
        ("harm_reduction_worker",),
        _("Works in the street for the harm-reduction organisation; keeps its own records."),
        agency="outreach",
    ),
    Person(
        "outreach-manager",
        Room.CAREROOM,
        "Olu Facsimile",
        ("provider_manager",),
        _("Answers for the records of the harm-reduction organisation; checks what is released."),
        agency="outreach",
    ),
    Person(
        "privacy-officer",
        Room.CAREROOM,
        "Pim Specimen",
        ("privacy_officer",),
        _("Sees counts and no person; checks what is released as the last."),
    ),
)

CAST = (*_COMMONS, *_CASEROOM, *_CAREROOM)
"""Everybody, room by room, in the order in which they come in."""


def people_of(room: Room) -> Iterator[Person]:
    """Yield the people of one room."""
    return (person for person in CAST if person.room is room)


def person_in(room: Room, code: str) -> Person | None:
    """Return somebody of a room by their part; None where the room has no such part."""
    return next((person for person in people_of(room) if person.code == code), None)

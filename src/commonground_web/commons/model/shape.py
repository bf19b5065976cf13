"""What a model is made of: five phases, nine steps and planning, and the items of a checklist."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise
"""Text for people, translated when it is shown."""


class Phase(models.TextChoices):
    """One of the five phases of RAND's study, in the order in which they end."""

    PLANNING = "planning", _("Planning")
    TARGETING = "targeting", _("Targeting the drug market")
    COMMUNITY = "community", _("Working with the community")
    PREPARATION = "preparation", _("Preparing and holding the call-in")
    AFTER = "after", _("After the call-in")


class Kind(models.TextChoices):
    """What sort of evidence shows that an item was done."""

    SIGNATURE = "signature", _("a signature")
    AGREEMENT = "agreement", _("a signed agreement")
    DOCUMENT = "document", _("a dated document")
    MEETING = "meeting", _("the record of a meeting")
    DATA = "data", _("a table or a map with its source")
    SURVEY = "survey", _("the results of a survey")
    COUNT = "count", _("a count with its source")


class Partner(models.TextChoices):
    """Whose part an item is, until the site names somebody."""

    COORDINATION = "coordination", _("site coordination")
    POLICE = "police", _("police")
    PROSECUTOR = "prosecutor", _("prosecutor")
    COMMUNITY = "community", _("community partners")
    SERVICES = "services", _("service coordination")
    HEALTH = "health", _("public health and harm reduction")
    ANALYST = "analyst", _("crime analyst")
    EVALUATOR = "evaluator", _("evaluator")


class Moment(models.TextChoices):
    """Something that must not happen while a gate before it is shut."""

    BEGIN = "begin", _("work on the market begins")
    NAMES = "names", _("names are weighed by more than one agency")
    CASES = "cases", _("cases are built")
    OPERATION = "operation", _("an operation is ready")
    CONTACT = "contact", _("candidates and those close to them are contacted")
    LETTERS = "letters", _("letters go out")
    CALL_IN = "call_in", _("the call-in is held")
    ACTIVATION = "activation", _("a banked case is activated")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schemes:
    """What the published schemes call a step; empty where a scheme has none."""

    high_point: Words = ""
    guide: Words = ""
    rand: Words = ""
    crime_solutions: Words = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the model."""

    code: str
    phase: Phase
    """The phase in which most of it is checked."""
    title: Words
    what: Words
    inputs: Words
    outputs: Words
    decision: Words
    """The decision at its end; empty where it has none."""
    takes: Words
    """How long it took where that is known."""
    schemes: Schemes


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the checklist."""

    code: str
    phase: Phase
    step: str
    text: Words
    by: Partner
    shown_by: Kind
    due_days: int
    """Days from the call-in to when it is due, negative before it; ours, and a site may move it."""
    weight: int = 1
    """1 for most, 2 for what carries others, 3 for what nothing stands without. Ours."""
    gate: str = ""
    """The gate that stays shut until this is done; a second person then confirms that it is."""
    moment: str = ""
    """The moment that it is part of: nothing of it is done while a gate before that is shut."""
    unit: Words = ""
    """What is counted with it, where a number goes with it."""
    at_least: int | None = None
    """The least number that is as planned; None where the site judges."""


@dataclass(frozen=True)
class Model:
    """One version of the model."""

    version: str
    steps: tuple[Step, ...]
    items: tuple[Item, ...] = field(repr=False)

    @cached_property
    def by_code(self) -> Mapping[str, Item]:
        """The items by their codes."""
        return {item.code: item for item in self.items}

    @cached_property
    def step_by_code(self) -> Mapping[str, Step]:
        """The steps by their codes."""
        return {step.code: step for step in self.steps}

    def items_of(self, phase: Phase) -> Iterator[Item]:
        """Yield the items of a phase in the order of its steps."""
        return (item for item in self.items if item.phase == phase)


@dataclass(frozen=True, slots=True)
class Differences:
    """What another version of the model asks otherwise."""

    added: tuple[str, ...]
    dropped: tuple[str, ...]
    changed: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.added or self.dropped or self.changed)


def differences(mine: Model, other: Model) -> Differences:
    """Return the codes of the items that another version adds, drops or asks otherwise."""
    old, new = mine.by_code, other.by_code
    return Differences(
        added=tuple(code for code in new if code not in old),
        dropped=tuple(code for code in old if code not in new),
        changed=tuple(code for code in new if code in old and new[code] != old[code]),
    )

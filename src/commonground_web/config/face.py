"""What differs between the rooms: the apps, the roles, the purposes and the words for them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Face:
    """What one room shows of itself."""

    title: str | Promise
    """What people call the room."""
    whose: str | Promise
    """Who works in it."""
    apps: tuple[str, ...]
    urls: str
    roles: str
    """Where its roles are: a dotted path to a mapping of code to Role."""
    purposes: str
    """Where its purposes are: a dotted path to a mapping of code to sentence."""
    navigation: str
    """Where its doors are: a dotted path to a sequence of Door."""
    approver: str
    """The role whose holders approve the roles that administrators give."""
    retention: str
    """Where its rules are on how long records are kept: a dotted path to a tuple of Rule."""
    things: str
    """Where it says what people call what they work on: a dotted path to a mapping by entity."""
    agencies: str
    """Where it learns its agencies: a dotted path to a function that returns names by id."""
    sites: str
    """Where it learns its sites, likewise."""
    standing: str
    """Where it learns whether an agency's agreements are in force."""

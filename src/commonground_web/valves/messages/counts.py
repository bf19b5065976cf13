"""Counts that two people released, and the heads of audit chains: nothing of a person."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from commonground_web.valves.messages.shapes import Count, Digest, Message, Month
from commonground_web.valves.ways import Kind


class CaseMeasure(StrEnum):
    """What the case room counts for everyone."""

    ENTRIES_ACCEPTED = "entries_accepted"
    ENTRIES_PURGED = "entries_purged"
    DECISIONS_LOCKED = "decisions_locked"
    CASES_BANKED = "cases_banked"
    CASES_ACTIVATED = "cases_activated"
    CASES_EXPIRED = "cases_expired"
    VIOLATIONS_REVIEWED = "violations_reviewed"
    CONTESTS_ANSWERED = "contests_answered"


class CareMeasure(StrEnum):
    """What the care room counts for everyone."""

    PEOPLE_HELPED = "people_helped"
    ENCOUNTERS = "encounters"
    NEEDS_ASSESSED = "needs_assessed"
    REFERRALS_SENT = "referrals_sent"
    REFERRALS_STARTED = "referrals_started"
    REFERRALS_COMPLETED = "referrals_completed"
    WAITING = "waiting"
    NALOXONE_KITS = "naloxone_kits"


class CaseCount(Message):
    """V1: one released count of the case room."""

    kind: ClassVar = Kind.CASE_COUNT

    release: UUID
    measure: CaseMeasure
    month: Month
    site: UUID | None = None
    """The site it is of; None for all sites together."""
    n: Count


class CareCount(Message):
    """V4: one released count of the care room; who released it stays there."""

    kind: ClassVar = Kind.CARE_COUNT

    release: UUID
    measure: CareMeasure
    month: Month
    site: UUID | None = None
    """The site it is of; None for all sites together."""
    n: Count


class Anchored(Message):
    """V1 and V4: the head of a room's audit chain at the end of a day, so nobody rewrites it."""

    kind: ClassVar = Kind.ANCHORED

    on: date
    hash: Digest

"""What is said about one person between the case room and the Commons, and to the care room.

The token of a candidate is made by the case room for the Commons. It never goes to the care room,
whose introductions have an identifier of their own.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import Annotated, ClassVar, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from commonground_web.valves.messages.shapes import Contact, Language, Message, PersonName
from commonground_web.valves.ways import Kind

LONGEST_HOLD = timedelta(days=120)


class Need(StrEnum):
    """What a candidate needs in order to come."""

    TRANSPORT = "transport"
    CHILDCARE = "childcare"
    INTERPRETER = "interpreter"
    STEP_FREE = "step_free"


class Standing(StrEnum):
    """What became of a candidate, without the reason."""

    WITHDRAWN = "withdrawn"
    ACTIVATED = "activated"
    COMPLETED = "completed"


class Ground(StrEnum):
    """Why somebody contests that they are listed."""

    NOT_ME = "not_me"
    NOT_SELLING = "not_selling"
    MINOR = "minor"
    COERCED = "coerced"
    SOURCE_UNRELIABLE = "source_unreliable"
    OUT_OF_DATE = "out_of_date"
    PROFILED = "profiled"


class Request(StrEnum):
    """What somebody who contests asks for."""

    CORRECT = "correct"
    REMOVE = "remove"
    REVIEW = "review"


class Answer(StrEnum):
    """What the case room did about a contest, without what it found."""

    CORRECTED = "corrected"
    REMOVED = "removed"
    STANDS = "stands"


class CandidateReleased(Message):
    """V1: somebody to be invited, with as little as an invitation takes."""

    kind: ClassVar = Kind.CANDIDATE_RELEASED

    candidate: UUID
    site: UUID
    display_name: PersonName
    contact: Contact
    language: Language
    is_minor: bool
    needs: Annotated[tuple[Need, ...], Field(max_length=len(Need))] = ()
    expires_on: date


class CandidateStatus(Message):
    """V1: what became of a candidate; why is not said."""

    kind: ClassVar = Kind.CANDIDATE_STATUS

    candidate: UUID
    status: Standing
    on: date


class HoldAcknowledged(Message):
    """V1: a safe-conduct hold, as it stands at a revision, is known to those who might arrest."""

    kind: ClassVar = Kind.HOLD_ACKNOWLEDGED

    hold: UUID
    revision: Annotated[int, Field(ge=1, le=10_000)]
    acknowledged_at: AwareDatetime


class ContestAnswered(Message):
    """V1: how and when two sides answered a contest; whom it is of, and why, is not said."""

    kind: ClassVar = Kind.CONTEST_ANSWERED

    contest: UUID
    answer: Answer
    on: date


class HoldSet(Message):
    """V2: from when to when a candidate has safe conduct; a later revision replaces an earlier."""

    kind: ClassVar = Kind.HOLD_SET

    hold: UUID
    candidate: UUID
    revision: Annotated[int, Field(ge=1, le=10_000)]
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    is_lifted: bool = False

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if not timedelta() < self.ends_at - self.starts_at <= LONGEST_HOLD:
            raise ValueError(f"a hold lasts up to {LONGEST_HOLD.days} days")
        return self


class AgreementGiven(Message):
    """V2: when a candidate gave a conduct agreement, and when its term ends."""

    kind: ClassVar = Kind.AGREEMENT_GIVEN

    candidate: UUID
    given_on: date
    ends_on: date

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.ends_on <= self.given_on:
            raise ValueError("a term ends after it begins")
        return self


class ContestForwarded(Message):
    """V2: somebody contests that they are listed; oversight passes on codes, never their words."""

    kind: ClassVar = Kind.CONTEST_FORWARDED

    contest: UUID
    candidate: UUID
    grounds: Annotated[tuple[Ground, ...], Field(min_length=1, max_length=len(Ground))]
    asks: Request
    received_on: date


class Introduced(Message):
    """V3: somebody who agreed to be put in touch with a provider; nothing ever comes back."""

    kind: ClassVar = Kind.INTRODUCED
    lifetime: ClassVar = timedelta(days=14)

    introduction: UUID
    site: UUID
    provider: UUID
    preferred_name: PersonName
    contact: Contact
    language: Language
    expires_on: date

"""The one shape of what is taken from a run: aggregates with their intervals, and nothing else.

Whatever else lies in the folder of a run never comes into the room. What has another shape is
refused whole, and not mended.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from commonground.core.headline import FORMAT
from commonground_web.kernel.files.kinds import UNKEEPABLE

FEWEST = 11
"""The smallest count that is taken in; the library withholds smaller ones."""

VERSION = re.compile(r"(?:^|, )commonground (\d+)\.\d+\.\d+(?:[.\w+-]*)(?:,|$)")
MADE_ON, VERSIONS = "Made on", "Versions"


def _keepable(text: str) -> str:
    if UNKEEPABLE.search(text):
        raise ValueError("it holds what no text can hold")
    return text


Text = Annotated[str, AfterValidator(_keepable)]
Line = Annotated[Text, StringConstraints(max_length=200)]
Sentence = Annotated[Text, StringConstraints(max_length=1_000)]
Paragraph = Annotated[Text, StringConstraints(max_length=6_000)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Number = Annotated[float, Field(allow_inf_nan=False)]
Counted = Annotated[float, Field(allow_inf_nan=False, ge=FEWEST, le=1e9)] | Literal[0]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Finding(_Closed):
    """What is said of one outcome: the change, its interval, and the verdict that it allows."""

    name: Line
    until: Line
    observed: Counted | None
    expected: Annotated[float, Field(allow_inf_nan=False, ge=0)] | None
    change: Number | None
    lower: Number | None
    upper: Number | None
    confidence: Annotated[float, Field(gt=0, lt=1)]
    verdict: Line
    meaning: Sentence


class Place(_Closed):
    """What is said of one place: its tier, and its count with an interval."""

    name: Line
    tier: Literal["below candidate", "candidate", "corroborated", "confirmed", "rejected"]
    drug: Annotated[int, Field(ge=FEWEST)]
    drug_low: Number | None
    drug_high: Number | None
    boundary_ha: Number | None
    stable: bool | None


class Result(_Closed):
    """The file of the whole result, which stays outside, and its digest."""

    file: Literal["effect.json", "find.json"]
    sha256: Digest


class Headline(_Closed):
    """What a run says."""

    format: Literal[1]
    kind: Literal["effect", "places"]
    title: Line
    question: Sentence
    answer: Paragraph
    findings: Annotated[tuple[Finding, ...], Field(max_length=60)]
    places: Annotated[tuple[Place, ...], Field(max_length=200)]
    caveats: Annotated[tuple[Sentence, ...], Field(max_length=60)]
    provenance: Annotated[dict[Line, Sentence], Field(max_length=40)]
    result: Result
    sha256: Digest

    @model_validator(mode="after")
    def _says_where_it_comes_from(self) -> Self:
        if not VERSION.search(self.provenance.get(VERSIONS, "")):
            raise ValueError("its provenance names no version of commonground")
        _ = self.made_on
        return self

    @property
    def made_on(self) -> date:
        """The day on which the run was made."""
        return date.fromisoformat(self.provenance.get(MADE_ON, ""))


KNOWN_FORMATS = frozenset({FORMAT})
"""Formats that this release reads; Headline is of the one there is."""

"""Why this place: what was found, how, and what speaks against it, for those who live there."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from commonground.core.market import Criterion, Market
from commonground.find.found import Found
from commonground.report.market_report.content import Content, Place
from commonground.report.numbers import count, decimal, percent, together

GONE = 0.5
"""Of a place of which less than this share remains, a choice made otherwise leaves next to nothing.
"""

BESIDE = 0.1
"""From this share of incidents beside a booking place on it is said, though it may be no reason to
reject."""

AGAINST = {
    "outdoors": "most of its incidents whose premise is known were indoors",
    "second source": "hardly a sale, a call or a citizen's report backs up what police found",
}
"""What a criterion that a candidate place may miss speaks, in words."""

UNKNOWN = {
    "institution": "whether it is a jail, a police station, a court or a hospital, where incidents "
    "are only put on record",
    "outdoors": "whether its incidents were outdoors",
    "second source": "whether anything but possession speaks for selling",
}
"""What a criterion that cannot be known leaves open, in words."""

VARIANTS = {
    "without possession": "without records of possession",
    "without police-initiated": "without what police started",
    "institutions counted": "with what was booked at institutions",
}


class Part(NamedTuple):
    """One part of a rationale: what it is about, and what it says."""

    about: str
    says: str


def rationale(content: Content, place: Place) -> tuple[Part, ...]:
    """Return why a place is a candidate, in plain language.

    Parameters
    ----------
    content
        What the report is about.
    place
        The place.
    """
    market = place.market
    return (
        Part("What was found", _found(content, market)),
        Part("How it was judged", _judged(market)),
        Part("What speaks against it", _against(content.found, market)),
        Part("What is not known", _not_known(content.found, market)),
        Part("What happens next", _next(market)),
    )


def criterion_of(market: Market, name: str) -> Criterion | None:
    """Return one line of the definition as it was put to a place."""
    return next((one for one in market.criteria if one.name == name), None)


def in_words(variant: str) -> str:
    """Name a choice made another way, in plain words."""
    if origin := re.fullmatch(r"grid origin (\d+) of (\d+)", variant):
        return f"with the grid begun elsewhere, {origin[1]} of {origin[2]}"
    if variant.startswith("cells of "):
        return f"with {variant}"
    return VARIANTS.get(variant, variant)


def _found(content: Content, market: Market) -> str:
    numbers, months = market.numbers, criterion_of(market, "months")
    drug = "Some" if math.isnan(numbers["drug"]) else count(numbers["drug"])
    said = f"{drug} drug incidents are on record here {content.window}"
    if months is not None and months.value is not None:
        said += f", in {count(months.value)} of {content.found.records.window_months} months"
    expected = numbers["expected"]
    if math.isnan(expected):
        return f"{said}."
    about = count(expected) if expected >= 10 else decimal(expected)
    return (
        f"{said}. About {about} would be expected if drugs were as large a part of all that is "
        "recorded here as they are in the whole city."
    )


def _judged(market: Market) -> str:
    asked = len(market.criteria)
    meets, misses, unknown = (
        len(market.answered(answer)) for answer in ("meets", "misses", "cannot know")
    )
    missed = f"misses {misses}" if misses else "misses none"
    silent = f"; on {unknown} the records are silent" if unknown else ""
    return (
        "The whole city was measured with one written definition, the same for every place: of its "
        f"{asked} criteria this place meets {meets} and {missed}{silent}."
    )


def _against(found: Found, market: Market) -> str:
    doubts = list(_doubts(found, market))
    if doubts:
        said = "; ".join(doubts)
        return f"{said[0].upper()}{said[1:]}."
    return (
        "Nothing in these records; but drug records are made where police look, and a place where "
        "many people are searched can look like a market."
    )


def _doubts(found: Found, market: Market) -> Iterator[str]:
    numbers = market.numbers
    if not numbers["is_stable"]:
        overlap = numbers["agreement"]
        by = f"by {percent(overlap)} only" if math.isfinite(overlap) else "hardly"
        yield (
            "its outline is unstable: two random halves of the records draw areas that overlap "
            f"{by}"
        )
    for criterion in market.answered("misses"):
        if criterion.name in AGAINST:
            yield AGAINST[criterion.name]
    booked = criterion_of(market, "institution")
    if booked is not None and booked.value is not None and booked.value >= BESIDE:
        yield (
            f"{percent(booked.value)} of its drug incidents lie beside a booking place, where they "
            "may only have been put on record"
        )
    yield from _gone(found, market)


def _gone(found: Found, market: Market) -> Iterator[str]:
    """Yield the choices, made another way, that leave little or nothing of a place."""
    table = found.sensitivity
    mine = table[(table["market"] == market.id) & (table["covered"] < GONE)]
    for is_all, left in ((True, "nothing"), (False, "less than half")):
        choices = mine.loc[(mine["covered"] == 0) == is_all, "variant"]
        if len(choices):
            yield f"{together([in_words(str(one)) for one in choices])}, {left} of it is left"


def _not_known(found: Found, market: Market) -> str:
    last = found.records.last
    told = f"The records end on {last.day} {last:%B %Y}, and what has changed since is not in them"
    unknown = [UNKNOWN[one.name] for one in market.answered("cannot know") if one.name in UNKNOWN]
    if _nobody_knows_who_started(found):
        unknown.append("whether police or citizens started the records")
    if not unknown:
        return f"{told}; nor is what nobody reported."
    return f"{told}; nor do they say {' or '.join(unknown)}."


def _nobody_knows_who_started(found: Found) -> bool:
    records = found.records
    return bool((records.frame.loc[records.is_drug, "initiated_by"] == "unknown").all())


def _next(market: Market) -> str:
    if market.tier == "confirmed":
        return (
            "Persons have looked, and their recorded review found an open-air market here. The "
            "boundary is still to be agreed with those who live and work there; nobody is named or "
            "scored here."
        )
    return (
        "A person must look: those who live, work or patrol here are asked whether drugs are sold "
        "in the open, and the answer is written down with its reasons. Until then it is a "
        "candidate place and no market; nobody is named or scored here."
    )

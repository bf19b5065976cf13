"""The answer, and what the records can and cannot show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pandas as pd

from commonground.core.market import Criterion, Market, Review
from commonground.find.caveats import MOSTLY
from commonground.find.criteria import CORROBORATED
from commonground.find.found import Found
from commonground.report.market_report.content import Content, places, span
from commonground.report.numbers import count, percent, together
from commonground.report.pieces.blocks import Block

MISSED = {
    "density": "not dense enough",
    "volume": "too few incidents",
    "months": "incidents in too few months",
    "quarters": "incidents in too few quarters",
    "one day": "made mostly on one day",
    "one week": "made mostly in one week",
    "points": "on too few points",
    "largest point": "nearly all at one point",
    "institution": "a booking place",
    "chance": "no clearer than chance makes them",
}
"""What a place is that misses a criterion, in a word or two."""

SECOND = frozenset(rule.__name__.replace("_", " ") for rule in CORROBORATED)
"""Criteria that a candidate place may miss."""

POSSESSION = "drug possession"
SALE = "drug sale"


def answer_sentences(content: Content) -> str:
    """Return the answer in a paragraph: how many places, or that there are none, and why.

    Parameters
    ----------
    content
        What the report is about.
    """
    found = content.found
    records = found.records
    covered = span(pd.Timestamp(records.first), pd.Timestamp(records.last))
    head = f"The records of {content.city} {covered} show {places(len(found.candidates))}"
    return " ".join([*_what_was_found(content, head), *_possession(found)])


def missed_by(market: Market) -> tuple[Criterion, ...]:
    """Return the criteria for which a place is rejected; none if a person's review ended it."""
    return tuple(one for one in market.answered("misses") if one.name not in SECOND)


def in_full(review: Review) -> str:
    """Return a review in a sentence: who looked and when, what was found, and on what grounds."""
    found = "an open-air market" if review.finding == "market" else "no market"
    day = f"{review.on.day} {review.on:%B %Y}"
    return f"Review of {day} by {review.by}: {found}. {review.basis}"


def can_show(found: Found) -> Iterator[Block]:
    """Return what the records can and cannot show, and what weakens the answer.

    Parameters
    ----------
    found
        What was found.
    """
    share, sales = _shares(found)
    can = (
        "Where drug incidents were written down, on which days, and whether there are more of them "
        "than chance and the bustle of a place explain."
    )
    cannot = (
        "That drugs are sold in the open at a place: only a person who looks can say so. Who sold "
        "or bought. What was never reported or recorded."
    )
    if share >= MOSTLY:
        can = (
            "Where and when people were found with drugs, and whether that is more often than "
            "chance and the bustle of a place explain."
        )
        cannot = (
            "That drugs are sold in the open at a place: where nine records in ten and more are of "
            "possession, a place of selling, a place of using and a place where many are searched "
            f"look alike, and {count(sales)} records of sale in the whole city are too few to tell "
            "them apart. A market that is not policed leaves no such records. Who sold or bought, "
            "and what was never reported, is not in them either."
        )
    yield Block("terms", items=(("They can show", can), ("They cannot show", cannot)))
    if found.caveats:
        yield Block("text", text="What weakens the answer, most important first:")
        yield Block("list", items=found.caveats)


def _what_was_found(content: Content, head: str) -> Iterator[str]:
    found = content.found
    if not found.candidates:
        yield f"{head}."
        yield from _why_none(found)
        yield (
            "That does not mean that drugs are sold nowhere in the open: records show what was "
            "written down, and not all that happens."
        )
        return
    areas = "a small area" if len(found.candidates) == 1 else "small areas"
    yield (
        f"{head}: {areas} where far more drug incidents are on record, month after month, than in "
        "the rest of the city, and more than all else that is recorded there would lead one to "
        "expect."
    )
    tiers = Counter(market.tier for market in found.candidates)
    if second := tiers["corroborated"]:
        yield (
            f"{count(second)} of them {'is' if second == 1 else 'are'} corroborated: records of a "
            "second kind speak for such a place too."
        )
    if confirmed := tiers["confirmed"]:
        yield (
            f"{count(confirmed)} of them {'was' if confirmed == 1 else 'were'} confirmed by "
            "persons who looked."
        )
    if confirmed < len(found.candidates):
        rest = "None of the others" if confirmed else "None"
        yield f"{rest} is called a market before a person has looked at it."
    unstable = sum(not market.numbers["is_stable"] for market in found.candidates)
    if unstable:
        yield f"The outline of {count(unstable)} of them is unstable."


def _why_none(found: Found) -> Iterator[str]:
    if not found.markets:
        yield (
            f"Nowhere do at least {count(found.definition.fewest_incidents)} drug incidents lie "
            f"more than {found.definition.times_city:g} times as thick as in the city as a whole."
        )
        return
    why = Counter(MISSED.get(one.name, one.name) for m in found.rejected for one in missed_by(m))
    reviewed = sum(not missed_by(market) for market in found.rejected)
    said = [f"{count(number)} {words}" for words, number in why.most_common()]
    if reviewed:
        said.append(f"{count(reviewed)} no market by the review of persons who looked")
    looked, several = len(found.markets), sum(why.values()) > len(found.markets)
    yield (
        f"{'1 place was' if looked == 1 else f'{count(looked)} places were'} looked at, and none "
        f"meets the definition: {together(said)}{' (some for several reasons)' * several}."
    )


def _possession(found: Found) -> Iterator[str]:
    """Say plainly what records of possession can and cannot show, where there is little else."""
    share, _ = _shares(found)
    if share >= MOSTLY:
        yield (
            f"{percent(share)} of the drug records are possession. They can show where people are "
            "searched and found with drugs; they cannot show that drugs are sold there, nor find "
            "a market where nobody is searched."
        )


def _shares(found: Found) -> tuple[float, int]:
    """Return the share of possession among drug records, and the number of sales."""
    kinds = found.records.frame.loc[found.records.is_drug, "category"]
    return float((kinds == POSSESSION).mean()), int((kinds == SALE).sum())

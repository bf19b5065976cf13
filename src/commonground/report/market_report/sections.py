"""What a market report says, in order; the templates only decide how it looks."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from commonground.core.market import Market
from commonground.find.found import Found
from commonground.report.market_report.answer import (
    answer_sentences,
    can_show,
    in_full,
    missed_by,
)
from commonground.report.market_report.content import CALLED, Content, Place
from commonground.report.market_report.figures import city_figure
from commonground.report.market_report.method import definition_terms, drawing_terms
from commonground.report.market_report.places.card import card
from commonground.report.market_report.ranked import ranking_blocks
from commonground.report.numbers import ABSENT, count, decimal, percent, together
from commonground.report.pieces.blocks import Block, Section, table_block
from commonground.report.pieces.glossary import MARKET_TERMS, RANKING_TERMS


def market_sections(content: Content) -> tuple[Section, ...]:
    """Return the sections of a market report, in order.

    Parameters
    ----------
    content
        What the report is about.
    """
    cards = [(place.heading, card(content, place)) for place in content.candidates]
    parts: list[tuple[str, Iterator[Block]]] = [
        ("The answer", _answer(content)),
        ("What the records can and cannot show", can_show(content.found)),
        ("The city", iter([city_figure(content).block])),
        ("Candidate places", _candidates(content)),
        ("Ranking, with the weights that were stated", ranking_blocks(content)),
        *cards,
        ("Places that were looked at and rejected", _rejected(content)),
        ("Booking places", _institutions(content.found)),
        ("How it was done", _method(content)),
        ("Where this came from", _provenance(content)),
        ("Words used here", iter([Block("terms", items=_words(content.found))])),
    ]
    alone = {heading for heading, _ in cards}
    made = [
        Section(heading, tuple(blocks), on_new_page=heading in alone) for heading, blocks in parts
    ]
    return tuple(section for section in made if section.blocks)


def _answer(content: Content) -> Iterator[Block]:
    yield Block("lead", text=answer_sentences(content))
    if content.candidates:
        yield Block(
            "text",
            text=(
                f"{_unranked(content.found)} Places stand in the order of their "
                "tier, then of their number of drug incidents, which says more about where records "
                "are made than about harm. Numbers are good for this report only; ids stay the "
                "same as long as the place does. Persons are neither named nor judged: the records "
                "that were read hold none."
            ),
        )


def _unranked(found: Found) -> str:
    if found.ranking is None:
        return "What follows is no ranking and holds no score."
    return "But for one section, with weights that were stated for it, what follows is no ranking."


def _candidates(content: Content) -> Iterator[Block]:
    if not content.candidates:
        return
    yield table_block(
        f"Candidate places; incidents {content.window}. Expected: drug incidents, if they were as "
        "large a part of all that is recorded there as in the whole city. Times city: how many "
        "times denser the middle is than the city. Chance: share of made-up cities, with drug "
        "records put on other incidents at random, that hold a place as clear anywhere.",
        [
            "No.", "Place", "Tier", "Hectares", "Drug incidents", "Expected", "Times city",
            "Chance", "Stable",
        ],
        [_row(place) for place in content.candidates],
        text_columns=(0, 1, 2, 8),
    )  # fmt: skip


def _row(place: Place) -> tuple[str, ...]:
    market, numbers = place.market, place.market.numbers
    return (
        str(place.number),
        place.where,
        market.tier,
        decimal(market.area_ha),
        count(numbers["drug"]),
        decimal(numbers["expected"]),
        count(numbers["times_city"]),
        percent(numbers["chance"], places=1),
        "yes" if numbers["is_stable"] else "unstable",
    )


def _rejected(content: Content) -> Iterator[Block]:
    found = content.found
    if content.rejected:
        yield table_block(
            "Places with enough drug incidents to be looked at that miss what a candidate place "
            "must meet. Nothing is hidden: who knows better than the records can say so.",
            ["No.", "Place", "Drug incidents", "Why it was rejected"],
            [
                (
                    str(place.number),
                    place.where,
                    count(place.market.numbers["drug"]),
                    _why(found, place.market),
                )
                for place in content.rejected
            ],
            text_columns=(0, 1, 3),
        )
    elif content.candidates:
        yield Block("text", text="No place that was looked at was rejected.")
    if found.smaller:
        areas = "1 more area is" if found.smaller == 1 else f"{count(found.smaller)} more areas are"
        yield Block(
            "text",
            text=(
                f"{areas} as dense, and left out for having fewer than "
                f"{count(found.definition.fewest_incidents)} drug incidents."
            ),
        )


def _why(found: Found, market: Market) -> str:
    missed = missed_by(market)
    if not missed:
        looked = "Persons looked, and their recorded review found no market."
        return " ".join([looked, *map(in_full, found.reviews_of(market))])
    return " ".join(one.reason for one in missed)


def _institutions(found: Found) -> Iterator[Block]:
    if found.institutions.empty:
        yield Block(
            "text",
            text=(
                "The city file names no booking place. A jail, a police station, a court or a "
                "hospital looks like a market in the records and is none: look for one at every "
                "candidate place."
            ),
        )
        return
    table = found.institutions
    withheld = " Totals from which a few overdoses or calls could be read are not shown."
    yield table_block(
        "Booking places: people are searched there, or their cases written down, and nothing is "
        "sold. Incidents on record there count for no place; they are shown here so that none is "
        f"lost.{withheld if table['incidents'].isna().any() else ''}",
        ["Booking place", "Incidents", "Drug incidents"],
        [
            (str(name), ABSENT if pd.isna(incidents) else count(incidents), count(drug))
            for name, incidents, drug in table[["institution", "incidents", "drug"]].itertuples(
                index=False, name=None
            )
        ],
        text_columns=(0,),
    )


def _method(content: Content) -> Iterator[Block]:
    yield Block(
        "text",
        text=(
            "A place is a candidate if it misses no line of the definition below, and corroborated "
            "if it also meets the lines about outdoors and a second source. Where the records "
            "cannot tell, the answer is that they cannot. "
            "Every threshold is a choice that somebody made, and can be made otherwise."
        ),
    )
    yield Block("terms", items=definition_terms(content.found))
    yield Block("text", text="How places are drawn:")
    yield Block("terms", items=drawing_terms(content))
    yield Block("text", text=f"A place is called: {_tiers()}.")


def _tiers() -> str:
    return together(
        [
            f"a {CALLED['candidate']} by the records of the police alone",
            f"a {CALLED['corroborated']} if records of a second kind speak for it too",
            f"a {CALLED['confirmed']} only after a person's recorded review",
        ]
    )


def _words(found: Found) -> tuple[tuple[str, str], ...]:
    terms = MARKET_TERMS if found.ranking is None else MARKET_TERMS | RANKING_TERMS
    return tuple(sorted(terms.items()))


def _provenance(content: Content) -> Iterator[Block]:
    said = {"City": content.city, "Coordinate system": content.crs}
    told = set(content.provenance.values())
    items = {what: text for what, text in said.items() if text not in told}
    items |= content.provenance
    yield Block("terms", items=tuple(items.items()))

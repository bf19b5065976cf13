"""The evidence card of one place: all that speaks for it and against it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import pandas as pd

from commonground.core.disclosure import FEWEST_PEOPLE
from commonground.core.incidents import AND
from commonground.core.market import Criterion
from commonground.find.boundaries import FIRM
from commonground.find.exposure import WITHIN_M
from commonground.find.found import Found
from commonground.report.market_report.answer import in_full
from commonground.report.market_report.content import CALLED, Content, Place
from commonground.report.market_report.figures import map_figure, time_figures
from commonground.report.market_report.places.design import design_blocks
from commonground.report.market_report.places.rationale import in_words, rationale
from commonground.report.market_report.shown import WITHOUT_POLICE, is_withheld
from commonground.report.numbers import ABSENT, count, decimal, percent
from commonground.report.pieces.blocks import Block, table_block

FEW = f"fewer than {FEWEST_PEOPLE}"
"""Stands for a number that is withheld because it counts people."""

NOT_SHOWN = "not shown"
"""Stands for a number from which such a one would follow."""


def card(content: Content, place: Place) -> Iterator[Block]:
    """Return what there is to say of a candidate place.

    Parameters
    ----------
    content
        What the report is about.
    place
        The place.
    """
    yield Block("text", text=f"{_kind(place)}{_streets(place)}")
    yield from _reviews(content.found, place)
    yield map_figure(content, place).block
    yield Block("terms", items=rationale(content, place))
    yield criteria_table(place)
    yield _numbers(content, place)
    yield from _exposure(content.found, place)
    yield from _without_police(content, place)
    yield Block("text", text=_stability(content.found, place))
    yield from _sensitivity(content.found, place)
    for figure in time_figures(content, place):
        yield figure.block
    yield from design_blocks(content, place)


def criteria_table(place: Place) -> Block:
    """Return the definition as it was put to a place, line by line."""
    return table_block(
        f"The definition, line by line, put to place {place.number}.",
        ["Criterion", "Answer", "What was found, and what is needed"],
        [_line(criterion) for criterion in place.market.criteria],
        text_columns=(0, 1, 2),
    )


def _kind(place: Place) -> str:
    market = place.market
    called = CALLED[market.tier]
    return (
        f"Id {market.id}. {called[0].upper()}{called[1:]} of {decimal(market.area_ha)} hectares, "
        f"{'stable' if market.numbers['is_stable'] else 'unstable'}."
    )


def _streets(place: Place) -> str:
    if not place.market.streets:
        return " The records name no street here."
    return f" Its streets: {'; '.join(place.market.streets)}."


def _reviews(found: Found, place: Place) -> Iterator[Block]:
    """Say who looked, and what they found there; the last look decides."""
    said = tuple(in_full(review) for review in found.reviews_of(place.market))
    if said:
        yield Block("list", items=said)


def _line(criterion: Criterion) -> tuple[str, str, str]:
    return f"{criterion.name[0].upper()}{criterion.name[1:]}", criterion.answer, criterion.reason


def _numbers(content: Content, place: Place) -> Block:
    market, numbers = place.market, place.market.numbers
    rows: list[tuple[str, ...]] = [
        ("drug incidents in its extent", _people(numbers["drug"])),
        ("the same, had other weeks been recorded (90 %)", _interval(numbers, "drug")),
        ("of these inside its boundary", _people(numbers["drug_inside"])),
        ("expected of all that is recorded there", _or_not(numbers["expected"], places=1)),
        ("of sale", _people(numbers["sales"])),
        *_started(place),
        ("violent and weapon incidents", count(numbers["violent"])),
        *_second_sources(content.found, place),
        ("different points with a drug incident", count(numbers["points"])),
        ("times as dense as the city, in its middle", count(numbers["times_city"])),
        ("the same, drawn towards what is usual (90 %)", _interval(numbers, "times_city")),
        ("hectares inside its boundary", decimal(market.area_ha)),
        ("hectares of its extent", decimal(numbers["extent_ha"])),
    ]
    return table_block(
        f"Place {place.number} in numbers; incidents {content.window}.",
        ["What", "Number"],
        rows,
        text_columns=(0,),
    )


def _interval(numbers: Mapping[str, float], name: str) -> str:
    return f"{count(numbers[f'{name}_low'])} to {count(numbers[f'{name}_high'])}"


def _started(place: Place) -> Iterator[tuple[str, str]]:
    """Yield who started the drug records, or that nobody knows."""
    numbers = place.market.numbers
    police, citizens = numbers["police_initiated"], numbers["citizen_initiated"]
    unknown = numbers["unknown_initiated"]
    if unknown == numbers["drug"]:
        yield "started by police, or by citizens", "not known"
        return
    yield "started by police", NOT_SHOWN if is_withheld(police) else count(police)
    yield "started by citizens", _people(citizens)
    yield "started by nobody knows whom", _or_not(unknown)


def _second_sources(found: Found, place: Place) -> Iterator[tuple[str, str]]:
    """Yield counts of calls and overdoses, where the city's records hold any."""
    frame = found.records.frame
    column = "categories" if "categories" in frame else "category"
    kinds = {kind for mix in frame[column].unique() for kind in str(mix).split(AND)}
    for kind, name in (("drug call", "drug_calls"), ("overdose", "overdoses")):
        if kind in kinds:
            yield f"{kind}s", _people(place.market.numbers[name])


def _exposure(found: Found, place: Place) -> Iterator[Block]:
    """Say who and what lies near a place, where layers were given."""
    mine = found.exposures[found.exposures["market"] == place.market.id]
    if mine.empty:
        return
    columns = ["layer", "count", "apportioned"]
    said = [
        f"{layer} {FEW if pd.isna(held) else count(held)}{' (by area)' if by_area else ''}"
        for layer, held, by_area in mine[columns].itertuples(index=False, name=None)
    ]
    shared = (
        " By area: the count of a polygon that lies there in part is taken to be spread evenly "
        "over it."
        if mine["apportioned"].any()
        else ""
    )
    yield Block("text", text=f"Within {WITHIN_M:g} m of its boundary: {'; '.join(said)}.{shared}")


def _without_police(content: Content, place: Place) -> Iterator[Block]:
    """Say what is left of a place without what the police started."""
    table = content.found.sensitivity
    mine = table[(table["market"] == place.market.id) & (table["variant"] == WITHOUT_POLICE)]
    if mine.empty:
        return
    left, covered = mine["incidents"].iloc[0], mine["covered"].iloc[0]
    if pd.isna(covered):
        text = (
            "Without the records that police started, too few are left in the whole city to look "
            "for places."
        )
    else:
        incidents = FEW if pd.isna(left) else count(left)
        text = (
            f"Without the records that police started, {incidents} drug incidents remain here, and "
            f"{percent(covered)} of the boundary is still as dense as a market."
        )
    yield Block("text", text=text)


def _stability(found: Found, place: Place) -> str:
    market, numbers = place.market, place.market.numbers
    agreement = numbers["agreement"]
    words = "stable" if numbers["is_stable"] else "unstable"
    if math.isnan(agreement):
        halves = f"Random halves of the record draw nothing here: the place is {words}."
    else:
        halves = (
            "Two random halves of the record draw areas here that overlap by "
            f"{percent(agreement)}; below {percent(found.definition.stable)} a place is called "
            f"unstable, and this one is {words}."
        )
    firm = market.firm.area / 10_000
    part = (
        f"{decimal(firm)} hectares of the extent are firm: at least {percent(FIRM)} of fresh "
        "records would draw them."
        if firm
        else "No part of it is firm."
    )
    return (
        "How firm is its outline? A fresh record of the same length would draw the ground of its "
        f"drug incidents again in {percent(numbers['recurrence'])} of cases, on average, as far as "
        f"this one can tell. {part} {halves}"
    )


def _sensitivity(found: Found, place: Place) -> Iterator[Block]:
    table = found.sensitivity[found.sensitivity["market"] == place.market.id]
    if table.empty:
        return
    columns = ["variant", "incidents", "covered"]
    yield table_block(
        f"What is left of place {place.number} when a choice is made another way: drug incidents "
        "in its extent, and the share of its boundary that is still as dense as a market.",
        ["Choice", "Drug incidents", "Still dense"],
        [
            (
                in_words(variant),
                ABSENT if pd.isna(incidents) else count(incidents),
                percent(covered),
            )
            for variant, incidents, covered in table[columns].itertuples(index=False, name=None)
        ],
        text_columns=(0,),
    )
    failed = table.loc[table["why"].fillna("") != "", ["variant", "why"]]
    for variant, why in failed.itertuples(index=False, name=None):
        yield Block("text", text=f"Not possible {in_words(variant)}: {why}")


def _people(value: float) -> str:
    """Write a number that may count people."""
    return FEW if is_withheld(value) else count(value)


def _or_not(value: float, *, places: int = 0) -> str:
    """Write a number from which a withheld one could follow."""
    return NOT_SHOWN if is_withheld(value) else decimal(value, places=places)

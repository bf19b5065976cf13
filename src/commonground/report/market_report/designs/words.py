"""Designs in words: what change could be shown, and what the parts are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from commonground.find.design.design import Alternative, Control, Design
from commonground.find.design.detecting import Detectable
from commonground.report.numbers import count, decimal, percent, together

OUTCOMES: Mapping[str, str] = {
    "drug": "drug incidents",
    "any_crime": "all crime",
    "violent": "violent and weapon incidents",
}
"""What outcomes are called."""

USUAL_MONTHS = 12

CANNOT = "cannot be shown"


def detectable_sentence(design: Design) -> str:
    """Say in a sentence or two how large a change of drug incidents would have to be.

    Parameters
    ----------
    design
        The design.
    """
    rows = drug_changes(design)
    if not rows:
        return (
            "There is nothing to compare with, so no change of the drug incidents could be told "
            "from what happens elsewhere."
        )
    months = min(rows, key=lambda one: abs(one - USUAL_MONTHS))
    without, within = rows[months]
    head = f"With {months} months before and after"
    if not without.can_be_shown:
        longer = [one for one in rows if one > months and rows[one][0].can_be_shown]
        later = (
            f" With {longer[0]} months, a fall of {percent(rows[longer[0]][0].change)} could."
            if longer
            else ""
        )
        return f"{head}, not even an end of all drug incidents could be told from chance.{later}"
    rings = (
        f"with the rings counted in, one smaller than {percent(within.change)}"
        if within.can_be_shown
        else "with the rings counted in, none could"
    )
    return (
        f"{head}, a change smaller than {percent(without.change)} of the drug incidents could not "
        f"be told from chance; {rings}."
    )


def drug_changes(design: Design) -> dict[int, tuple[Detectable, Detectable]]:
    """Return the detectable changes of drug incidents by months: target alone, and with rings."""
    rows = [one for one in design.detectable if one.outcome == "drug"]
    return {one.months: (one, both) for one, both in zip(rows[::2], rows[1::2], strict=True)}


def share_in_words(share: float) -> str:
    """Write a detectable change; one of everything and more cannot be shown."""
    return percent(share) if share < 1 else CANNOT


def parts_of(design: Design, *, numbers: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    """Yield each kind of part and what it is, as terms.

    Parameters
    ----------
    design
        The design.
    numbers
        Numbers of the places that were looked at, by id.
    """
    rings = [f"{band.name}, {decimal(band.shape.area / 10_000)} ha" for band in design.rings]
    yield "Target", f"The boundary, {decimal(design.target.area / 10_000)} ha."
    yield "Rings", f"{together(rings)}; other candidate places are no part of them."
    yield "Controls", _controls(design, numbers)
    yield "Alternatives to watch", _alternatives(design, numbers)
    if design.not_with:
        listed = together([count(numbers[key]) for key in design.not_with])
        places = "place" if len(design.not_with) == 1 else "places"
        yield (
            "Not at the same time",
            f"As at {places} {listed}: rings or controls would overlap, and nothing could be told "
            "apart.",
        )
    yield "Fixed as", f"SHA-256 {design.fingerprint}"


def _controls(design: Design, numbers: Mapping[str, int]) -> str:
    if not design.controls:
        return "None could be had."
    named = [
        f"{letter(at)}{_named(one)}, "
        + (f"place {numbers[one.id]}" if one.kind == "place" else "ground of the target's size")
        for at, one in enumerate(design.controls)
    ]
    gap = design.gap_m or 0.0
    return (
        f"{'; '.join(named)}. They are most like the target in drug incidents and in crime, each "
        f"has rings of its own, and at least {count(gap)} m lie between these and the target's."
    )


def _alternatives(design: Design, numbers: Mapping[str, int]) -> str:
    if not design.alternatives:
        return "No other candidate place is known."
    named = [
        f"{numbers[one.id]}{_named(one)}, {_distance(one.distance_m)} to the {one.direction}"
        for one in design.alternatives
    ]
    return f"{'Place' if len(named) == 1 else 'Places'} {'; '.join(named)}."


def _named(one: Control | Alternative) -> str:
    """Write the name of a place after its number, if it has one."""
    return "" if one.name == one.id else f" {one.name}"


def _distance(distance_m: float) -> str:
    if distance_m < 1_000:
        return f"{count(round(distance_m, -1))} m"
    return f"{decimal(distance_m / 1_000)} km"


def letter(at: int) -> str:
    """Return the letter by which a control is called on a map: A, B and so on."""
    return chr(ord("A") + at) if at < 26 else str(at + 1)

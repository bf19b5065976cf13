"""The ways of counting uncertainty, in words for people who have not read the method."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class KindWords:
    """One way of counting uncertainty.

    Parameters
    ----------
    label
        Short name, for tables and figures.
    gloss
        What it does, in one or two sentences.
    """

    label: str
    gloss: str


KINDS: dict[str, KindWords] = {
    "residual": KindWords(
        "matched residuals",
        "Counts each place once, and only what its past and its residents do not already explain. "
        "It asks how far the places of such a mix stray on their own.",
    ),
    "clustered": KindWords(
        "clustered by place",
        "Counts each place once, with all its variation: a busy place stays busy, so its periods "
        "do not count as separate evidence. It takes the usual differences between places, which "
        "the match removes, for chance, so it is too wide for outcomes that most places record "
        "often.",
    ),
    "unclustered": KindWords(
        "every period by itself",
        "Counts each place again in every period, as R microsynth does. It has two faults: it "
        "ignores that a busy place stays busy, which makes it too sure, and it takes the usual "
        "differences between places, which the match removes, for chance, which makes it not sure "
        "enough. Which one wins depends on the outcome.",
    ),
    "jackknife": KindWords(
        "jackknife",
        "Leaves out one group of places at a time, matches again, and sees how far the answer "
        "moves.",
    ),
    "permutation": KindWords(
        "placebo areas",
        "Pretends that the intervention took place in other sets of places, evaluates each the "
        "same way, and sees how often chance alone gives a change like this one.",
    ),
}
"""Words for each kind of uncertainty."""


def label_of(kind: str) -> str:
    """Return the short name of a kind of uncertainty."""
    return KINDS[kind].label if kind in KINDS else kind

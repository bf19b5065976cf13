"""Words a report uses, for its reader; the meanings are those of GLOSSARY.md."""

TERMS: dict[str, str] = {
    "area": "The places that had the intervention.",
    "balance": "How closely the weighted mix resembles the area on everything it was matched on.",
    "caveat": "A sentence about what weakens a result.",
    "counterfactual": (
        "What would have happened without the intervention, as far as the mix can tell; called "
        "'expected' in the tables."
    ),
    "donor": "An untreated place that may carry weight in the comparison.",
    "interval": (
        "A range that holds the true change as often as stated, if the study were repeated many "
        "times."
    ),
    "p": (
        "How often chance alone would give a difference like this one, were there no effect. Small "
        "means hard to put down to chance; it does not say how large or important the effect is."
    ),
    "placebo area": ("Untreated places, as many as were treated, analysed as if they had been."),
    "synthetic control": "A weighted mix of donors that resembles the area before the start.",
    "verdict": "Fixed words for what may be said; the interval chooses among them, not a writer.",
    "weight": "How much one donor counts in the mix; never negative.",
}
"""Term and meaning, in the order of the alphabet."""

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
"""Term and meaning of what a report on an effect says, in the order of the alphabet."""

RECORD_TERMS: dict[str, str] = {
    "booking place": (
        "A place where incidents are recorded and did not happen, such as a jail or a police "
        "station; it looks like a market and is none."
    ),
    "category": (
        "One of twelve kinds of incident, the same in every city; the city file says which "
        "offences count as which."
    ),
    "city file": "A file that says everything a city does its own way.",
    "incident": (
        "Something that was recorded, with a place, a moment and a kind; never with a person's "
        "name. It may be several rows of the files."
    ),
    "layout": "One generation of columns that a city's files have, and what they mean.",
    "median": "The middle one: half of all days, or months, have more.",
    "point": "One pair of coordinates as it is written in the files; often a crossing or a block.",
    "record": "What police or another agency wrote down of an incident: one row or several.",
    "reversal": "A row that takes back an earlier one; the two cancel each other.",
    "thin month": (
        "A month with less than half the incidents of the usual month of the year around it."
    ),
}
"""Term and meaning of what a report on records says, in the order of the alphabet."""

RANKING_TERMS: dict[str, str] = {
    "harm index": (
        "The sum of incidents a year at a place, and of what lies near it, each times the weight "
        "that somebody stated for it."
    ),
    "rank interval": (
        "The ranks that a place could have by its harm index; it holds nine draws of ten."
    ),
}
"""Term and meaning of what a ranking says, in the order of the alphabet."""

MARKET_TERMS: dict[str, str] = {
    "alternative": "A known candidate place near another, to which its market may move.",
    "booking place": (
        "A place where incidents are recorded and did not happen, such as a jail or a police "
        "station; it looks like a market and is none."
    ),
    "boundary": (
        "The line around a place, within its extent: where its own incidents are likeliest to end. "
        "It has a size that one intervention can cover."
    ),
    "candidate place": (
        "A place where the records meet the definition of an open-air market. It is called a "
        "market only after persons have looked and their review is recorded."
    ),
    "chance": (
        "How often a city in which drug records were put on other incidents at random holds a "
        "place as clear as this one, anywhere."
    ),
    "control": (
        "An area like the target and far from it, with rings of its own, that the target is "
        "compared with."
    ),
    "corroborated": "Of a candidate place: records of a second kind speak for it too.",
    "drug incident": (
        "Something that police wrote down about drugs, with a place and a moment; several charges "
        "of one incident count once."
    ),
    "expected": (
        "The drug incidents that a place would have if drugs were as large a part of all that is "
        "recorded there as they are in the whole city."
    ),
    "extent": "The ground on which records are likelier than not as dense as at a market.",
    "firm": (
        "Of a part of an extent: four fresh records of five would draw it again, as far as halves "
        "of this one can tell."
    ),
    "hectare": "10,000 square metres: a square with sides of 100 metres, or about 2.5 acres.",
    "open-air market": (
        "A small, fixed place where strangers can buy drugs in the open at hours that buyers know."
    ),
    "possession": "Having drugs; no sign, by itself, that they were sold.",
    "ring": "Ground between two distances from a target or a control.",
    "stable": "Of a place: random halves of the record draw much the same outline.",
    "target": "The ground where an intervention would be: the boundary of a candidate place.",
    "tier": (
        "How far a place has come: by the records alone, by a second source, by a person's review."
    ),
}
"""Term and meaning of what a report on found places says, in the order of the alphabet."""

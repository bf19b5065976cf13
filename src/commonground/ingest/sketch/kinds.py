"""Kinds: which category the words of an offence speak of."""

from __future__ import annotations

import re

OTHERWISE = re.compile(
    r"\bDUI\b|\bDWI\b|DRIV(ER|ING)|DRVING|HUMAN TRAFFICK|ALARM|RECOVER|LOST|FOUND|"
    r"MISSING|SUICID|\bNO WEAPON"
)
"""What makes the words below mean something else, as in drunk driver and burglary alarm."""

DRUG = re.compile(
    r"\bDRUG(?! ?STORE|GIST)|NARCOTIC|CONTROLLED (DANGEROUS )?SUBST|\bCDS\b|MARIJUANA|"
    r"MARIHUANA|CANNABIS|COCAINE|HEROIN|\bMETH\b|METH-?AMPHET|AMPHETAMINE|\bOPIA|OPIUM|OPIOID|"
    r"FENTANYL|HALLUCINOGEN|PARAPHERNALIA|METHADONE|\bPCP\b|\bLSD\b|ECSTASY"
)
SALE = re.compile(
    r"\bSALES?\b|\bSELL|DISTRIB|TRAFFICK|DELIVER|MANUFACT|\bMFG\b|FURNISH|TRANSPORTA|"
    r"\bDEAL(ER|ERS|ING)\b|\bINTENT TO\b|\bPWID\b"
)
POSSESSION = re.compile(r"POSSESS")
"""The whole word: "poss" alone is as often "possible"."""

KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("overdose", re.compile(r"OVERDOS|NARCAN|NALOXONE")),
    (
        "violent",
        re.compile(
            r"HOMICID|MURDER|MANSLAUGHTER|\bRAPE\b|ROBBERY|CARJACK|ASSAULT|ASS?LT|\bBATTERY\b|"
            r"SHOOTING|SHOTS FIRED AT|STABBING|KIDNAP|STRONG ?ARM"
        ),
    ),
    ("property", re.compile(r"LARCENY|\bLARC\b|THEFT|BURGLARY|SHOPLIFT")),
    ("drug", DRUG),
    ("prostitution", re.compile(r"PROSTITUT|PANDERING")),
    ("weapon", re.compile(r"WEAPON|FIREARM|\bGUNS?\b|\bCCW\b")),
    (
        "property",
        re.compile(
            r"STOLEN|STEAL|\bSTLG\b|VANDAL|ARSON|FRAUD|FORGERY|EMBEZZ|MISCHIEF|COUNTERFEIT|"
            r"DESTRUCTION OF PROP|DAMAGE TO PROP|PROPERTY DAMAGE|CRIMINAL DAMAGE|PICKPOCKET|"
            r"PURSE ?SNATCH|BREAKING (AND|&) ENTERING|AUTO BOOST"
        ),
    ),
    (
        "disorder",
        re.compile(
            r"DISORDER|TRESPASS|LOITER|PUBLIC ORDER|DRUNK|INTOXICAT|LIQUOR|NUISANCE|\bNOISE\b|"
            r"\bDISTURB(ANCE|ING)\b|VAGRAN|PANHANDL|BEGGING|CURFEW|ENCAMPMENT|HOMELESS|"
            r"CIVIL SIDEWALK"
        ),
    ),
    (
        "other",
        re.compile(
            r"\bTRAF(FIC)?\b|ACCIDENT|COLLISION|WARRANT|PASSING CALL|WELL[- ]BEING|WELFARE|MEDICAL|"
            r"NON-CRIMINAL|COURTESY|RUNAWAY|GAMBLING|\bTOW(ED)?\b|IMPOUND|INSPECTION"
        ),
    ),
)
"""Categories and the words that speak of them; the first that fits decides."""


def kind_of(text: str, *, of_drugs: bool = False) -> str | None:
    """Return the category that words speak of; nothing where it cannot be told.

    Parameters
    ----------
    text
        What was recorded.
    of_drugs
        Whether it is known to be about drugs, so that it need not say so.
    """
    words = text.upper()
    if of_drugs:
        return _of_drugs(words) if _of_drugs(words) != "other drug" else None
    if OTHERWISE.search(words):
        return "other"
    kind = next((kind for kind, pattern in KINDS if pattern.search(words)), None)
    return _of_drugs(words) if kind == "drug" else kind


def _of_drugs(words: str) -> str:
    if SALE.search(words):
        return "drug sale"
    return "drug possession" if POSSESSION.search(words) else "other drug"

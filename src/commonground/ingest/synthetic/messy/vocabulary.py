"""What the agencies of a synthetic city call things: layouts, offences, and invented persons."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from commonground.core.incidents import CATEGORIES

LEGACY, RMS, CALLS = range(3)
LAYOUTS = ("legacy", "rms", "calls")
"""Police before and after a change of their records system, and the dispatch centre."""

AGENCIES = ("police", "police", "dispatch")
UCR_DIGITS = 6
CODE_DIGITS = 5
"""Of the code behind the number in the second layout."""

CALLED = ("overdose", "drug call", "disorder call")
"""Categories that the dispatch centre records."""

OFFENCES: Mapping[int, Mapping[str, tuple[str, str, str]]] = MappingProxyType(
    {
        LEGACY: {
            "drug sale": ("183010", "183020", "183090"),
            "drug possession": ("182010", "182020", "182090"),
            "other drug": ("185010", "185020", "185090"),
            "violent": ("031010", "042020", "041030"),
            "weapon": ("151010", "152020", "153030"),
            "property": ("064010", "051020", "071030"),
            "prostitution": ("161010", "162020", "163030"),
            "disorder": ("242010", "243020", "231030"),
            "other": ("267010", "211020", "191030"),
        },
        RMS: {
            "drug sale": (
                "Narcotics – sale, street",
                "Narcotics – possession, for sale",
                'Narcotics – sale, "delivered"',
            ),
            "drug possession": (
                "Narcotics – possession, rock or powder",
                "Narcotics – possession, pills",
                "Narcotics – possession, other",
            ),
            "other drug": (
                "Narcotics – equipment",
                "Narcotics – maintaining a house",
                "Narcotics – forged prescription",
            ),
            "violent": ("Assault – aggravated", "Robbery – street", "Assault – simple"),
            "weapon": ("Weapon – carried", "Weapon – fired", "Weapon – forbidden person"),
            "property": ("Theft – from vehicle", "Burglary – home", "Vandalism"),
            "prostitution": ("Vice – soliciting", "Vice – promoting", "Vice – loitering"),
            "disorder": ("Peace disturbed", "Drinking in public", "Trespass"),
            "other": ("Warrant served", "Traffic stop, arrest", "Property found"),
        },
        CALLS: {
            "overdose": ("Overdose", "Overdose - not breathing", "Naloxone given by caller"),
            "drug call": ("Drug activity", "Drugs - dealing seen", "Needles found"),
            "disorder call": ("Disturbance", "Loud party", "Person down"),
            "other": ("Welfare check", "Alarm", "Assist other unit"),
        },
    }
)
"""Of each category the first two are recorded, and the third goes with either of them."""

MISTAKEN = (("property", "079900"), ("other", "269900"))
"""What is recorded by mistake only, so that a reversal can mean no other record."""

ORPHANED = "189900"
"""What only reversals without a record are of."""

COMPANIONS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "drug sale": ("drug possession", "weapon", "other"),
        "drug possession": ("other drug", "weapon", "other"),
        "other drug": ("other",),
        "violent": ("weapon", "other"),
        "weapon": ("other",),
        "property": ("other",),
        "disorder": ("prostitution", "other"),
        "prostitution": ("other",),
        "overdose": ("disorder call", "other"),
        "drug call": ("disorder call", "other"),
        "disorder call": ("other",),
        "other": (),
    }
)
"""What is charged beside: it leads no incident, and adds to no outcome that was planted."""

POLICE, CITIZEN, UNKNOWN = range(3)
STARTED = (("ON VIEW", "RADIO", ""), ("Y", "N", ""), ("UNIT", "911", ""))
"""How each layout writes that the police, a citizen or nobody known started a record."""

GIVEN = ("Quill", "Pim", "Oskin", "Tamsel", "Brindle", "Ferrow", "Lumen")
FAMILY = ("Thornmere", "Oakwell-Fen", "Ravenstead", "Dunlark", "Hazelgate", "Selwick")
"""Persons are made up of words that nobody is called."""


def offence_names(layout: int) -> NDArray[np.object_]:
    """Return what a layout calls offences, shape (categories, 3); empty where it records none.

    Parameters
    ----------
    layout
        Position in `LAYOUTS`.
    """
    named = OFFENCES[layout]
    return np.array([named.get(category, ("",) * 3) for category in CATEGORIES], dtype=object)


def companions() -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return what goes with each category.

    Returns
    -------
    tuple
        Ranks of categories, shape (categories, most): its own, in another variant, then others;
        and how many there are, shape (categories,).
    """
    lists = [(category, *COMPANIONS[category]) for category in CATEGORIES]
    most = max(len(one) for one in lists)
    ranks = [[CATEGORIES.index(one[at % len(one)]) for at in range(most)] for one in lists]
    return np.array(ranks, dtype=np.intp), np.array([len(one) for one in lists], dtype=np.intp)

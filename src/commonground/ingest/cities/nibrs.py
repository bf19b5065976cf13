"""Categories of the offence codes that police departments report to the FBI."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

CATEGORY_OF: Mapping[str, str] = MappingProxyType(
    {
        "09A": "violent",
        "09B": "violent",
        "09C": "other",
        "100": "violent",
        "11A": "violent",
        "11B": "violent",
        "11C": "violent",
        "11D": "violent",
        "120": "violent",
        "13A": "violent",
        "13B": "violent",
        "13C": "violent",
        "200": "property",
        "210": "violent",
        "220": "property",
        "23A": "property",
        "23B": "property",
        "23C": "property",
        "23D": "property",
        "23E": "property",
        "23F": "property",
        "23G": "property",
        "23H": "property",
        "240": "property",
        "250": "property",
        "26A": "property",
        "26B": "property",
        "26C": "property",
        "26D": "property",
        "26E": "property",
        "26F": "property",
        "26G": "property",
        "270": "property",
        "280": "property",
        "290": "property",
        "35A": "other drug",
        "35B": "drug possession",
        "370": "other",
        "39A": "other",
        "39B": "other",
        "39C": "other",
        "39D": "other",
        "40A": "prostitution",
        "40B": "prostitution",
        "40C": "prostitution",
        "510": "other",
        "520": "weapon",
        "64A": "other",
        "64B": "other",
        "720": "other",
        "90A": "property",
        "90B": "disorder",
        "90C": "disorder",
        "90D": "other",
        "90E": "disorder",
        "90F": "other",
        "90G": "disorder",
        "90H": "other",
        "90J": "disorder",
        "90Z": "other",
    }
)
"""Group A and B offences of the National Incident-Based Reporting System, FBI (2023 manual).

35A holds both sale and possession: which of them it was is in the criminal activity, not the code.
35B, drug equipment, is counted as possession.
"""

"""Words that no criterion may be written with: who somebody is, believes, or goes to for help."""

from __future__ import annotations

import re

BARRED = {
    "race": r"race|racial\w*|black|white|latin[oax]s?|hispanic\w*|asian\w*|arab\w*",
    "ethnicity": r"ethnic\w*|tribe|tribal|skin colou?r",
    "religion": r"religio\w*|church\w*|mosque\w*|muslim\w*|jewish|christian\w*",
    "immigration": r"immigra\w*|citizen\w*|undocumented|visas?|deport\w*|nationality",
    "origin": r"national origin|country of origin|born abroad|mother tongue",
    "health": r"health\w*|diagnos\w*|disab\w*|mental\w*|hiv|hepatitis|pregnan\w*|medic\w*",
    "addiction": r"addict\w*|withdrawal|overdose[sd]?|substance use\w*",
    "services": r"treatment|rehab\w*|methadone|buprenorphine|counsell?ing|shelters?|attend\w*",
    "politics": r"politic\w*|protest\w*|activis[mt]s?",
    "sex": r"sexual\w*|gender\w*|gay|lesbian|transgender",
}
"""Patterns of whole words by what they would make a criterion of."""

_PATTERNS = {what: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for what, words in BARRED.items()}


def barred_in(text: str) -> str:
    """Return the first barred word of a text, or nothing."""
    found = [match for pattern in _PATTERNS.values() if (match := pattern.search(text))]
    return min(found, key=lambda match: match.start()).group() if found else ""

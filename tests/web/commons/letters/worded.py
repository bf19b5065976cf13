"""Letters that are worded and adopted, for tests of what goes out in them."""

from __future__ import annotations

from commonground_web.commons.letters.actions import adopt_wording, write_wording
from commonground_web.commons.letters.models import Wording
from commonground_web.commons.letters.shipped import SHIPPED
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.clock import now
from tests.web.commons.steps.partners import COORDINATOR, DIRECTOR

FILLED = {
    "contact": "Call 555 0100.",
    "chief": "A. Made-Up, Chief of Police",
    "leader": "B. Made-Up, Residents' Council",
}
TEXTS = {language: {**texts, **FILLED} for language, texts in SHIPPED.items()}


def adopted(site: Site, language: str = "en") -> Wording:
    """Word a letter of a site, and have it adopted."""
    texts = TEXTS[language]
    wording = write_wording(site=site, language=language, texts=texts, by=COORDINATOR, at=now())
    adopt_wording(wording=wording, by=DIRECTOR, at=now())
    return wording

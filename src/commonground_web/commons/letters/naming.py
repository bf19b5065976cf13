"""What wordings are called, for pages that say which one a letter had."""

from __future__ import annotations

import uuid

from commonground_web.commons.letters.models import Wording
from commonground_web.kernel.pages.tongues import language_name


def wordings_of(site: uuid.UUID) -> dict[uuid.UUID, str]:
    """Return what the wordings of a site's letter are called, by id: language and version."""
    return {
        wording.pk: f"{language_name(wording.language)} {wording.version}"
        for wording in Wording.objects.filter(site=site)
    }

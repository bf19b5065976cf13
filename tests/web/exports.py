"""A list taken as a file, as two persons do it."""

from __future__ import annotations

import uuid
from typing import Any

from commonground_web.kernel.exports.models import ExportRequest
from tests.web.signed_in import AGENCY, signed_in


def taken(path: str, *, by: str, second: str, agency: uuid.UUID = AGENCY) -> Any:
    """Return the file of a list: asked for by one role, agreed to by somebody else, taken."""
    asking, agreeing = signed_in(by, agency=agency), signed_in(second, agency=agency)
    asking.post(path, {"reason": "audit"})
    asked = ExportRequest.objects.latest("asked_at")
    agreeing.post(f"/exports/{asked.pk}/answer/", {"agree": "1"})
    return asking.post(path.partition("?")[0], {"take": "1"})

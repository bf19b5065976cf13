"""What is done to complaints."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime

from commonground_web.commons.complaints.models import Complaint
from commonground_web.kernel.access.actions import action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.retention.days import purge_day

CODE_BYTES = 10


@action("complaint", "create")
def make_complaint(*, about: str, text: str, by: Actor, at: datetime) -> str:  # noqa: ARG001
    """Keep a complaint, and return the code that follows it; the code itself is not kept."""
    code = secrets.token_hex(CODE_BYTES)
    complaint = Complaint(
        code=hashlib.sha256(code.encode()).hexdigest(),
        about=about,
        text=text,
        created_at=at,
        purge_on=purge_day(Complaint, at=at),
    )
    complaint.save(force_insert=True)
    open_access().did("complaint.made", complaint)
    return code

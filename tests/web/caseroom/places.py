"""Sites that the Commons published, as this room holds them."""

from __future__ import annotations

import uuid

from commonground_web.kernel.audit.opening import Setting, access
from commonground_web.kernel.clock import now
from commonground_web.valves.published.models import Published
from tests.web.snapshots import site_fields


def publish_site(site: uuid.UUID, *, name: str = "Larkhaven East") -> None:
    """Keep a published site, as if a snapshot had brought it."""
    setting = Setting(actor="system:test", verb="receive", entity="published")
    with access(setting, at=now()):
        Published(table="site", row=site, fields=site_fields(name)).save(force_insert=True)

"""A request as views see it, after the middleware put on it who acts."""

from __future__ import annotations

from django.http import HttpRequest

from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import Access


class Request(HttpRequest):
    """A request with its actor and its open audit event."""

    actor: Actor
    access: Access
    request_id: str

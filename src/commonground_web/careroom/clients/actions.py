"""What is done to the records of clients."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.careroom.clients.models import Client
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.retention.days import purge_day


@action("client", "create")
def create_client(*, preferred_name: str, contact: str, by: Actor, at: datetime) -> Client:
    """Begin a record of a person for the provider that whoever writes works for."""
    if by.agency is None:
        raise Refused(
            _("Your account belongs to no organisation, so that the record has no owner.")
        )
    client = Client(
        provider=by.agency,
        preferred_name=preferred_name,
        contact=contact,
        created_by=uuid.UUID(by.id),
        created_at=at,
        purge_on=purge_day(Client, at=at),
    )
    client.save(force_insert=True)
    open_access().did("client.created", client)
    return client

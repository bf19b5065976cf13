"""What is done with an introduction that comes from the Commons: it is kept, and waits."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.careroom.introductions.models import Introduction
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of
from commonground_web.kernel.fields.keyring import room_keyring
from commonground_web.kernel.retention.days import purge_day
from commonground_web.valves.boxes.handlers import receives
from commonground_web.valves.messages.invitations import Introduced
from commonground_web.valves.ways import Kind


@receives(Kind.INTRODUCED, entities=("introduction",))
def keep_introduction(introduced: Introduced, *, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Keep an introduction for the provider it names, until its day; tell nobody."""
    if introduced.expires_on <= day_of(at):
        raise Refused(_("This introduction came after its last day."))
    introduction = Introduction(
        provider=introduced.provider,
        site=introduced.site,
        reference=reference_of(introduced.introduction),
        preferred_name=introduced.preferred_name,
        contact=introduced.contact,
        language=introduced.language,
        received_at=at,
        purge_on=min(introduced.expires_on, purge_day(Introduction, at=at)),
    )
    introduction.save(force_insert=True)
    open_access().did("introduction.received", introduction)


def reference_of(introduction: uuid.UUID) -> str:
    """Return the digest of an identifier of the Commons, by a key of this room alone."""
    return room_keyring().fingerprint(str(introduction), place="introduction|reference")

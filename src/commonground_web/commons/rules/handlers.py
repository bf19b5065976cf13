"""What the case room signed, by valve V1: kept, and then waited for as a file."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.commons.rules.models import SignedRules
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.valves.boxes.handlers import receives
from commonground_web.valves.messages.rules import RulesSigned
from commonground_web.valves.ways import Kind


@receives(Kind.RULES_SIGNED, entities=("rules",))
def keep_signed(message: RulesSigned, *, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Keep that a version was signed; what is known already stays as it is."""
    if not Site.objects.filter(pk=message.site).exists():
        raise Refused(_("The Commons has no such site."))
    known = SignedRules.objects.filter(site=message.site, on=message.on, number=message.number)
    if known.exists():
        return
    signed = SignedRules(
        site_id=message.site,
        on=message.on,
        number=message.number,
        effective_on=message.effective_on,
        signed_on=message.signed_on,
        digest=message.digest,
        told_at=at,
    )
    signed.save(force_insert=True)
    open_access().did("rules.signed", signed)

"""How both sides sign a version, of the criteria or of the policy: each once, for its agency."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from commonground_web.caseroom.sides import SIGNING, side_of
from commonground_web.kernel.access.actions import Refused, agency_of, unless_taken
from commonground_web.kernel.access.actor import Actor


def sign_version(version: Any, *, by: Actor, at: datetime) -> Any:
    """Keep a signature for one's side under a version, and return it.

    Parameters
    ----------
    version
        Criteria or a policy.
    by, at
        Who signs, and when.

    Raises
    ------
    Refused
        If the side or the agency has signed, or a newer version is in force.
    """
    side, agency = side_of(by, SIGNING), agency_of(by)
    signatures = list(version.signatures.all())
    if any(signature.side == side for signature in signatures):
        raise Refused(_("The %(side)s has signed this version already.") % {"side": side.label})
    if any(signature.agency == agency for signature in signatures):
        raise Refused(_("The second signature is another agency's."))
    signed = type(version).objects.signed()
    if signed.filter(site=version.site, version__gt=version.version).exists():
        raise Refused(_("A newer version is signed already; this one stays unsigned."))
    with unless_taken(_("Your side, or your agency, has signed this at the same moment.")):
        return version.signatures.create(
            side=side, agency=agency, signed_by=uuid.UUID(by.id), signed_at=at
        )


def to_sign(versions: QuerySet[Any], *, actor: Actor) -> QuerySet[Any]:
    """Return the newest of versions, by site, that an actor's side has not signed."""
    later = versions.model.objects.filter(site=OuterRef("site"), version__gt=OuterRef("version"))
    mine = {side for role, side in SIGNING.items() if role in actor.roles}
    return versions.exclude(Exists(later)).exclude(signatures__side__in=mine)

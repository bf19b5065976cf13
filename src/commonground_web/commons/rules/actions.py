"""Bring the file of signed rules in, so that everyone may read them."""

from __future__ import annotations

import uuid
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _
from pydantic import ValidationError

from commonground_web.commons.rules.models import SignedRules
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.valves.messages.rules import Rules


@action("rules", "bring_in")
def bring_rules(*, signed: SignedRules, content: bytes, by: Actor, at: datetime) -> None:
    """Keep what signed rules say, from the file that the case room gives.

    Raises
    ------
    Refused
        If they were brought in already, or the file is not byte by byte what was signed.
    """
    signed.lock()
    if signed.text is not None:
        raise Refused(_("These rules were brought in already."))
    if sha256(content).hexdigest() != signed.digest:
        raise Refused(
            _(
                "This is not the file of what was signed: it is another version, or it was changed."
                " Have somebody in the case room take the file anew from the page of this version."
            )
        )
    try:
        rules = Rules.model_validate_json(content)
    except ValidationError as error:
        raise Refused(
            _("This release cannot read the file. Bring the rooms to the same release first.")
        ) from error
    signed.text = rules.model_dump(mode="json")
    signed.brought_by, signed.brought_at = uuid.UUID(by.id), at
    signed.save()
    open_access().did("rules.brought_in", signed)

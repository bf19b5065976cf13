"""Seal the secrets of second factors anew when the room's keys are turned."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator

from commonground_web.kernel.fields.keyring import Keyring
from commonground_web.kernel.signin.adapters import PLACE

SEALED = ("secret", "seed", "migrated_codes")
"""What allauth seals: the secret of a code, the seed of recovery codes, or the codes."""


def reseal_factors(ring: Keyring) -> int:
    """Seal anew what is not sealed with a ring's current key, and return how many factors changed.

    Parameters
    ----------
    ring
        The room's keys, old and new.
    """
    changed = 0
    for factor in Authenticator.objects.select_for_update().order_by("pk"):
        anew = {
            name: _resealed(held, ring) if name in SEALED else held
            for name, held in factor.data.items()
        }
        if anew != factor.data:
            factor.data = anew
            factor.save(update_fields=["data"])
            changed += 1
    return changed


def _resealed(held: Any, ring: Keyring) -> Any:
    if isinstance(held, list):
        return [ring.reseal(each, place=PLACE) for each in held]
    return ring.reseal(held, place=PLACE)

"""Check a whole list for disparity, and sign the check."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.lists.checking import is_signed, standing_check, void_check
from commonground_web.caseroom.lists.digests import digest_of
from commonground_web.caseroom.lists.groups import Group, kept_groups, require_whole
from commonground_web.caseroom.lists.models import (
    CandidateList,
    DisparityCheck,
    DisparitySignature,
)
from commonground_web.caseroom.lists.moves import WEIGHED, weighed_on
from commonground_web.caseroom.lists.states import LIST, ListState
from commonground_web.kernel.access.actions import Refused, action, agency_of
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access


@dataclass(frozen=True, slots=True)
class Checked:
    """What somebody found when they checked a list."""

    groups: Sequence[Group]
    benchmark: str
    notes: str


@action("disparity_check", "create", with_entities=WEIGHED)
def write_check(
    *, candidates: CandidateList, checked: Checked, by: Actor, at: datetime
) -> DisparityCheck:
    """Write a check of a list as it stands; one that was written before is void.

    Raises
    ------
    Refused
        If something is undecided, or the counts do not add up to the list.
    """
    held = held_open(candidates)
    weighed = weighed_on(held)
    if not weighed or any(each.verdict is None for each in weighed):
        raise Refused(_("A list is checked once everyone on it is decided."))
    require_whole(checked.groups, weighed)
    void_check(held, at=at)
    check = DisparityCheck(
        candidate_list=held,
        digest=digest_of(held, weighed),
        groups=kept_groups(checked.groups),
        benchmark=checked.benchmark,
        notes=checked.notes,
        written_by=uuid.UUID(by.id),
        written_at=at,
    )
    check.save(force_insert=True)
    open_access().did("disparity_check.written", check)
    return check


@action("disparity_check", "sign", with_entities=WEIGHED)
def sign_check(*, check: DisparityCheck, by: Actor, at: datetime) -> DisparitySignature:
    """Sign a check for one's agency; with the second signature the list is checked.

    Raises
    ------
    Refused
        If the check is void, or the actor or their agency has signed it.
    """
    held = held_open(check.candidate_list)
    standing = standing_check(held)
    if standing is None or standing.pk != check.pk:
        raise Refused(_("This check is void, for the list has changed; write another."))
    if standing.digest != digest_of(held, weighed_on(held)):
        raise Refused(_("The list is not as it was checked; write another check."))
    agency = agency_of(by)
    if any(signature.agency == agency for signature in standing.signatures.all()):
        raise Refused(_("Your agency has signed; the other signature is another agency's."))
    signature = DisparitySignature(
        disparity_check=standing, agency=agency, signed_by=uuid.UUID(by.id), signed_at=at
    )
    signature.save(force_insert=True)
    open_access().did("disparity_check.signed", standing)
    if is_signed(DisparityCheck.objects.get(pk=standing.pk)):
        LIST.require(held.state, ListState.CHECKED)
        held.state = ListState.CHECKED
        held.save()
    return signature


def held_open(candidates: CandidateList) -> CandidateList:
    """Return a list that is not locked, held until the action ends.

    Raises
    ------
    Refused
        If it is locked.
    """
    held = candidates.held_now()
    if held.state == ListState.LOCKED:
        raise Refused(_("The list is locked; nothing on it changes any more."))
    return held

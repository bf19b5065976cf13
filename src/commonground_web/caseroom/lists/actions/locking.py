"""Lock a list: both sides sign it as it stands, and from then on nothing on it changes."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.entries.actions.held import held_entries
from commonground_web.caseroom.lists.actions.checks import held_open
from commonground_web.caseroom.lists.checking import is_signed, standing_check
from commonground_web.caseroom.lists.digests import digest_of, digest_to_sign
from commonground_web.caseroom.lists.models import (
    Candidate,
    CandidateList,
    ListLock,
    LockSignature,
)
from commonground_web.caseroom.lists.moves import (
    WEIGHED,
    Weighed,
    follow_lock,
    reasons_against,
    weighed_on,
)
from commonground_web.caseroom.lists.states import LIST, ListState
from commonground_web.caseroom.lists.verdicts import Verdict
from commonground_web.caseroom.sides import SIGNING, Side, side_of
from commonground_web.kernel.access.actions import Refused, action, agency_of
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access


def what_keeps_open(candidates: CandidateList, weighed: Sequence[Weighed]) -> list[str]:
    """Return a sentence for everything that keeps a list from being locked."""
    against = reasons_against(candidates, weighed)
    check = standing_check(candidates)
    if check is None:
        against.append(_("The list has not been checked for disparity."))
    elif not is_signed(check):
        against.append(_("The check for disparity waits for two signatures of two agencies."))
    elif check.digest != digest_of(candidates, weighed):
        against.append(_("The list is not as it was checked for disparity; check it again."))
    return against


@action("candidate_list", "lock", with_entities=WEIGHED)
def sign_lock(
    *, candidates: CandidateList, by: Actor, at: datetime, seen: str | None = None
) -> ListLock | None:
    """Sign a list as it stands; with the other side's signature under the same list, lock it.

    Parameters
    ----------
    seen
        The hash of the list on the page where it is signed; none where there was no page.

    Returns
    -------
    ListLock or None
        The lock, once both sides have signed.

    Raises
    ------
    Refused
        If anything keeps the list open, it is not as it was seen, or the side or the agency has
        signed.
    """
    held_entries(each.entry.pk for each in weighed_on(candidates))
    held = held_open(candidates)
    side, agency = side_of(by, SIGNING), agency_of(by)
    weighed = weighed_on(held)
    if against := what_keeps_open(held, weighed):
        raise Refused(" ".join(against))
    digest = digest_to_sign(held, weighed, standing_check(held))
    if seen not in {None, digest}:
        raise Refused(_("The list is not as you saw it; look at it again, and sign it then."))
    first = _signed(held, digest, side=side, agency=agency)
    signature = LockSignature(
        candidate_list=held,
        digest=digest,
        side=side,
        agency=agency,
        signed_by=uuid.UUID(by.id),
        signed_at=at,
    )
    signature.save(force_insert=True)
    open_access().did("candidate_list.signed", held)
    return _locked(held, weighed, (first, signature), by=by) if first else None


def _signed(
    candidates: CandidateList, digest: str, *, side: Side, agency: uuid.UUID
) -> LockSignature | None:
    """Return the signature of the other side under the same list; refuse a second of one side."""
    signed = LockSignature.objects.filter(candidate_list=candidates, digest=digest).first()
    if signed is None:
        return None
    if signed.side == side:
        raise Refused(_("The %(side)s has signed this list already.") % {"side": side.label})
    if signed.agency == agency:
        raise Refused(_("The second signature is another agency's."))
    found: LockSignature = signed
    return found


def _locked(
    candidates: CandidateList,
    weighed: Sequence[Weighed],
    signatures: tuple[LockSignature, LockSignature],
    *,
    by: Actor,
) -> ListLock:
    first, second = signatures
    counts = Counter(each.verdict for each in weighed)
    LIST.require(candidates.state, ListState.LOCKED)
    candidates.state = ListState.LOCKED
    candidates.save()
    lock = ListLock(
        candidate_list=candidates,
        digest=second.digest,
        entries=len(weighed),
        **{str(verdict): counts[verdict] for verdict in Verdict},
        first_by=first.signed_by,
        first_at=first.signed_at,
        second_by=second.signed_by,
        second_at=second.signed_at,
    )
    lock.save(force_insert=True)
    for each in weighed:
        if each.verdict == Verdict.BANK:
            Candidate(candidate_list=candidates, entry=each.entry).save(force_insert=True)
    follow_lock(candidates, weighed, by=by, at=second.signed_at)
    open_access().did("candidate_list.locked", candidates)
    return lock

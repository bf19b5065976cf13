"""Open a list for a site."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.caseroom.criteria.models import CriteriaSet
from commonground_web.caseroom.lists.models import CandidateList
from commonground_web.caseroom.lists.states import ListState
from commonground_web.kernel.access.actions import NotPermitted, Refused, action, unless_taken
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of


@action("candidate_list", "create")
def open_list(*, site: uuid.UUID, name: str, by: Actor, at: datetime) -> CandidateList:
    """Open a list for a site, by the criteria that are in force there.

    Raises
    ------
    Refused
        If no criteria are in force, or another list of the site is not locked yet.
    """
    if by.sites is not None and site not in by.sites:
        raise NotPermitted
    criteria = CriteriaSet.objects.in_force(site=site, on=day_of(at))
    if criteria is None:
        raise Refused(
            _("No criteria are in force for this site. Write them, and have both sides sign.")
        )
    if CandidateList.objects.filter(site=site).exclude(state=ListState.LOCKED).exists():
        raise Refused(_("Another list of this site is not locked yet; go on with that one."))
    opened = CandidateList(
        site=site, name=name, criteria=criteria, opened_by=uuid.UUID(by.id), opened_at=at
    )
    with unless_taken(_("Somebody else opened a list at the same moment; go on with that one.")):
        opened.save(force_insert=True)
    open_access().did("candidate_list.opened", opened)
    return opened

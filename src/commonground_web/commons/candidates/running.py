"""Candidates whom the Commons is about to let go, from a list that names nobody."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from commonground_web.commons.candidates.models import CandidateList
from commonground_web.commons.deadlines import Deadline, runs_out
from commonground_web.kernel.access.actor import Actor


@runs_out("candidate", "view", within=timedelta(days=7))
def let_go(actor: Actor, *, on: date, until: date) -> Iterator[Deadline]:  # noqa: ARG001 - the clock lets go of the others
    """Tell of sites with candidates who are let go within the week unless they are invited."""
    ending = CandidateList.objects.restrict(actor).filter(first_until__lte=until)
    for listed in ending.select_related("site"):
        yield Deadline(
            listed.first_until,
            _("The first candidates at %(site)s are let go") % {"site": listed.site},
            reverse("candidates"),
        )

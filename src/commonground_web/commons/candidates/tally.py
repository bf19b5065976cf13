"""How many candidates a site has, counted anew whenever one changes or goes; told to the gates."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from django.db.models import F, Min
from django.db.models.signals import post_delete
from django.dispatch import receiver

from commonground_web.commons.candidates.models import Candidate, CandidateList
from commonground_web.commons.candidates.states import ENDED
from commonground_web.commons.steps.gates.facts import tells


def begin_list(site: uuid.UUID, *, at: datetime) -> None:
    """Begin the list of a site, if this is its first candidate."""
    CandidateList.objects.get_or_create(site_id=site, defaults={"released_at": at, "candidates": 0})


def recount(site: uuid.UUID) -> None:
    """Count the candidates of a site; an event that licenses to read them must be open."""
    of_site = Candidate.objects.filter(site=site)
    waiting = of_site.filter(purge_on__gt=F("needed_until"))
    CandidateList.objects.filter(site=site).update(
        candidates=of_site.exclude(state__in=ENDED).count(),
        first_until=waiting.aggregate(first=Min("needed_until"))["first"],
    )


@receiver(post_delete, sender=Candidate)
def _count_without(instance: Candidate, **_signal: Any) -> None:
    recount(instance.site)


def lists_due(on: date) -> list[uuid.UUID]:
    """Return the sites with a candidate whom the Commons has no use for any more."""
    due = CandidateList.objects.filter(first_until__lte=on)
    return list(due.values_list("site", flat=True))


@tells("candidates")
def candidates(site: uuid.UUID) -> int | None:
    """Tell how many candidates are to be offered help; not known before the first is released."""
    told = CandidateList.objects.filter(site=site).values_list("candidates", flat=True).first()
    return None if told is None else int(told)


@tells("disparity_check_signed")
def disparity_check_signed(site: uuid.UUID) -> bool | None:
    """Tell that the check was signed: the case room releases nobody before its list is locked."""
    return CandidateList.objects.filter(site=site).exists() or None

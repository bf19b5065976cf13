"""What is counted of a month, over the records of all providers."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Count, Q, Sum

from commonground_web.careroom.assessments.models import Assessment
from commonground_web.careroom.clients.models import Client, Note
from commonground_web.careroom.encounters.models import Encounter
from commonground_web.careroom.referrals.models import Referral
from commonground_web.careroom.referrals.states import State
from commonground_web.careroom.releases.models import Release, ReleaseCell, Tally
from commonground_web.kernel.months import Month
from commonground_web.valves.messages.counts import CareCount, CareMeasure
from commonground_web.valves.releases.counted import Counted, Counting, by_site, counts
from commonground_web.valves.releases.words import CARE_MEASURES

PART_OF: Mapping[str, str] = {
    CareMeasure.NEEDS_ASSESSED: CareMeasure.PEOPLE_HELPED,
    CareMeasure.REFERRALS_STARTED: CareMeasure.PEOPLE_HELPED,
}
"""Measures whose people are among those of another measure."""

COUNTED = ("client", "note", "encounter", "assessment", "referral")
"""Entities whose rows are counted."""

CLIENTS = Count("client", distinct=True)


def count(month: Month) -> Counted:
    """Return every measure of a month, by site, with None for what is of no site.

    What is of persons counts persons, however often each was referred: eleven referrals of one are
    no eleven people to hide among.
    """
    begins, ends = month.moments()

    def during(field: str) -> Q:
        return Q(**{f"{field}__gte": begins, f"{field}__lt": ends})

    referrals = Referral.objects.all()
    sent = referrals.filter(during("sent_at"))
    started = referrals.filter(during("started_at"))
    completed = referrals.filter(during("closed_at"), state=State.COMPLETED)
    waiting = referrals.filter(sent_at__lt=ends, state=State.WAITLISTED)
    encounters = Encounter.objects.filter(on__gte=month.first, on__lt=month.after)
    asked = Assessment.objects.filter(during("asked_at"))
    helped = Client.objects.filter(
        during("created_at")
        | Q(pk__in=Note.objects.filter(during("created_at")).values("client"))
        | Q(pk__in=asked.values("client"))
        | Q(pk__in=started.values("client"))
    )
    return {
        CareMeasure.PEOPLE_HELPED: by_site(helped, "site", Count("pk")),
        CareMeasure.ENCOUNTERS: by_site(encounters, "zone__site", Count("pk")),
        CareMeasure.NEEDS_ASSESSED: by_site(asked, "client__site", CLIENTS),
        CareMeasure.REFERRALS_SENT: by_site(sent, "client__site", CLIENTS),
        CareMeasure.REFERRALS_STARTED: by_site(started, "client__site", CLIENTS),
        CareMeasure.REFERRALS_COMPLETED: by_site(completed, "client__site", CLIENTS),
        CareMeasure.WAITING: by_site(waiting, "client__site", CLIENTS),
        CareMeasure.NALOXONE_KITS: by_site(encounters, "zone__site", Sum("naloxone_kits")),
    }


counts(
    Counting(
        tally=Tally,
        release=Release,
        cell=ReleaseCell,
        message=CareCount,
        measure=CareMeasure,
        measures=CARE_MEASURES,
        entities=COUNTED,
        count=count,
        part_of=PART_OF,
    )
)

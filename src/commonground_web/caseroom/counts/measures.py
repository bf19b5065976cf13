"""What is counted of a month, over all sites of the room."""

from __future__ import annotations

from django.db.models import Count, Max, Q, Sum

from commonground_web.caseroom.cases.models import Case
from commonground_web.caseroom.contests.models import Contest
from commonground_web.caseroom.counts.models import Release, ReleaseCell, Tally
from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.lists.models import ListLock
from commonground_web.caseroom.sides import Side
from commonground_web.caseroom.violations.models import Violation
from commonground_web.kernel.months import Month
from commonground_web.kernel.purge.models import PurgeItem
from commonground_web.kernel.purge.states import Fate
from commonground_web.valves.messages.counts import CaseCount, CaseMeasure
from commonground_web.valves.releases.counted import Counted, Counting, by_site, counts
from commonground_web.valves.releases.words import CASE_MEASURES

COUNTED = ("entry", "case", "violation", "contest")
"""Entities whose rows are counted."""


def count(month: Month) -> Counted:
    """Return every measure of a month, by site; names that are gone are of no site any more."""
    begins, ends = month.moments()

    def during(field: str) -> Q:
        return Q(**{f"{field}__gte": begins, f"{field}__lt": ends})

    def on(field: str) -> Q:
        return Q(**{f"{field}__gte": month.first, f"{field}__lt": month.after})

    accepted = Entry.objects.filter(during("accepted_at"))
    purged = PurgeItem.objects.filter(
        during("purge__certificate__at"), record_type="entries.entry", fate=Fate.GONE
    )
    locked = ListLock.objects.filter(during("second_at"))
    reviewed = Violation.objects.annotate(
        sides=Count("reviews"), reviewed_at=Max("reviews__at")
    ).filter(during("reviewed_at"), sides=len(Side))
    # Counted by their keys, for what is counted here is counted over the rows of their reviews.
    violations = Violation.objects.filter(pk__in=reviewed.values("pk"))
    answered = Contest.objects.filter(during("answered_at"))
    of_cases = {
        CaseMeasure.CASES_BANKED: during("banked_at"),
        CaseMeasure.CASES_ACTIVATED: on("activated_on"),
        CaseMeasure.CASES_EXPIRED: on("expired_on"),
    }
    return {
        CaseMeasure.ENTRIES_ACCEPTED: by_site(accepted, "site", Count("pk")),
        CaseMeasure.ENTRIES_PURGED: {None: purged.count()},
        CaseMeasure.DECISIONS_LOCKED: by_site(locked, "candidate_list__site", Sum("entries")),
        **{
            measure: by_site(Case.objects.filter(then), "entry__site", Count("pk"))
            for measure, then in of_cases.items()
        },
        CaseMeasure.VIOLATIONS_REVIEWED: by_site(violations, "case__entry__site", Count("pk")),
        CaseMeasure.CONTESTS_ANSWERED: by_site(answered, "entry__site", Count("pk")),
    }


counts(
    Counting(
        tally=Tally,
        release=Release,
        cell=ReleaseCell,
        message=CaseCount,
        measure=CaseMeasure,
        measures=CASE_MEASURES,
        entities=COUNTED,
        count=count,
    )
)

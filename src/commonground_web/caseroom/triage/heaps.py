"""What waits in triage, for the page of all that waits: the heaps of its own page, counted."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.triage.actions.held import WRITTEN
from commonground_web.caseroom.triage.models import TriageDecision
from commonground_web.caseroom.triage.waiting import HEAPS, Heap, of_open_lists
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.heaps import waits_for


def _declare(heap: Heap) -> None:
    @waits_for(
        "triage",
        heap.verb,
        says=format_lazy("{}: {}", _("Cases to weigh"), heap.title),
        at="triage-waiting",
        since="opened_at",
        reads=(*WRITTEN, "candidate_list"),
    )
    def cases(actor: Actor) -> QuerySet[TriageDecision]:
        return heap.find(of_open_lists(actor), actor)


for each in HEAPS:
    _declare(each)

"""What waits for somebody, the cases of a list, and the entries that could be put on it."""

from __future__ import annotations

import uuid
from functools import partial

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commonground_web.caseroom.entries.models import Entry
from commonground_web.caseroom.entries.support import what_is_missing
from commonground_web.caseroom.lists.models import CandidateList
from commonground_web.caseroom.lists.states import ListState
from commonground_web.caseroom.lists.verdicts import Verdict
from commonground_web.caseroom.sites import show_by_site
from commonground_web.caseroom.triage.actions.findings import open_triage
from commonground_web.caseroom.triage.actions.held import WRITTEN
from commonground_web.caseroom.triage.models import TriageDecision
from commonground_web.caseroom.triage.models.decision import HAS_VERDICT
from commonground_web.caseroom.triage.shown import tone_of
from commonground_web.caseroom.triage.states import State
from commonground_web.caseroom.triage.waiting import waiting_for
from commonground_web.kernel.access.exposures import FORM_METHODS, SEVERAL, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button
from commonground_web.kernel.clock import now
from commonground_web.kernel.pages.lists.declared import Column, Filter, Listing
from commonground_web.kernel.pages.lists.shown import show

BASIS = ("entry", "source", "screening")
"""The entities whose rows say whether an entry lacks anything."""

CASES = Listing(
    model=TriageDecision,
    caption=_("Cases on this list"),
    columns=(
        Column(
            _("Name"),
            lambda decision: decision.entry.name,
            link=lambda decision: reverse("triage", args=[decision.pk]),
            is_exported=False,
        ),
        Column(
            _("State"),
            lambda decision: decision.get_state_display(),
            sort="state",
            tone=tone_of,
        ),
        Column(_("On the list since"), "opened_at", sort="opened_at"),
    ),
    filters=(
        Filter(
            "state",
            forms.MultipleChoiceField(
                label=_("State"),
                choices=State.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            "state__in",
        ),
    ),
    order="opened_at",
    empty=_("Nobody is on the list yet. Put accepted entries on it."),
)
"""Never a file: what leaves the case room is a dissemination."""

DECIDED = Listing(
    model=TriageDecision,
    caption=_("Decided cases"),
    columns=(
        Column(
            _("Name"),
            lambda decision: decision.entry.name,
            link=lambda decision: reverse("triage", args=[decision.pk]),
            is_exported=False,
        ),
        Column(_("List"), lambda decision: decision.candidate_list.name, is_exported=False),
        Column(
            _("Verdict"),
            lambda decision: decision.get_verdict_display(),
            sort="verdict",
            is_exported=False,
        ),
        Column(_("Decided"), "decided_at", sort="decided_at", is_exported=False),
    ),
    filters=(
        Filter(
            "verdict",
            forms.MultipleChoiceField(
                label=_("Verdict"),
                choices=Verdict.choices,
                required=False,
                widget=forms.CheckboxSelectMultiple,
            ),
            "verdict__in",
        ),
    ),
    order="-decided_at",
    empty=_("Nothing is decided yet. A case is shown here once a verdict stands."),
)


@exposes("triage", "list", with_entities=WRITTEN)
def waiting(request: Request) -> HttpResponse:
    """Show what waits for whoever looks."""
    heaps = list(waiting_for(request.actor))
    return TemplateResponse(request, "caseroom/triage/waiting.html", {"heaps": heaps})


@exposes("triage", "view", with_entities=("entry",), no_purpose=SEVERAL)
def decided(request: Request) -> HttpResponse:
    """List the cases on which a verdict stands, the last first."""
    decisions = TriageDecision.objects.restrict(request.actor).filter(state__in=HAS_VERDICT)
    rows = decisions.select_related("entry", "candidate_list")
    shown = show_by_site(DECIDED, rows, request, path="candidate_list__site")
    return TemplateResponse(request, "caseroom/triage/decided.html", {"list": shown})


@exposes("candidate_list", "view", with_entities=("triage", "entry"), no_purpose=SEVERAL)
def cases(request: Request, pk: uuid.UUID) -> HttpResponse:
    """List the cases of one list."""
    candidates = _list(request, pk)
    decisions = TriageDecision.objects.restrict(request.actor).select_related("entry")
    shown = show(CASES, decisions.filter(candidate_list=candidates), request)
    context = {"list": shown, "candidates": candidates, "is_open": _is_open(candidates)}
    return TemplateResponse(request, "caseroom/triage/cases.html", context)


@exposes(
    "triage",
    "create",
    methods=FORM_METHODS,
    with_entities=(*BASIS, "candidate_list", "disparity_check"),
    no_purpose=SEVERAL,
)
def add(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Put entries on a list, one by one; of each it is said what it lacks."""
    candidates = _list(request, pk)
    entries = _not_on(request, candidates)
    if request.method == "POST":
        entry = entries.filter(pk=_posted(request)).first()
        if entry is None:
            messages.error(request, _("Choose an entry that is not on the list yet."))
        else:
            done_by_button(request, partial(_put_on, candidates, entry, request))
        return redirect("triage-add", pk=pk)
    rows = [(entry, what_is_missing(entry)) for entry in entries.order_by("created_at", "pk")]
    context = {
        "candidates": candidates,
        "ready": [entry for entry, missing in rows if not missing],
        "lacking": [(entry, missing) for entry, missing in rows if missing],
        "is_open": _is_open(candidates),
    }
    return TemplateResponse(request, "caseroom/triage/add.html", context)


def _list(request: Request, pk: uuid.UUID) -> CandidateList:
    lists = CandidateList.objects.restrict(request.actor).select_related("criteria")
    found: CandidateList = get_object_or_404(lists, pk=pk)
    return found


def _not_on(request: Request, candidates: CandidateList) -> QuerySet[Entry]:
    on = TriageDecision.objects.filter(candidate_list=candidates, entry=OuterRef("pk"))
    entries: QuerySet[Entry] = Entry.objects.restrict(request.actor).filter(site=candidates.site)
    return entries.exclude(Exists(on))


def _put_on(candidates: CandidateList, entry: Entry, request: Request) -> None:
    open_triage(candidates=candidates, entry=entry, by=request.actor, at=now())


def _posted(request: Request) -> uuid.UUID:
    """Return the id of the entry that was chosen; one of nothing where it is none."""
    try:
        return uuid.UUID(request.POST.get("entry", ""))
    except ValueError:
        return uuid.UUID(int=0)


def _is_open(candidates: CandidateList) -> bool:
    return bool(candidates.state != ListState.LOCKED)

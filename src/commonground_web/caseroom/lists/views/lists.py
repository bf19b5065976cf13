"""The pages of lists: open one, see what keeps it open, and sign its lock."""

from __future__ import annotations

import uuid
from textwrap import wrap
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.caseroom.lists.actions.locking import sign_lock, what_keeps_open
from commonground_web.caseroom.lists.actions.opening import open_list
from commonground_web.caseroom.lists.checking import is_signed, standing_check
from commonground_web.caseroom.lists.digests import digest_to_sign
from commonground_web.caseroom.lists.forms import ListForm
from commonground_web.caseroom.lists.lists import CANDIDATE_LISTS, TONES
from commonground_web.caseroom.lists.models import (
    Candidate,
    CandidateList,
    ListLock,
    LockSignature,
)
from commonground_web.caseroom.lists.moves import WEIGHED, weighed_on
from commonground_web.caseroom.lists.states import ListState
from commonground_web.caseroom.sites import show_by_site
from commonground_web.kernel.access.exposures import FORM_METHODS, SEVERAL, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.accounts.naming import names_of
from commonground_web.kernel.clock import now
from commonground_web.valves.published.sites import names, names_for

PART = 8
"""Digits of a hash that stay together on a narrow page."""


@exposes("candidate_list", "list")
def listing(request: Request) -> HttpResponse:
    """Show the lists of the actor's sites, the newest first."""
    rows = CandidateList.objects.restrict(request.actor)
    shown = show_by_site(CANDIDATE_LISTS, rows, request, path="site")
    return TemplateResponse(request, "caseroom/lists/lists.html", {"list": shown})


@exposes("candidate_list", "create", methods=FORM_METHODS)
def create(request: Request) -> HttpResponse:
    """Open a list for a site."""
    sites = names_for(request.actor)
    form = ListForm(request.POST or None, sites=sites)
    done: list[CandidateList] = []

    def act() -> None:
        done.append(open_list(**form.cleaned_data, by=request.actor, at=now()))

    if done_by_form(form, act):
        return redirect("candidate-list", pk=done[0].pk)
    context = {"form": form, "has_sites": bool(sites)}
    return TemplateResponse(request, "caseroom/lists/list_form.html", context)


@exposes("candidate_list", "view", with_entities=WEIGHED, no_purpose=SEVERAL)
def one(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show a list: how far it is, what keeps it open, who signed, and its candidates."""
    found = list_of(request, pk)
    weighed = weighed_on(found)
    is_locked = found.state == ListState.LOCKED
    check = standing_check(found)
    candidates = Candidate.objects.restrict(request.actor).filter(candidate_list=found)
    digest = digest_to_sign(found, weighed, check)
    context = {
        "candidates": found,
        "tone": TONES[ListState(found.state)],
        "site": names().get(found.site, ""),
        "entries": len(weighed),
        "decided": sum(1 for each in weighed if each.verdict is not None),
        "check": check,
        "check_is_signed": check is not None and is_signed(check),
        "against": [] if is_locked else what_keeps_open(found, weighed),
        "lock": _lock(found),
        "seen": digest,
        "signatures": _signatures(found, digest),
        "chosen": list(candidates.order_by("pk")),
    }
    return TemplateResponse(request, "caseroom/lists/list.html", context)


@exposes("candidate_list", "lock", methods=("POST",), with_entities=WEIGHED, fresh=True)
def lock(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Sign a list; with both sides' signatures it is locked."""
    found, seen = list_of(request, pk), request.POST.get("seen", "")
    done_by_button(
        request, lambda: sign_lock(candidates=found, by=request.actor, at=now(), seen=seen)
    )
    return redirect("candidate-list", pk=pk)


def list_of(request: Request, pk: uuid.UUID) -> CandidateList:
    """Return a list of the actor's sites, or find nothing."""
    lists = CandidateList.objects.restrict(request.actor).select_related("criteria")
    found: CandidateList = get_object_or_404(lists, pk=pk)
    return found


def _lock(candidates: CandidateList) -> dict[str, Any] | None:
    lock = ListLock.objects.filter(candidate_list=candidates).first()
    if lock is None:
        return None
    called = names_of([lock.first_by, lock.second_by])
    return {
        "lock": lock,
        "digest": wrap(lock.digest, PART),
        "first": called.get(lock.first_by, ""),
        "second": called.get(lock.second_by, ""),
    }


def _signatures(candidates: CandidateList, digest: str) -> list[tuple[LockSignature, str]]:
    """Return the signatures under a list as it stands, with who signed."""
    signed = list(LockSignature.objects.filter(candidate_list=candidates, digest=digest))
    called = names_of([signature.signed_by for signature in signed])
    return [(signature, called.get(signature.signed_by, "")) for signature in signed]

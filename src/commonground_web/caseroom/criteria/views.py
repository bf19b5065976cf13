"""The pages of criteria."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from commonground_web.caseroom.criteria.actions import sign_criteria, write_criteria
from commonground_web.caseroom.criteria.forms import Questions, SetForm, initial_of
from commonground_web.caseroom.criteria.models import CriteriaSet, Criterion
from commonground_web.caseroom.criteria.published import PUBLISHED, Question
from commonground_web.caseroom.sides import SIGNING, Side
from commonground_web.caseroom.sites import show_by_site
from commonground_web.caseroom.standing import standing_of
from commonground_web.caseroom.versions import versions
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.accounts.naming import agencies
from commonground_web.kernel.clock import now, today
from commonground_web.valves.published.sites import names, names_for


@exposes("criteria", "list")
def listing(request: Request) -> HttpResponse:
    """List the sets of criteria, the newest first."""
    kept = CriteriaSet.objects.restrict(request.actor).prefetch_related("signatures")
    listed = versions(
        CriteriaSet,
        page="criteria-set",
        caption=_("Versions of the criteria"),
        empty=_(
            "No criteria yet. Begin from the published ones: adopt them, or change them to what "
            "your agencies agree on."
        ),
        on=today(),
    )
    shown = show_by_site(listed, kept, request, path="site")
    return TemplateResponse(request, "caseroom/criteria/sets.html", {"list": shown})


@exposes("criteria", "view")
def criteria(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show a set: its questions, and who signed it."""
    found = _found(request, pk)
    called, signed = agencies(), {sign.side: sign for sign in found.signatures.all()}
    mine = {side for role, side in SIGNING.items() if role in request.actor.roles}
    context = {
        "set": found,
        "site": names().get(found.site, ""),
        "standing": standing_of(found, on=today()),
        "questions": list(found.questions.all()),
        "signatures": [
            {"side": side, "signature": signed.get(side), "agency": _agency(signed, side, called)}
            for side in Side
        ],
        "may_sign": request.actor.may("sign", "criteria") and bool(mine - set(signed)),
    }
    return TemplateResponse(request, "caseroom/criteria/set.html", context)


@exposes("criteria", "create", methods=FORM_METHODS)
def create(request: Request) -> HttpResponse:
    """Write criteria, beginning from those that are published."""
    return _written(request, begin=PUBLISHED, site=None)


@exposes("criteria", "create", methods=FORM_METHODS)
def revise(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write the next version of a site's criteria, beginning from this one."""
    found = _found(request, pk)
    return _written(request, begin=list(found.questions.all()), site=found.site)


@exposes("criteria", "sign", methods=("POST",))
def sign(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Sign a set for one's side."""
    found = _found(request, pk)
    done_by_button(request, lambda: sign_criteria(criteria=found, by=request.actor, at=now()))
    return redirect("criteria-set", pk=pk)


def _found(request: Request, pk: uuid.UUID) -> CriteriaSet:
    sets = CriteriaSet.objects.restrict(request.actor).prefetch_related("signatures")
    found: CriteriaSet = get_object_or_404(sets, pk=pk)
    return found


def _agency(signed: dict[str, Any], side: Side, called: Any) -> str:
    return called.get(signed[side].agency, "") if side in signed else ""


def _written(
    request: Request, *, begin: Iterable[Question | Criterion], site: uuid.UUID | None
) -> HttpResponse:
    sites = names_for(request.actor)
    form = SetForm(
        request.POST or None,
        sites=sites,
        initial={"site": str(site or ""), "effective_on": today()},
    )
    questions: Any = Questions(request.POST or None, initial=initial_of(begin), prefix="question")

    def act() -> None:
        asked = [
            row.asked()
            for row in questions
            if row.cleaned_data and row not in questions.deleted_forms
        ]
        done.append(
            write_criteria(**form.cleaned_data, questions=asked, by=request.actor, at=now())
        )

    done: list[CriteriaSet] = []
    if questions.is_bound and questions.is_valid() and done_by_form(form, act):
        return redirect("criteria-set", pk=done[0].pk)
    context = {"form": form, "questions": questions, "has_sites": bool(sites)}
    return TemplateResponse(request, "caseroom/criteria/form.html", context)

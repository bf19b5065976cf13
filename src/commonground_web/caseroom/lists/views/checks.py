"""The pages of checks for disparity."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.caseroom.lists.actions.checks import sign_check, write_check
from commonground_web.caseroom.lists.checking import standing_check
from commonground_web.caseroom.lists.forms import CheckForm
from commonground_web.caseroom.lists.groups import Group, Variable, compare, read_groups
from commonground_web.caseroom.lists.models import DisparityCheck
from commonground_web.caseroom.lists.moves import WEIGHED, weighed_on
from commonground_web.caseroom.lists.verdicts import Verdict
from commonground_web.caseroom.lists.views.lists import list_of
from commonground_web.kernel.access.exposures import FORM_METHODS, SEVERAL, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.accounts.naming import names_of
from commonground_web.kernel.clock import now


@exposes(
    "disparity_check", "create", methods=FORM_METHODS, with_entities=WEIGHED, no_purpose=SEVERAL
)
def create(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Check a list: type in the counts by group."""
    candidates = list_of(request, pk)
    before = standing_check(candidates)
    form = CheckForm(request.POST or None, initial=_initial(before))
    done: list[DisparityCheck] = []

    def act() -> None:
        done.append(
            write_check(candidates=candidates, checked=form.checked(), by=request.actor, at=now())
        )

    if done_by_form(form, act):
        return redirect("disparity-check", pk=done[0].pk)
    said = [each.verdict for each in weighed_on(candidates)]
    counts = [(verdict.label, said.count(verdict)) for verdict in Verdict]
    context = {"form": form, "candidates": candidates, "counts": counts}
    return TemplateResponse(request, "caseroom/lists/check_form.html", context)


@exposes("candidate_list", "view")
def check(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show a check: ratios with their intervals, and where the numbers are too few to tell."""
    checks = DisparityCheck.objects.restrict(request.actor).select_related("candidate_list")
    found = get_object_or_404(checks.prefetch_related("signatures"), pk=pk)
    signatures = list(found.signatures.all())
    called = names_of([found.written_by, *(signature.signed_by for signature in signatures)])
    groups = read_groups(found.groups)
    context = {
        "check": found,
        "tables": [
            {"variable": variable, "rows": list(compare(_of(groups, variable)))}
            for variable in Variable
        ],
        "verdicts": list(Verdict),
        "written_by": called.get(found.written_by, ""),
        "signatures": [(sign, called.get(sign.signed_by, "")) for sign in signatures],
        "may_sign": found.voided_at is None
        and request.actor.may("sign", "disparity_check")
        and request.actor.agency not in {sign.agency for sign in signatures},
    }
    return TemplateResponse(request, "caseroom/lists/check.html", context)


@exposes("disparity_check", "sign", methods=("POST",), with_entities=WEIGHED)
def sign(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Sign a check for one's agency."""
    checks = DisparityCheck.objects.restrict(request.actor).select_related("candidate_list")
    found = get_object_or_404(checks, pk=pk)
    done_by_button(request, lambda: sign_check(check=found, by=request.actor, at=now()))
    return redirect("disparity-check", pk=pk)


def _of(groups: Sequence[Group], variable: Variable) -> list[Group]:
    return [group for group in groups if group.variable == variable]


def _initial(check: DisparityCheck | None) -> dict[str, Any]:
    """Return what the form begins with: what the last check said."""
    if check is None:
        return {}
    groups = read_groups(check.groups)
    tables = {v.value: "\n".join(_line(group) for group in _of(groups, v)) for v in Variable}
    return {**tables, "benchmark": check.benchmark, "notes": check.notes}


def _line(group: Group) -> str:
    counts = (group.benchmark, *(group.of(verdict) for verdict in Verdict))
    return "; ".join([group.group, *map(str, counts)])

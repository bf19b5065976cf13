"""The pages of the policy on violations."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from commonground_web.caseroom.policies.actions import sign_policy, write_policy
from commonground_web.caseroom.policies.forms import Clauses, TermsForm, initial_of
from commonground_web.caseroom.policies.models import Clause, Policy
from commonground_web.caseroom.policies.published import (
    PUBLISHED,
    REVIEW_DAYS,
    TERM_DAYS,
    Written,
)
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


@exposes("policy", "list")
def listing(request: Request) -> HttpResponse:
    """List the versions, the newest first."""
    kept = Policy.objects.restrict(request.actor).prefetch_related("signatures")
    listed = versions(
        Policy,
        page="policy",
        caption=_("Versions of the policy"),
        empty=_(
            "No policy yet. Begin from the published one: adopt it, or change it to what your "
            "agencies agree on."
        ),
        on=today(),
    )
    shown = show_by_site(listed, kept, request, path="site")
    return TemplateResponse(request, "caseroom/policies/policies.html", {"list": shown})


@exposes("policy", "view")
def policy(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show a version: its clauses, and who signed it."""
    found = _found(request, pk)
    called, signed = agencies(), {sign.side: sign for sign in found.signatures.all()}
    mine = {side for role, side in SIGNING.items() if role in request.actor.roles}
    context = {
        "policy": found,
        "site": names().get(found.site, ""),
        "standing": standing_of(found, on=today()),
        "clauses": list(found.clauses.all()),
        "signatures": [
            (side, signed.get(side), called.get(signed[side].agency, "") if side in signed else "")
            for side in Side
        ],
        "may_sign": request.actor.may("sign", "policy") and bool(mine - set(signed)),
    }
    return TemplateResponse(request, "caseroom/policies/policy.html", context)


@exposes("policy", "create", methods=FORM_METHODS)
def create(request: Request) -> HttpResponse:
    """Write a policy, beginning from the one that is published."""
    begin = {"review_days": REVIEW_DAYS, "term_days": TERM_DAYS}
    return _written(request, clauses=PUBLISHED, begin=begin)


@exposes("policy", "create", methods=FORM_METHODS)
def revise(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Write the next version of a site's policy, beginning from this one."""
    found = _found(request, pk)
    begin = {
        "site": str(found.site),
        "review_days": found.review_days,
        "term_days": found.term_days,
    }
    return _written(request, clauses=list(found.clauses.all()), begin=begin)


@exposes("policy", "sign", methods=("POST",))
def sign(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Sign a version for one's side."""
    found = _found(request, pk)
    done_by_button(request, lambda: sign_policy(policy=found, by=request.actor, at=now()))
    return redirect("policy", pk=pk)


def _found(request: Request, pk: uuid.UUID) -> Policy:
    versions = Policy.objects.restrict(request.actor).prefetch_related("signatures")
    found: Policy = get_object_or_404(versions, pk=pk)
    return found


def _written(
    request: Request, *, clauses: Iterable[Written | Clause], begin: dict[str, Any]
) -> HttpResponse:
    sites = names_for(request.actor)
    form = TermsForm(request.POST or None, sites=sites, initial={"effective_on": today(), **begin})
    rows: Any = Clauses(request.POST or None, initial=initial_of(clauses), prefix="clause")

    def act() -> None:
        said = [row.written() for row in rows if row.cleaned_data and row not in rows.deleted_forms]
        done.append(write_policy(terms=form.terms(), clauses=said, by=request.actor, at=now()))

    done: list[Policy] = []
    if rows.is_bound and rows.is_valid() and done_by_form(form, act):
        return redirect("policy", pk=done[0].pk)
    context = {"form": form, "clauses": rows, "has_sites": bool(sites)}
    return TemplateResponse(request, "caseroom/policies/form.html", context)

"""The pages on how long records are kept: the rules, what comes up, proposals and their answers."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from commonground_web.kernel.access.exposures import NO_CONTENT, WITH_A_CLOCK, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.clock import now
from commonground_web.kernel.compartments.rules import CLOCK, room_rules
from commonground_web.kernel.retention.actions import (
    confirm_review,
    confirm_site_rule,
    decline_review,
    propose_review,
    propose_site_rule,
    record_of,
    rule_of,
)
from commonground_web.kernel.retention.days import days_kept, most_days
from commonground_web.kernel.retention.forms import ProposalForm, SiteRuleForm
from commonground_web.kernel.retention.models import Answer, RetentionProposal, SiteRule

LONGEST_PAGE = 50
COMING_UP = timedelta(days=90)
"""How long before its day of purge a record is shown as coming up."""


@exposes("retention", "list", with_entities=(WITH_A_CLOCK,))
def overview(request: Request) -> HttpResponse:
    """Show the rules, what comes up soon, and what waits for a second person."""
    context = {
        "rules": [
            {"rule": rule, "days": days_kept(rule), "most": most_days(rule)}
            for rule in room_rules().values()
        ],
        "changes": list(SiteRule.objects.filter(confirmed_by__isnull=True)),
        "proposals": list(_waiting(request)[:LONGEST_PAGE]),
        "coming_up": _coming_up(request),
    }
    return TemplateResponse(request, "retention/overview.html", context)


@exposes(
    "retention",
    "propose",
    methods=("GET", "HEAD", "POST"),
    with_entities=(WITH_A_CLOCK,),
    no_purpose=NO_CONTENT,
)
def propose(request: Request, record_type: str, pk: uuid.UUID) -> HttpResponse:
    """Propose what is to become of a record."""
    rule, _model = rule_of(record_type)
    found = record_of(record_type, pk, by=request.actor)
    form = ProposalForm(request.POST or None)
    if done_by_form(
        form, lambda: propose_review(record=found, **form.cleaned_data, by=request.actor, at=now())
    ):
        messages.success(request, _("Proposed. A second person confirms or declines it."))
        return redirect("retention")
    context = {"form": form, "rule": rule, "purge_on": getattr(found, CLOCK), "record": found.pk}
    return TemplateResponse(request, "retention/propose.html", context)


@exposes("retention", "view", asks_purpose=True, with_entities=(WITH_A_CLOCK,))
def proposal(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show one proposal to whoever is to answer it."""
    found = get_object_or_404(_waiting(request), pk=pk)
    rule, _model = rule_of(found.record_type)
    return TemplateResponse(request, "retention/proposal.html", {"proposal": found, "rule": rule})


@exposes("retention", "retain", methods=("POST",), with_entities=(WITH_A_CLOCK,), fresh=True)
def confirm(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Confirm a proposal."""
    found = get_object_or_404(_waiting(request), pk=pk)
    return _done(request, lambda: confirm_review(proposal=found, by=request.actor, at=now()))


@exposes("retention", "retain", methods=("POST",), with_entities=(WITH_A_CLOCK,))
def decline(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Decline a proposal."""
    found = get_object_or_404(_waiting(request), pk=pk)
    return _done(request, lambda: decline_review(proposal=found, by=request.actor, at=now()))


@exposes("retention_rule", "change", methods=("GET", "HEAD", "POST"))
def change(request: Request) -> HttpResponse:
    """Propose that the site keeps one kind of record for fewer days."""
    form = SiteRuleForm(request.POST or None)
    if done_by_form(
        form,
        lambda: propose_site_rule(**form.cleaned_data, by=request.actor, at=now()),
        field="days",
    ):
        messages.success(request, _("Proposed. A second person confirms it."))
        return redirect("retention")
    return TemplateResponse(request, "retention/change.html", {"form": form})


@exposes("retention_rule", "change", methods=("POST",), fresh=True)
def confirm_change(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Confirm a change of a rule."""
    found = get_object_or_404(SiteRule, pk=pk)
    return _done(request, lambda: confirm_site_rule(changed=found, by=request.actor, at=now()))


def _waiting(request: Request) -> Any:
    """Return what waits for an answer, of records whose day has not come."""
    return RetentionProposal.objects.restrict(request.actor).filter(
        answer=Answer.WAITING, from_day__gt=request.access.day
    )


def _coming_up(request: Request) -> list[dict[str, Any]]:
    """Return the records whose day of purge comes soon, by key and days alone."""
    soon = request.access.day + COMING_UP
    found = [
        {
            "rule": rule,
            "key": row.pk,
            "since": getattr(row, rule.since),
            "purge_on": getattr(row, CLOCK),
        }
        for label, rule in room_rules().items()
        for row in apps.get_model(label)
        .objects.restrict(request.actor)
        .filter(**{f"{CLOCK}__lte": soon})
        .only("pk", rule.since, CLOCK)
        .order_by(CLOCK, "pk")[:LONGEST_PAGE]
    ]
    return sorted(found, key=lambda row: (row["purge_on"], str(row["key"])))[:LONGEST_PAGE]


def _done(request: Request, act: Callable[[], object]) -> HttpResponse:
    done_by_button(request, act, done=_("Done."))
    return redirect("retention")

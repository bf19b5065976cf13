"""The page of an item, and what is done there."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.commons.agencies.models import Agency
from commonground_web.commons.steps.actions.held import may_work_on, require_own
from commonground_web.commons.steps.actions.items import (
    Assigned,
    Scored,
    Shown,
    add_evidence,
    assign_item,
    confirm_item,
    score_item,
)
from commonground_web.commons.steps.checklist import read_plan
from commonground_web.commons.steps.forms import AssignForm, EvidenceForm, ScoreForm, SeenForm
from commonground_web.commons.steps.gates.named import GATE_BY_CODE
from commonground_web.commons.steps.models import Change, Evidence, PlanItem, Subject
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.accounts.models import Account
from commonground_web.kernel.accounts.naming import names_of
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.files.keeping import file_view, files_of_all
from commonground_web.kernel.files.models import StoredFile


def item_of(request: Request, pk: uuid.UUID) -> PlanItem:
    """Return an item of the actor's sites, or find nothing."""
    items = PlanItem.objects.restrict(request.actor).select_related("plan__site", "agency", "owner")
    found: PlanItem = get_object_or_404(items, pk=pk)
    return found


evidence_file = file_view(Evidence)


@exposes("item", "view", with_entities=(StoredFile.ENTITY,))
def item(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show an item: whose it is, how far it is, what shows it, and what was done about it."""
    found = item_of(request, pk)
    read = read_plan(found.plan, on=today())
    line = next(line for line in read.lines(request.actor) if line.item.pk == found.pk)
    evidence = list(Evidence.objects.filter(item=found).order_by("-added_at"))
    replaced = {row.replaces_id for row in evidence}
    files = files_of_all(evidence)
    changes = list(
        Change.objects.filter(plan=found.plan, about=Subject.ITEM, code=found.code).order_by("-at")
    )
    names = names_of([row.added_by for row in evidence] + [change.by for change in changes])
    context = {
        "plan": found.plan,
        "line": line,
        "step": found.plan.model.step_by_code[line.asked.step],
        "gate": GATE_BY_CODE.get(line.asked.gate),
        "evidence": [
            (row, names.get(row.added_by, ""), row.pk in replaced, files.get(row.pk, ()))
            for row in evidence
        ],
        "changes": [(change, names.get(change.by, "")) for change in changes],
        "is_mine": may_work_on(found, by=request.actor),
    }
    return TemplateResponse(request, "commons/steps/item.html", context)


@exposes("item", "score", methods=FORM_METHODS)
def score(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Say how far an item was done."""
    found = item_of(request, pk)
    require_own(found, by=request.actor)
    begin = {"score": found.score, "amount": found.amount, "version": found.row_version}
    form = ScoreForm(request.POST or None, asked=found.asked, initial=begin)

    def act() -> None:
        said = dict(form.cleaned_data)
        version = said.pop("version")
        score_item(item=found, scored=Scored(**said), version=version, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("item", pk=pk)
    return TemplateResponse(request, "commons/steps/score_form.html", {"form": form, "item": found})


@exposes("evidence", "create", methods=FORM_METHODS, with_entities=(StoredFile.ENTITY,))
def evidence(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Add evidence to an item, or put it in the place of one that was wrong."""
    found = item_of(request, pk)
    require_own(found, by=request.actor)
    standing = Evidence.objects.filter(item=found, replaced_by__isnull=True)
    form = EvidenceForm(
        request.POST or None,
        request.FILES or None,
        standing=list(standing.order_by("-added_at")),
        initial={"version": found.row_version},
    )

    def act() -> None:
        said = dict(form.cleaned_data)
        choice = {name: said.pop(name) for name in ("version", "replaces")}
        add_evidence(item=found, shown=Shown(**said), **choice, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("item", pk=pk)
    context = {"form": form, "item": found}
    return TemplateResponse(request, "commons/steps/evidence_form.html", context)


@exposes("item", "confirm", methods=("POST",))
def confirm(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Confirm, as the second person, that an item is as planned."""
    found = item_of(request, pk)
    form = SeenForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    done_by_button(
        request,
        lambda: confirm_item(item=found, version=version, by=request.actor, at=now()),
    )
    return redirect("item", pk=pk)


@exposes("item", "assign", methods=FORM_METHODS)
def assign(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Say whose an item is, and when it is due."""
    found = item_of(request, pk)
    form = AssignForm(
        request.POST or None,
        agencies=list(Agency.objects.restrict(request.actor).order_by("name")),
        owners=_owners(),
        initial={
            "agency": str(found.agency_id or ""),
            "owner": str(found.owner_id or ""),
            "due": found.due,
            "version": found.row_version,
        },
    )

    def act() -> None:
        said = dict(form.cleaned_data)
        version, assigned = said.pop("version"), Assigned(**said)
        assign_item(item=found, assigned=assigned, version=version, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("item", pk=pk)
    context = {"form": form, "item": found}
    return TemplateResponse(request, "commons/steps/assign_form.html", context)


def _owners() -> list[Account]:
    """Return those who may own an item: members of agencies who may sign in."""
    members = Account.objects.filter(
        is_active=True, agency__isnull=False, memberships__approved_by__isnull=False
    )
    return list(members.distinct().order_by("name"))

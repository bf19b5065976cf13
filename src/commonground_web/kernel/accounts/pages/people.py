"""The people of a room, for those who invite them and those who approve their roles."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.accounts.disabling import disable_account, enable_account
from commonground_web.kernel.accounts.granting import approve, end, grant, invite
from commonground_web.kernel.accounts.links import ATTESTING, send_link
from commonground_web.kernel.accounts.models import Account, Membership, Recovery
from commonground_web.kernel.accounts.pages.forms import InvitationForm, RoleForm
from commonground_web.kernel.accounts.pages.showing import (
    STATES,
    agency_of,
    shown_accounts,
    shown_memberships,
    state_of,
)
from commonground_web.kernel.accounts.policies import roles_to_give
from commonground_web.kernel.clock import now, today
from commonground_web.kernel.rooms import this_room

BOTH = ("GET", "HEAD", "POST")
LONGEST_PAGE = 50
SORTS = {
    "name": _("Name"),
    "email": _("Email"),
    "created_at": _("Since"),
    "last_login": _("Last signed in"),
}


@exposes("account", "list")
def listing(request: Request) -> HttpResponse:
    """List accounts, by role and state, in an order that is asked for."""
    role, state, sort = (request.GET.get(asked, "") for asked in ("role", "state", "sort"))
    day = today()
    accounts = Account.objects.prefetch_related("memberships")
    if role in roles_to_give():
        holders = Membership.objects.in_force(day).filter(role=role)
        accounts = accounts.filter(pk__in=holders.values("account"))
    if state in STATES:
        accounts = accounts.filter(STATES[state][1])
    order = sort if sort.removeprefix("-") in SORTS else "name"
    page = Paginator(accounts.order_by(order, "pk"), LONGEST_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": shown_accounts(page.object_list, on=day),
        "roles": [(code, known.title) for code, known in roles_to_give().items()],
        "states": [(code, word) for code, (word, _found) in STATES.items()],
        "asked": {"role": role, "state": state, "sort": order},
        "columns": _columns({"role": role, "state": state}, order=order),
        "this_list": urlencode({"role": role, "state": state, "sort": order}),
        "waiting": _waiting(request),
        "recoveries": _recoveries(request),
        "may_invite": request.actor.may("invite", "account"),
    }
    return TemplateResponse(request, "accounts/list.html", context)


@exposes("account", "view")
def account(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show one account with its roles."""
    found = get_object_or_404(Account, pk=pk)
    memberships = found.memberships.order_by("-created_at")
    rows = shown_memberships(memberships, actor=request.actor, on=today())
    may = {
        "grant": request.actor.may("grant", "account") and not found.disabled_at,
        "send": request.actor.may("invite", "account") and not found.accepted_at,
        "disable": request.actor.may("disable", "account") and not found.disabled_at,
        "enable": request.actor.may("enable", "account") and found.disabled_at,
        "recover": request.actor.may("propose", "recovery") and found.is_active,
        "answer": request.actor.may("approve", "recovery"),
    }
    context = {
        "account": found,
        "state": state_of(found),
        "memberships": rows,
        "recovery": found.recoveries.waiting().first(),
        "may": may,
    }
    return TemplateResponse(request, "accounts/account.html", context)


@exposes("account", "invite", methods=BOTH, fresh=True)
def invite_person(request: Request) -> HttpResponse:
    """Invite somebody new."""
    form = InvitationForm(request.POST or None, since=today())
    made: list[Membership] = []

    def act() -> None:
        invited = invite(
            email=form.cleaned_data["email"],
            name=form.cleaned_data["name"],
            agency=form.agency_id(),
            term=form.term(),
            by=request.actor,
            at=now(),
        )
        made.append(invited)

    if done_by_form(form, act):
        messages.success(request, _("A second person approves this now; then a link is sent."))
        return redirect("account", pk=made[0].account_id)
    return TemplateResponse(request, "accounts/invite.html", {"form": form})


@exposes("account", "grant", methods=BOTH, fresh=True)
def give_role(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Give a role to somebody who has an account."""
    found = get_object_or_404(Account, pk=pk)
    form = RoleForm(request.POST or None, since=today())
    if done_by_form(
        form, lambda: grant(account=found, term=form.term(), by=request.actor, at=now())
    ):
        messages.success(request, _("A second person approves this now."))
        return redirect("account", pk=pk)
    return TemplateResponse(request, "accounts/give_role.html", {"form": form, "account": found})


@exposes("account", "invite", methods=BOTH, fresh=True)
def new_link(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Send an invited person a new link, and show it once, to be handed over."""
    found = get_object_or_404(Account, pk=pk)
    context: dict[str, Any] = {"account": found}
    if request.method == "POST":
        try:
            context["link"] = send_link(account=found, by=request.actor, at=now())
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("account", pk=pk)
    return TemplateResponse(request, "accounts/new_link.html", context)


@exposes("account", "disable", methods=BOTH, fresh=True)
def disable(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Close an account at once."""
    found = get_object_or_404(Account, pk=pk)
    return _asked(request, found, partial(disable_account, account=found), "accounts/disable.html")


@exposes("account", "enable", methods=BOTH, fresh=True)
def enable(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Open an account again."""
    found = get_object_or_404(Account, pk=pk)
    return _asked(request, found, partial(enable_account, account=found), "accounts/enable.html")


@exposes("membership", "approve", methods=BOTH, fresh=True)
def approve_role(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Be the second person to a role."""
    found = get_object_or_404(Membership.objects.select_related("account"), pk=pk)
    act = partial(approve, membership=found)
    return _asked(request, found.account, act, "accounts/approve.html", membership=found)


@exposes("membership", "end", methods=BOTH, fresh=True)
def end_role(request: Request, pk: uuid.UUID) -> HttpResponse:
    """End a role at once."""
    found = get_object_or_404(Membership.objects.select_related("account"), pk=pk)
    act = partial(end, membership=found)
    return _asked(request, found.account, act, "accounts/end.html", membership=found)


def _asked(
    request: Request,
    found: Account,
    act: Callable[..., None],
    template: str,
    *,
    membership: Membership | None = None,
) -> HttpResponse:
    """Ask before an act, do it once it is confirmed, and go back to the account."""
    if request.method == "POST":
        done = _("Done. It takes effect at once.")
        done_by_button(request, partial(act, by=request.actor, at=now()), done=done)
        return redirect("account", pk=found.pk)
    rows = [membership] if membership else []
    shown = shown_memberships(rows, actor=request.actor, on=today())
    context = {
        "account": found,
        "agency": agency_of(found),
        "asks_attestation": this_room() in ATTESTING,
        "shown": shown[0] if shown else None,
    }
    return TemplateResponse(request, template, context)


def _columns(kept: dict[str, str], *, order: str) -> list[dict[str, Any]]:
    """Return the columns that the list can be sorted by, with what asks for it."""
    columns = []
    for field, title in SORTS.items():
        turned = f"-{field}" if order == field else field
        sorted_as = {field: "ascending", f"-{field}": "descending"}.get(order, "")
        query = urlencode({**kept, "sort": turned})
        columns.append({"title": title, "order": sorted_as, "query": query})
    return columns


def _recoveries(request: Request) -> list[Recovery]:
    """Return the new ways in that wait for this actor to be the second person."""
    if not request.actor.may("approve", "recovery"):
        return []
    parties = Q(account=request.actor.id) | Q(proposed_by=request.actor.id)
    return list(Recovery.objects.waiting().exclude(parties).select_related("account"))


def _waiting(request: Request) -> list[Any]:
    """Return the memberships that wait for this actor to be the second person."""
    waiting = Membership.objects.select_related("account").filter(
        approved_by__isnull=True, ended_at__isnull=True
    )
    rows = shown_memberships(waiting, actor=request.actor, on=today())
    return [row for row in rows if row.may_approve]

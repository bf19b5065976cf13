"""One's own account: coming in by a link, what one holds, and the other founder."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.exposures import exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.roles import room_roles
from commonground_web.kernel.access.trying import done_by_form
from commonground_web.kernel.accounts.actors import is_let_in
from commonground_web.kernel.accounts.founding import confirm_founder, founder_to_confirm
from commonground_web.kernel.accounts.links import accept_invitation, working_link
from commonground_web.kernel.accounts.models import Account, Membership, Recovery
from commonground_web.kernel.accounts.pages.forms import ConfirmationForm, WelcomeForm
from commonground_web.kernel.accounts.pages.showing import shown_memberships
from commonground_web.kernel.clock import now, today

BOTH = ("GET", "HEAD", "POST")
NOT_FOUND = 404


@exposes("invitation", "accept", methods=BOTH)
def welcome(request: Request, secret: str) -> HttpResponse:
    """Let somebody in who follows their link, and send them on to their second factor."""
    link = working_link(secret, at=now())
    if link is None:
        return TemplateResponse(request, "accounts/link_spent.html", status=NOT_FOUND)
    form = WelcomeForm(request.POST or None, account=link.account)
    if form.is_valid():
        try:
            account = accept_invitation(
                link=link,
                name=form.cleaned_data["name"],
                password=form.cleaned_data["password"],
                attested=form.cleaned_data.get("attested", False),
                by=request.actor,
                at=now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            get_adapter(request).login(request, account)
            return redirect("mfa_index")
    return TemplateResponse(request, "accounts/welcome.html", {"form": form})


@exposes("own_account", "use")
def own_account(request: Request) -> HttpResponse:
    """Show what one holds, and what one still has to do."""
    memberships = Membership.objects.filter(account_id=request.actor.id)
    shown = shown_memberships(list(memberships), actor=request.actor, on=today())
    account = Account.objects.get(pk=request.actor.id)
    context = {
        "memberships": shown,
        "founder": founder_to_confirm(request.actor),
        "recovery": Recovery.objects.waiting().filter(account=request.actor.id).first(),
        "is_let_in": is_let_in(account, on=today()),
    }
    return TemplateResponse(request, "accounts/own.html", context)


@exposes("founder", "confirm", methods=BOTH, fresh=True)
def confirm(request: Request) -> HttpResponse:
    """Confirm the other of the two whom the room began with."""
    membership = founder_to_confirm(request.actor)
    if membership is None:
        raise Http404
    name, role = membership.account.name, str(room_roles()[membership.role].title)
    form = ConfirmationForm(request.POST or None, name=name, role=role)
    if done_by_form(form, lambda: confirm_founder(by=request.actor, at=now())):
        messages.success(request, _("Confirmed. Their role takes effect now."))
        return redirect("own-account")
    return TemplateResponse(request, "accounts/founder.html", {"form": form})

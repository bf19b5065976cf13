"""The pages of the wording of letters."""

from __future__ import annotations

import uuid
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse

from commonground_web.commons.letters.actions import adopt_wording, write_wording
from commonground_web.commons.letters.forms import WordingForm
from commonground_web.commons.letters.models import Wording
from commonground_web.commons.letters.shipped import SHIPPED
from commonground_web.commons.letters.typesetting import as_pdf, specimen
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.access.actions import Refused
from commonground_web.kernel.access.exposures import FORM_METHODS, exposes
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.trying import done_by_button, done_by_form
from commonground_web.kernel.accounts.naming import names_of
from commonground_web.kernel.clock import now


def site_of(request: Request, pk: uuid.UUID) -> Site:
    """Return one of the actor's sites, or find nothing."""
    found: Site = get_object_or_404(Site.objects.restrict(request.actor), pk=pk)
    return found


@exposes("wording", "list")
def listing(request: Request, pk: uuid.UUID) -> HttpResponse:
    """List the versions of a site's letter, the newest first."""
    site = site_of(request, pk)
    wordings = list(Wording.objects.filter(site=site).order_by("language", "-version"))
    names = names_of([w.written_by for w in wordings] + [w.adopted_by for w in wordings])
    rows = [(w, names.get(w.written_by, ""), names.get(w.adopted_by, "")) for w in wordings]
    context = {"site": site, "rows": rows, "shipped": sorted(SHIPPED)}
    return TemplateResponse(request, "commons/letters/wordings.html", context)


@exposes("wording", "create", methods=FORM_METHODS)
def create(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Word the next version, from the last one of its language or from the shipped text."""
    site = site_of(request, pk)
    form = WordingForm(request.POST or None, initial=_beginning(site, request))

    def act() -> None:
        language = form.cleaned_data["language"]
        write_wording(site=site, language=language, texts=form.texts, by=request.actor, at=now())

    if done_by_form(form, act):
        return redirect("wordings", pk=pk)
    context = {"form": form, "site": site}
    return TemplateResponse(request, "commons/letters/wording_form.html", context)


def _beginning(site: Site, request: Request) -> dict[str, str]:
    language = request.GET.get("language", "en")[:16]
    last = Wording.objects.filter(site=site, language=language).order_by("-version").first()
    texts = {name: getattr(last, name) for name in Wording.TEXTS} if last else {}
    return {"language": language, **(texts or SHIPPED.get(language, {}))}


@exposes("wording", "view")
def wording(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show a version as it is to be read before it is adopted."""
    found = _wording(request, pk)
    context = {
        "wording": found,
        "paragraphs": [
            (Wording._meta.get_field(name).verbose_name, getattr(found, name))  # type: ignore[union-attr]
            for name in Wording.TEXTS
        ],
    }
    return TemplateResponse(request, "commons/letters/wording.html", context)


@exposes("wording", "view")
def preview(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Show a version as it will be printed, to nobody and for no day."""
    found = _wording(request, pk)
    try:
        content = as_pdf([specimen(found, at=now())])
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect("wording", pk=pk)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": 'attachment; filename="specimen.pdf"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@exposes("wording", "adopt", methods=("POST",))
def adopt(request: Request, pk: uuid.UUID) -> HttpResponse:
    """Adopt a version as the second person."""
    found = _wording(request, pk)
    done_by_button(request, partial(adopt_wording, wording=found, by=request.actor, at=now()))
    return redirect("wordings", pk=found.site_id)


def _wording(request: Request, pk: uuid.UUID) -> Wording:
    wordings = Wording.objects.restrict(request.actor).select_related("site")
    found: Wording = get_object_or_404(wordings, pk=pk)
    return found

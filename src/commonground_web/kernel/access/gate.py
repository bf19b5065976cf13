"""The gate: a request is permitted or not found, runs in one transaction, and leaves one event."""

from __future__ import annotations

import hashlib
import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError, connection
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.template.loader import get_template
from django.template.response import SimpleTemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from commonground_web.kernel.access.exposures import SAFE, Exposure, exposure_of
from commonground_web.kernel.access.purposes import stated_purpose
from commonground_web.kernel.access.request import Request
from commonground_web.kernel.access.roles import waiting_page
from commonground_web.kernel.audit.opening import AuditUnavailable, Setting, access
from commonground_web.kernel.clock import now

log = logging.getLogger("commonground.gate")

UNKNOWN = "somebody"
"""Who acted, in the event of a page whose visitors are promised that nobody learns who they are."""

FIRST_REFUSAL = 400
"""The lowest status of a response that did not do what was asked."""


class ReadsTooLate(Exception):
    """A template asked the database for what is guarded, after the event was sealed."""


class Gate:
    """The innermost middleware: every view runs inside of it, and none without it.

    A view returns its page unrendered. The page is rendered once the event is sealed and the
    transaction is over, so that a template can show what was read and read nothing more.
    """

    def __init__(self, get_response: Callable[[Request], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        """Pass the request on; the work is done once its view is known."""
        request.request_id = str(uuid.uuid4())
        return self._get_response(request)

    def process_view(
        self,
        request: Request,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase:
        """Decide, and run the view inside an audit event."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        exposure = exposure_of(view, name=name)
        if exposure is None:
            log.error("view %s declares no exposure and is refused", name)
            return not_found()
        try:
            return _Passage(request, exposure, name).pass_through(
                partial(view, request, *args, **kwargs), person=str(kwargs.get("pk", ""))
            )
        except AuditUnavailable as error:
            log.error(  # noqa: TRY400 - what the database says of it may hold anything
                "request %s: view %s was not run, for the audit took no event: %s",
                request.request_id,
                name,
                type(error.__cause__ or error).__name__,
            )
            return unavailable()


@dataclass(frozen=True, slots=True)
class _Passage:
    """One request on its way to one view."""

    request: Request
    exposure: Exposure
    name: str

    def pass_through(
        self, view: Callable[[], HttpResponseBase], *, person: str
    ) -> HttpResponseBase:
        request, exposure = self.request, self.exposure
        if not request.actor.may(exposure.verb, exposure.entity):
            return self._turn_away()
        if request.method not in exposure.methods:
            return self._leave(HttpResponseNotAllowed(exposure.methods), outcome="denied")
        if exposure.fresh and not request.actor.is_fresh:
            return self._send_to(settings.REAUTHENTICATION_URL)
        purpose = stated_purpose(request, person)
        if exposure.asks_purpose and not purpose:
            asking = f"{reverse('purpose')}?{urlencode({'for': request.get_full_path()})}"
            return self._leave(HttpResponseRedirect(asking), outcome="asked")
        return self._run(view, purpose=purpose)

    def _run(self, view: Callable[[], HttpResponseBase], *, purpose: str) -> HttpResponseBase:
        asked = self.exposure
        self.request.actor = self.request.actor.narrowed(verb=asked.verb, entity=asked.entity)
        verb = asked.audit_verb(self.request.method or "")
        setting = self._setting(verb, tables=asked.tables(), purpose=purpose)
        try:
            with access(setting, at=now()) as opened:
                self.request.access = opened
                response = view()
                if response.status_code >= FIRST_REFUSAL and opened.outcome == "done":
                    opened.outcome = "refused"
        except Http404:
            return self._leave(not_found(), outcome="not found")
        return _rendered(response)

    def _turn_away(self) -> HttpResponseBase:
        """Show who is not wholly signed in where to do that, and others that nothing is here."""
        actor = self.request.actor
        page = waiting_page(actor.roles)
        if page and (actor.is_signed_in or self.request.method in SAFE):
            return self._send_to(page)
        return self._leave(not_found(), outcome="denied")

    def _send_to(self, page: str) -> HttpResponse:
        """Send the person to a page that leads back to where they are."""
        return self._leave(redirect_to_login(_way_back(self.request), page), outcome="asked")

    def _leave(self, response: HttpResponse, *, outcome: str) -> HttpResponse:
        """Leave the event of a request that was not let in."""
        with access(self._setting("deny"), at=now()) as opened:
            opened.outcome = outcome
        return response

    def _setting(self, verb: str, *, tables: tuple[str, ...] = (), purpose: str = "") -> Setting:
        request, actor = self.request, self.request.actor
        if self.exposure.is_anonymous:
            return Setting(
                actor=UNKNOWN,
                verb=verb,
                entity=self.exposure.entity,
                tables=tables,
                route=self.name,
            )
        session = request.session.session_key or ""
        return Setting(
            actor=actor.id,
            verb=verb,
            entity=self.exposure.entity,
            tables=tables,
            agency=actor.agency,
            roles=" ".join(sorted(actor.roles)),
            session=hashlib.sha256(session.encode()).hexdigest()[:32] if session else "",
            address=request.META.get("REMOTE_ADDR", ""),
            purpose=purpose,
            route=self.name,
            request=request.request_id,
        )


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    """Render a page; what the database refuses to it meanwhile is raised.

    A template takes a condition that raises for one that does not hold: a page that reads once its
    event is sealed would show less than there is, and nobody would hear of it.
    """
    if not isinstance(response, SimpleTemplateResponse):
        return response
    refused: list[DatabaseError] = []

    def heed(run: Callable[..., Any], *statement: Any) -> Any:
        try:
            return run(*statement)
        except DatabaseError as error:
            refused.append(error)
            raise

    with connection.execute_wrapper(heed):
        response.render()
    if refused:
        raise ReadsTooLate(f"{response.template_name} reads what its view did not") from refused[0]
    return response


def _way_back(request: Request) -> str:
    """Return where a request came from: for what a form sent, the page of the form."""
    if request.method in SAFE:
        return request.get_full_path()
    page = urlsplit(request.META.get("HTTP_REFERER", ""))
    return page.path if page.netloc == request.get_host() else "/"


def not_found() -> HttpResponse:
    """Return the one page for all that is not there or not yours: always the same bytes."""
    return HttpResponse(get_template("404.html").render(), status=404)


def unavailable() -> HttpResponse:
    """Return the page for a room that cannot write its audit, and so does nothing at all."""
    return HttpResponse(get_template("503.html").render(), status=503)

"""The gate: each request is permitted or not found, runs in one transaction, and leaves one event."""

from __future__ import annotations

import hashlib
import logging
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError, InterfaceError
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.template.loader import get_template
from django.urls import reverse
from django.utils.http import urlencode

from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.access.exposures import Exposure, exposure_of
from commonground_web.kernel.access.purposes import stated_purpose
from commonground_web.kernel.audit.opening import Access, Setting, access
from commonground_web.kernel.clock import now

log = logging.getLogger("commonground.gate")


class Gate:
    """The innermost middleware: permission, purpose, transaction, event."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; the work is done once its view is known."""
        request.request_id = str(uuid.uuid4())  # type: ignore[attr-defined]
        return self._get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase:
        """Decide, and run the view inside an audit event."""
        match = request.resolver_match
        name = match.view_name if match else ""
        exposure = exposure_of(view, name=name)
        if exposure is None:
            log.error("view %s declares no exposure and is refused", name)
            return not_found()
        actor: Actor = request.actor  # type: ignore[attr-defined]
        if not actor.may(exposure.verb, exposure.entity):
            return self._turn_away(request, actor, exposure, name=name)
        if request.method not in exposure.methods:
            return self._close(
                request,
                actor,
                exposure,
                name=name,
                response=HttpResponseNotAllowed(exposure.methods),
            )
        purpose = ""
        if exposure.asks_purpose:
            purpose = stated_purpose(request, kwargs)
            if not purpose:
                asking = f"{reverse('purpose')}?{urlencode({'for': request.get_full_path()})}"
                return self._close(
                    request, actor, exposure, name=name, response=HttpResponseRedirect(asking)
                )
        return self._run(request, view, args, kwargs, exposure=exposure, name=name, purpose=purpose)

    def _run(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        *,
        exposure: Exposure,
        name: str,
        purpose: str,
    ) -> HttpResponseBase:
        actor: Actor = request.actor  # type: ignore[attr-defined]
        setting = _setting(request, actor, exposure, name=name, purpose=purpose)
        try:
            with access(setting, at=now()) as opened:
                request.access = opened  # type: ignore[attr-defined]
                response = view(request, *args, **kwargs)
                _conclude(opened, response)
        except Http404:
            return self._close(request, actor, exposure, name=name, response=not_found())
        except (DatabaseError, InterfaceError) as error:
            log.error(
                "request %s: the database refused (%s)", setting.request, type(error).__name__
            )
            raise
        return response

    def _turn_away(
        self, request: HttpRequest, actor: Actor, exposure: Exposure, *, name: str
    ) -> HttpResponseBase:
        response: HttpResponse = not_found()
        if not actor.is_signed_in and request.method in {"GET", "HEAD"}:
            response = redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
        return self._close(request, actor, exposure, name=name, response=response)

    def _close(
        self,
        request: HttpRequest,
        actor: Actor,
        exposure: Exposure,
        *,
        name: str,
        response: HttpResponse,
    ) -> HttpResponse:
        """Leave the event of a request that was not let in."""
        setting = _setting(request, actor, exposure, name=name, purpose="", verb="deny")
        with access(setting, at=now()) as opened:
            opened.outcome = "asked" if response.status_code == 302 else "denied"
        return response


def _setting(
    request: HttpRequest,
    actor: Actor,
    exposure: Exposure,
    *,
    name: str,
    purpose: str,
    verb: str = "",
) -> Setting:
    session = request.session.session_key or ""
    return Setting(
        actor=actor.id,
        verb=verb or exposure.audit_verb(request.method or "GET"),
        entity=exposure.entity,
        tables=() if verb else exposure.tables(),
        agency=actor.agency,
        roles=" ".join(sorted(actor.roles)),
        session=hashlib.sha256(session.encode()).hexdigest()[:32] if session else "",
        address=request.META.get("REMOTE_ADDR", ""),
        purpose=purpose,
        route=name[:100],
        request=request.request_id,  # type: ignore[attr-defined]
    )


def _conclude(opened: Access, response: HttpResponseBase) -> None:
    if response.status_code >= 400 and opened.outcome == "done":  # noqa: PLR2004
        opened.outcome = "refused"


def not_found() -> HttpResponse:
    """Return the one page for all that is not there or not yours: always the same bytes."""
    return HttpResponse(get_template("404.html").render(), status=404)

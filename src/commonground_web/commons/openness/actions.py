"""Open a site's page to everyone by two persons, and shut it again by one."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.utils.translation import gettext as _

from commonground_web.commons.openness.models import PublicPage
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access


@action("public_page", "propose")
def propose_page(*, site: Site, by: Actor, at: datetime) -> PublicPage:
    """Propose that everyone may see how a site stands."""
    site.lock()
    if PublicPage.objects.filter(site=site, ended_by__isnull=True).exists():
        raise Refused(_("This site has a public page, or one is proposed."))
    page = PublicPage(site=site, proposed_by=uuid.UUID(by.id), proposed_at=at)
    page.save(force_insert=True)
    open_access().did("public_page.proposed", page)
    return page


@action("public_page", "publish")
def publish_page(*, page: PublicPage, by: Actor, at: datetime) -> None:
    """Open a page to everyone, as a second person."""
    held = page.held_now()
    if held.ended_by is not None or held.published_by is not None:
        raise Refused(_("It was opened or shut already."))
    if str(held.proposed_by) == by.id:
        raise Refused(_("Whoever proposed a public page does not open it; ask a second person."))
    held.published_by, held.published_at = uuid.UUID(by.id), at
    held.save()
    open_access().did("public_page.published", held)


@action("public_page", "end")
def end_page(*, page: PublicPage, by: Actor, at: datetime) -> None:
    """Shut a page, or let its proposal go; nobody outside sees it from now on."""
    held = page.held_now()
    if held.ended_by is not None:
        raise Refused(_("It was shut already."))
    held.ended_by, held.ended_at = uuid.UUID(by.id), at
    held.save()
    open_access().did("public_page.ended", held)

"""Bring a run in, vouch for what the command brought, publish by a second look, and withdraw."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from commonground_web.commons.runs.headlines import Headline
from commonground_web.commons.runs.models import LibraryRun
from commonground_web.commons.runs.states import MACHINE, State
from commonground_web.commons.sites.models import Site
from commonground_web.kernel.access.actions import Refused, action
from commonground_web.kernel.access.actor import Actor
from commonground_web.kernel.audit.opening import open_access
from commonground_web.kernel.clock import day_of

AHEAD = timedelta(days=1)
"""How far the day of a run may be ahead: where it was made, the day may have begun before."""


@action("run", "bring_in")
def bring_in(*, site: Site, headline: Headline, by: Actor, at: datetime) -> LibraryRun:
    """Keep what a run says about a site, as a draft that somebody looks at first."""
    site.lock()
    if LibraryRun.objects.filter(site=site, digest=headline.sha256).exists():
        raise Refused(_("This run was brought in already."))
    if headline.made_on > day_of(at) + AHEAD:
        raise Refused(_("This run says that it was made on a day to come. Run the study again."))
    run = LibraryRun(
        site=site,
        kind=headline.kind,
        made_on=headline.made_on,
        digest=headline.sha256,
        told=headline.model_dump(mode="json"),
        brought_by=None if by.is_system else uuid.UUID(by.id),
        brought_at=at,
    )
    run.save(force_insert=True)
    open_access().did("run.brought_in", run)
    return run


@action("run", "bring_in")
def vouch_for_run(*, run: LibraryRun, by: Actor, at: datetime) -> None:
    """Say as a person that a run which the command brought in is what it says it is."""
    held = run.held_now()
    if held.state != State.DRAFT:
        raise Refused(_("It was published or withdrawn already."))
    if held.answered_for_by is not None:
        raise Refused(_("Somebody answers for it already; a second person publishes it."))
    held.vouched_by, held.vouched_at = uuid.UUID(by.id), at
    held.save()
    open_access().did("run.vouched_for", held)


@action("run", "publish")
def publish_run(*, run: LibraryRun, by: Actor, at: datetime) -> None:
    """Publish a run after a second look, to everyone who works at the site."""
    held = _moved(run, to=State.PUBLISHED)
    if held.answered_for_by is None:
        raise Refused(
            _(
                "The command brought it in, and nobody answers for it yet: a coordinator or an "
                "evaluator vouches for it, and a second person publishes it."
            )
        )
    if str(held.answered_for_by) == by.id:
        raise Refused(_("You answer for this run; a second person publishes it."))
    held.published_by, held.published_at = uuid.UUID(by.id), at
    held.save()
    open_access().did("run.published", held)


@action("run", "withdraw")
def withdraw_run(*, run: LibraryRun, why: str, by: Actor, at: datetime) -> None:
    """Withdraw a run, and say why; the one before it is the last again."""
    held = _moved(run, to=State.WITHDRAWN)
    if not why.strip():
        raise Refused(_("Say why it is withdrawn."))
    held.why, held.withdrawn_by, held.withdrawn_at = why, uuid.UUID(by.id), at
    held.save()
    open_access().did("run.withdrawn", held)


def _moved(run: LibraryRun, *, to: State) -> LibraryRun:
    held = run.held_now()
    MACHINE.require(held.state, to)
    held.state = to
    return held

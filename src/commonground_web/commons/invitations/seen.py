"""Invitees as a page shows them: by name to those who may see names, and by number to others."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _

from commonground_web.commons.callin.models import CallIn
from commonground_web.commons.invitations.models import Delivery, How, Invitee
from commonground_web.kernel.access.actor import Actor

Called = Callable[[Invitee], str]


def called_by(actor: Actor) -> Called:
    """Return by what an actor knows invitees: their names, or numbers alone."""
    return _name_of if actor.may("view", "candidate") else number_of


def _name_of(invitee: Invitee) -> str:
    name: str = invitee.candidate.name
    return name


def number_of(invitee: Invitee) -> str:
    """Return what those call an invitee who are not to see the name."""
    return _("Invitee %(number)s") % {"number": invitee.number}


def invitees_seen(callin: CallIn, *, by: Actor) -> QuerySet[Invitee]:
    """Return the invitees of a call-in that are an actor's to see.

    Each says how their last letter was brought (`brought`) and which evening it named (`named`),
    whether a letter that names the evening as it stands has reached them (`is_reached`), and
    whether any letter has promised them safe conduct, so that it cannot be lifted (`is_promised`).
    """
    tries = Delivery.objects.filter(invitee=OuterRef("pk"))
    last, reached = tries.order_by("-created_at"), tries.exclude(how=How.NOT_FOUND)
    found: QuerySet[Invitee] = (
        Invitee.objects.restrict(by)
        .filter(callin=callin.pk)
        .select_related("candidate", "hold")
        .annotate(
            brought=Subquery(last.values("how")[:1]),
            named=Subquery(last.values("callin_at")[:1]),
            is_reached=Exists(reached.filter(callin_at=callin.at)),
            is_promised=Exists(reached),
        )
    )
    return found


def deliveries_seen(callin: CallIn, *, by: Actor) -> QuerySet[Delivery]:
    """Return how letters to the invitees of a call-in were brought, of those an actor may see."""
    invitees = Invitee.objects.restrict(by).filter(callin=callin.pk)
    found: QuerySet[Delivery] = (
        Delivery.objects.restrict(by)
        .filter(invitee__in=invitees)
        .select_related("invitee__candidate")
    )
    return found

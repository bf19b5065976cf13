"""Which people may do something at a site today, for pages on which somebody names one of them."""

from __future__ import annotations

import uuid
from datetime import date

from django.db.models import Q

from commonground_web.kernel.access.roles import is_permitted, room_roles
from commonground_web.kernel.accounts.actors import is_let_in
from commonground_web.kernel.accounts.models import Account, Membership


def people_who_may(verb: str, entity: str, *, site: uuid.UUID, on: date) -> list[Account]:
    """Return the accounts that are let in and hold a role for this at a site, by name.

    Parameters
    ----------
    verb
        What they are to do, as roles name it.
    entity
        To what.
    site
        Where; whoever holds the role for all sites may there, too.
    on
        The day on which they hold it.
    """
    roles = [role for role in room_roles() if is_permitted({role}, verb=verb, entity=entity)]
    here = Q(site=None) | Q(site=site)
    holding = Membership.objects.in_force(on).filter(here, role__in=roles)
    people = Account.objects.filter(is_active=True, pk__in=holding.values("account"))
    return [person for person in people.order_by("name") if is_let_in(person, on=on)]

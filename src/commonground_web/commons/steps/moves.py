"""The gates that a site passes on its way: before work begins, and before the call-in."""

from __future__ import annotations

from datetime import date

from commonground_web.commons.model.shape import Moment
from commonground_web.commons.sites.models import Site, State
from commonground_web.commons.sites.moves import asks
from commonground_web.commons.steps.gates.asking import require_before


@asks(State.PREPARING)
def may_begin(site: Site, on: date) -> None:
    """Refuse to begin while a gate before the work is shut."""
    require_before(Moment.BEGIN, site=site, on=on)


@asks(State.CALLED_IN)
def may_call_in(site: Site, on: date) -> None:
    """Refuse the call-in while a gate before it is shut."""
    require_before(Moment.CALL_IN, site=site, on=on)

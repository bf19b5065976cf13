"""What a site's next state asks of its call-in."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from commonground_web.commons.callin.told import last_behind
from commonground_web.commons.sites.models import Site, State
from commonground_web.commons.sites.moves import asks
from commonground_web.kernel.access.actions import Refused


@asks(State.CALLED_IN)
def was_called_in(site: Site, on: date) -> None:  # noqa: ARG001 - a call-in is not held before its day
    """Refuse to say that a site is called in before an evening was held."""
    if last_behind(site.pk) is None:
        raise Refused(
            _("No call-in of this site was held yet; note that it is, once it has begun.")
        )

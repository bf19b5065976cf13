"""Where a site stands, in a sentence for people who have never heard of the model."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from commonground_web.commons.sites.models import State

STANDS = {
    State.CANDIDATE: _("The partners look whether there is a drug market here. Nothing is begun."),
    State.ASSESSED: _("The partners have looked at the drug market here. Nothing is begun."),
    State.SELECTED: _("The partners have chosen to close the drug market here, and plan how."),
    State.PREPARING: _("The partners prepare what they will do, with residents and services."),
    State.CALLED_IN: _(
        "Some of those who sell here were asked to stop and offered help, face to face, by "
        "residents, services and the law."
    ),
    State.INTENSIVE: _("The selling is to stop now, and the partners watch the place closely."),
    State.MAINTENANCE: _("The partners keep the place closed while residents take it back."),
    State.CLOSED_VERIFIED: _("The drug market here is closed, and that was checked."),
    State.REOPENED: _("The drug market here came back, and the partners begin again."),
    State.ABANDONED: _("The partners have given the intervention up here."),
}

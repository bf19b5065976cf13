"""The doors of the Commons."""

from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.pages.navigation import Door

DOORS = (
    Door(
        _("Sites"),
        "sites",
        "site",
        "list",
        about=_("Where each intervention stands, and the boundary it works in."),
    ),
    Door(
        _("Plans"),
        "plans",
        "plan",
        "list",
        about=_("The model's checklist for each site: what is done, what is missing, who owes it."),
    ),
    Door(
        _("Agencies"),
        "agencies",
        "agency",
        "list",
        about=_("Who takes part, and which agreements are in force."),
    ),
    Door(
        _("Complaints"),
        "complaints",
        "complaint",
        "list",
        about=_("Read what people complain of, and answer."),
    ),
    Door(
        _("Make a complaint"),
        "complaint-create",
        "complaint",
        "create",
        about=_("Say what went wrong. You need no name and no account."),
    ),
)

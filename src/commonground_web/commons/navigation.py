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
        _("Operations"),
        "operations",
        "operation",
        "list",
        about=_("The days on which supply is disrupted, and the overdose watch after them."),
    ),
    Door(
        _("Notices"),
        "notices",
        "notice",
        "list",
        about=_("Early word of a disruption, for those who do outreach, and their plans."),
    ),
    Door(
        _("What the runs say"),
        "runs",
        "run",
        "list",
        about=_("What the library found in the city's records, and how sure that is."),
    ),
    Door(
        _("Rules"),
        "rules",
        "rules",
        "list",
        about=_("Who is prosecuted and who is invited, and what follows from a violation."),
    ),
    Door(
        _("Open to everyone"),
        "public-pages",
        "public_page",
        "view",
        about=_("What everyone may see of a site: how far it is, and how closely it follows."),
    ),
    Door(
        _("Agencies"),
        "agencies",
        "agency",
        "list",
        about=_("Who takes part, and which agreements are in force."),
    ),
    Door(
        _("Released counts"),
        "counts",
        "count",
        "list",
        about=_("What the other rooms counted in a month: never a person, never under 11."),
    ),
    Door(
        _("Candidates"),
        "candidates",
        "candidate",
        "list",
        about=_("Whom the case room released for a call-in, and where each of them stands."),
    ),
    Door(
        _("Call-ins"),
        "callins",
        "callin",
        "list",
        about=_("When a call-in is, what it waits for, who speaks, and who is invited."),
    ),
    Door(
        _("Services"),
        "services",
        "service",
        "list",
        about=_("Who helps with what, where, and for how many there is room."),
    ),
    Door(
        _("Complaints"),
        "complaints",
        "complaint",
        "list",
        about=_("Read what people complain of, and answer."),
    ),
    Door(
        _("Follow a complaint"),
        "complaint-follow",
        "complaint",
        "follow",
        about=_("See the answer to what you sent, by the code that you were given."),
    ),
    Door(
        _("Make a complaint"),
        "complaint-create",
        "complaint",
        "create",
        about=_("Say what went wrong, or contest a list. You need no name and no account."),
    ),
    Door(
        _("Audit of the other rooms"),
        "anchors",
        "anchor",
        "list",
        about=_("The daily heads of their audit chains, and whether any was rewritten."),
    ),
)

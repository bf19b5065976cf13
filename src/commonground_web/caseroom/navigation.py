"""The doors of the case room."""

from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.pages.navigation import Door

DOORS = (
    Door(
        _("Cases to weigh"),
        "triage-waiting",
        "triage",
        "list",
        about=_("Cases that wait for findings, for your review, or for the panel."),
    ),
    Door(
        _("Entries"),
        "entries",
        "entry",
        "list",
        about=_("Names with their documented basis, and where each stands."),
    ),
    Door(
        _("Write an entry"),
        "entry-create",
        "entry",
        "create",
        about=_("Put down a name with the facts that give reasonable suspicion."),
    ),
    Door(
        _("Where entries went"),
        "disseminations",
        "dissemination",
        "list",
        about=_("Who received what, what for, and by what right."),
    ),
    Door(
        _("Who must not be arrested now"),
        "holds",
        "hold",
        "list",
        about=_("People who were promised safe conduct, and until when."),
    ),
    Door(
        _("Cases"),
        "cases",
        "case",
        "list",
        about=_("What is ready, what is banked, and until which day."),
    ),
    Door(
        _("Contests"),
        "contests",
        "contest",
        "list",
        about=_("People who contest that they are listed, and what was answered."),
    ),
    Door(
        _("Criteria"),
        "criteria",
        "criteria",
        "list",
        about=_("What every case on the list is asked, signed by police and prosecution."),
    ),
    Door(
        _("Decided cases"),
        "triage-decided",
        "triage",
        "view",
        about=_("What was decided, by which answers and which two reviews."),
    ),
    Door(
        _("Lists"),
        "candidate-lists",
        "candidate_list",
        "list",
        about=_("One list a site: checked for disparity, and locked by both sides."),
    ),
    Door(
        _("Candidates"),
        "candidates",
        "candidate",
        "list",
        about=_("Who is to be invited, and what of them was sent to the Commons."),
    ),
    Door(
        _("The intervention"),
        "interventions",
        "site",
        "list",
        about=_("Where each site stands: its phases, its plan, its boundary and its call-in."),
    ),
    Door(
        _("Services"),
        "services",
        "service",
        "list",
        about=_("Who helps with what, where, and for how many there is room."),
    ),
    Door(
        _("Policy on violations"),
        "policies",
        "policy",
        "list",
        about=_("What counts as a violation, and the most that may follow."),
    ),
    Door(
        _("Violations"),
        "violations",
        "violation",
        "list",
        about=_("What was reported after a call-in, and what two reviewers and a prosecutor said."),
    ),
    Door(
        _("Counts that leave"),
        "releases",
        "release",
        "list",
        about=_("Counts of whole months for everyone, checked by two people; never a small one."),
    ),
)

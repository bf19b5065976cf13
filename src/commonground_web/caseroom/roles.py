"""Who works in the case room, and why they open a person's page."""

from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.roles import APPROVING_ROLES, KEEPING_ACCOUNTS, Role, permits

ROLES = {
    "officer": Role(
        title=_("Officer or detective"),
        may_hold=_(
            "A sworn officer of an agency that has signed the 28 CFR Part 23 participation."
        ),
        permits=permits(entry="create list view submit"),
    ),
    "supervisor": Role(
        title=_("Supervisor"),
        may_hold=_("A sergeant or above who accepts entries that others submit."),
        permits=permits(
            entry="list view accept",
            retention="list view propose retain",
            retention_rule="change",
            purge="list view witness",
            legal_hold="list",
        ),
    ),
    "analyst": Role(
        title=_("Crime analyst"),
        may_hold=_("An analyst of the police department, without a vote."),
        permits=permits(entry="list view"),
    ),
    "prosecutor": Role(
        title=_("Prosecutor"),
        may_hold=_("A deputy of the elected prosecutor, assigned to this intervention."),
        permits=permits(entry="list view", legal_hold="list place confirm release"),
    ),
    "charging_supervisor": Role(
        title=_("Charging supervisor"),
        may_hold=_("Whoever supervises charging for the elected prosecutor."),
        permits=permits(entry="list view", **APPROVING_ROLES),
    ),
    "administrator": Role(
        title=_("Technical administrator"),
        may_hold=_("Whoever keeps accounts and backups; they see no content."),
        permits=permits(**KEEPING_ACCOUNTS),
    ),
}

PURPOSES = {
    "entry": _("Write or check an entry"),
    "triage": _("Prepare or take a decision on the list"),
    "audit": _("Audit under 28 CFR Part 23"),
}

"""Who works in the Commons, and why they open a person's page."""

from django.utils.translation import gettext_lazy as _

from commonground_web.kernel.access.roles import (
    ANYONE,
    APPROVING_ROLES,
    EVERY_ROOM,
    KEEPING_ACCOUNTS,
    Role,
    permits,
)

ROLES = {
    ANYONE: Role(
        title=EVERY_ROOM[ANYONE].title,
        may_hold=EVERY_ROOM[ANYONE].may_hold,
        permits={**EVERY_ROOM[ANYONE].permits, **permits(complaint="create")},
        waits_at=EVERY_ROOM[ANYONE].waits_at,
    ),
    "coordinator": Role(
        title=_("Site coordinator"),
        may_hold=_("Whoever the partners named to keep the intervention on its model."),
        permits=permits(
            complaint="create",
            agency="list view",
            agreement="view",
            site="list view create update",
            boundary="propose approve",
            plan="list view export open move",
            item="view score assign",
            phase="start submit",
            evidence="create",
            gate="view",
            waiver="create agree end",
            adaptation="list create",
        ),
    ),
    "director": Role(
        title=_("Centre director"),
        may_hold=_("Whoever answers for the intervention before the city."),
        permits=permits(
            complaint="create",
            agency="list view create update",
            agreement="view create confirm end",
            site="list view",
            boundary="approve",
            retention="list view propose retain",
            retention_rule="change",
            purge="list view witness",
            legal_hold="list place confirm release",
            **APPROVING_ROLES,
            plan="list view export",
            item="view confirm",
            phase="return complete",
            gate="view",
            waiver="create agree end",
            adaptation="list",
        ),
    ),
    "community_liaison": Role(
        title=_("Community liaison"),
        may_hold=_("A resident or staff of a community organisation named by it."),
        permits=permits(
            complaint="create",
            agency="list view",
            agreement="view",
            site="list view",
            plan="list view",
            item="view score",
            evidence="create",
            gate="view",
            adaptation="list",
        ),
    ),
    "privacy_officer": Role(
        title=_("Privacy and civil-rights officer"),
        may_hold=_("Somebody independent of police, prosecutor and the site's coordination."),
        permits=permits(
            complaint="list view export",
            agency="list view",
            agreement="view",
            site="list view",
            retention="list view propose",
            legal_hold="list",
            purge="list view",
            plan="list view",
            item="view",
            gate="view",
            adaptation="list",
        ),
    ),
    "partner": Role(
        title=_("Partner"),
        may_hold=_("Somebody whom an agency with a memorandum names for its own part."),
        permits=permits(
            complaint="create",
            agency="list view",
            agreement="view",
            site="list view",
            plan="list view",
            item="view score",
            evidence="create",
            gate="view",
            adaptation="list",
        ),
    ),
    "evaluator": Role(
        title=_("Evaluator"),
        may_hold=_("A researcher who is independent of the agencies that are evaluated."),
        permits=permits(
            complaint="create",
            agency="list view",
            site="list view",
            plan="list view export",
            item="view",
            gate="view",
            waiver="create agree end",
            adaptation="list",
        ),
    ),
    "administrator": Role(
        title=_("Technical administrator"),
        may_hold=_("Whoever keeps accounts and backups; they see no content."),
        permits=permits(**KEEPING_ACCOUNTS),
    ),
}

PURPOSES = {
    "answer": _("Answer a complaint"),
    "invite": _("Reach or invite this person"),
    "audit": _("Audit"),
}

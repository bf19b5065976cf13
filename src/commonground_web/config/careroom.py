"""The face of the care room."""

from commonground_web.config.face import Face

FACE = Face(
    apps=("commonground_web.careroom.clients",),
    urls="commonground_web.careroom.urls",
    roles="commonground_web.careroom.roles.ROLES",
    purposes="commonground_web.careroom.roles.PURPOSES",
    retention="commonground_web.careroom.retention.RULES",
    approver="provider_manager",
)

"""The face of the case room."""

from commonground_web.config.face import Face

FACE = Face(
    apps=("commonground_web.caseroom.entries",),
    urls="commonground_web.caseroom.urls",
    roles="commonground_web.caseroom.roles.ROLES",
    purposes="commonground_web.caseroom.roles.PURPOSES",
    retention="commonground_web.caseroom.retention.RULES",
    approver="charging_supervisor",
)

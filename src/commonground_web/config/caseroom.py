"""The face of the case room."""

from django.utils.translation import gettext_lazy as _

from commonground_web.config.face import Face

FACE = Face(
    title=_("Case room"),
    whose=_("police and prosecutor"),
    apps=("commonground_web.caseroom.entries",),
    urls="commonground_web.caseroom.urls",
    roles="commonground_web.caseroom.roles.ROLES",
    purposes="commonground_web.caseroom.roles.PURPOSES",
    retention="commonground_web.caseroom.retention.RULES",
    approver="charging_supervisor",
    navigation="commonground_web.caseroom.navigation.DOORS",
)

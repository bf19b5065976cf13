"""The face of the care room."""

from django.utils.translation import gettext_lazy as _

from commonground_web.config.face import Face

FACE = Face(
    title=_("Care room"),
    whose=_("service and harm-reduction organisations"),
    apps=("commonground_web.careroom.clients",),
    urls="commonground_web.careroom.urls",
    roles="commonground_web.careroom.roles.ROLES",
    purposes="commonground_web.careroom.roles.PURPOSES",
    retention="commonground_web.careroom.retention.RULES",
    approver="provider_manager",
    navigation="commonground_web.careroom.navigation.DOORS",
)

"""The addresses of the Commons."""

from django.urls import include, path

from commonground_web.commons.agencies import views as agencies
from commonground_web.commons.sites import views as sites
from commonground_web.commons.today import views as today

urlpatterns = [
    path("", today.front, name="front"),
    path("agencies/", agencies.listing, name="agencies"),
    path("agencies/export/", agencies.export_listing, name="agency-export"),
    path("agencies/new/", agencies.create, name="agency-create"),
    path("agencies/<uuid:pk>/", agencies.agency, name="agency"),
    path("agencies/<uuid:pk>/correct/", agencies.correct, name="agency-correct"),
    path("agencies/<uuid:pk>/agreements/new/", agencies.record, name="agreement-create"),
    path("agreements/<uuid:pk>/files/<uuid:file>/", agencies.agreement_file, name="agreement-file"),
    path("agreements/<uuid:pk>/confirm/", agencies.confirm, name="agreement-confirm"),
    path("agreements/<uuid:pk>/end/", agencies.end, name="agreement-end"),
    path("sites/", sites.listing, name="sites"),
    path("sites/export/", sites.export_listing, name="site-export"),
    path("sites/new/", sites.create, name="site-create"),
    path("sites/<uuid:pk>/", sites.site, name="site"),
    path("sites/<uuid:pk>/move/", sites.move, name="site-move"),
    path("sites/<uuid:pk>/boundary/draw/", sites.draw, name="boundary-draw"),
    path("sites/<uuid:pk>/boundary/take/", sites.take, name="boundary-take"),
    path("boundaries/<uuid:pk>/approve/", sites.approve, name="boundary-approve"),
    path("", include("commonground_web.commons.complaints.urls")),
    path("", include("commonground_web.commons.steps.urls")),
    path("", include("commonground_web.commons.counts.urls")),
    path("", include("commonground_web.commons.candidates.urls")),
    path("", include("commonground_web.commons.contests.urls")),
    path("", include("commonground_web.commons.callin.urls")),
    path("", include("commonground_web.commons.letters.urls")),
    path("", include("commonground_web.commons.influentials.urls")),
    path("", include("commonground_web.commons.invitations.urls")),
    path("", include("commonground_web.commons.responses.urls")),
    path("", include("commonground_web.commons.disruption.urls")),
    path("", include("commonground_web.commons.runs.urls")),
    path("", include("commonground_web.commons.openness.urls")),
    path("", include("commonground_web.commons.rules.urls")),
    path("", include("commonground_web.commons.services.urls")),
    path("", include("commonground_web.commons.anchors.urls")),
]

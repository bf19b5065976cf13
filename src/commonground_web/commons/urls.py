"""The addresses of the Commons."""

from django.urls import include, path

from commonground_web.commons.agencies import views as agencies
from commonground_web.commons.complaints import views as complaints
from commonground_web.commons.sites import views as sites

urlpatterns = [
    path("", complaints.front, name="front"),
    path("agencies/", agencies.listing, name="agencies"),
    path("agencies/new/", agencies.create, name="agency-create"),
    path("agencies/<uuid:pk>/", agencies.agency, name="agency"),
    path("agencies/<uuid:pk>/name/", agencies.rename, name="agency-rename"),
    path("agencies/<uuid:pk>/agreements/new/", agencies.record, name="agreement-create"),
    path("agreements/<uuid:pk>/confirm/", agencies.confirm, name="agreement-confirm"),
    path("agreements/<uuid:pk>/end/", agencies.end, name="agreement-end"),
    path("complaints/", complaints.listing, name="complaints"),
    path("complaints/export/", complaints.export_listing, name="complaint-export"),
    path("complaints/new/", complaints.create, name="complaint-create"),
    path("complaints/<uuid:pk>/", complaints.complaint, name="complaint"),
    path("sites/", sites.listing, name="sites"),
    path("sites/new/", sites.create, name="site-create"),
    path("sites/<uuid:pk>/", sites.site, name="site"),
    path("sites/<uuid:pk>/move/", sites.move, name="site-move"),
    path("sites/<uuid:pk>/boundary/draw/", sites.draw, name="boundary-draw"),
    path("sites/<uuid:pk>/boundary/take/", sites.take, name="boundary-take"),
    path("boundaries/<uuid:pk>/approve/", sites.approve, name="boundary-approve"),
    path("", include("commonground_web.commons.steps.urls")),
]

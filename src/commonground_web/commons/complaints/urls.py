"""The addresses of complaints."""

from django.urls import path

from commonground_web.commons.complaints.views import oversight, public

urlpatterns = [
    path("complaints/", oversight.listing, name="complaints"),
    path("complaints/export/", oversight.export_listing, name="complaint-export"),
    path("complaints/new/", public.create, name="complaint-create"),
    path("complaints/contest/", public.contest, name="contest-create"),
    path("complaints/follow/", public.follow, name="complaint-follow"),
    path("complaints/<uuid:pk>/", oversight.complaint, name="complaint"),
    path(
        "complaints/<uuid:pk>/acknowledge/", oversight.acknowledging, name="complaint-acknowledge"
    ),
    path(
        "complaints/<uuid:pk>/investigate/", oversight.investigating, name="complaint-investigate"
    ),
    path("complaints/<uuid:pk>/ask/", oversight.asking, name="complaint-ask"),
    path("complaints/<uuid:pk>/answer/", oversight.answering, name="complaint-answer"),
    path("complaints/<uuid:pk>/close/", oversight.closing, name="complaint-close"),
    path("complaints/<uuid:pk>/decide/", oversight.deciding, name="complaint-decide"),
]

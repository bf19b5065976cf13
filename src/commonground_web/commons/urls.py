"""The addresses of the Commons."""

from django.urls import path

from commonground_web.commons.complaints import views as complaints

urlpatterns = [
    path("", complaints.front, name="front"),
    path("complaints/", complaints.listing, name="complaints"),
    path("complaints/new/", complaints.create, name="complaint-create"),
    path("complaints/<uuid:pk>/", complaints.complaint, name="complaint"),
]

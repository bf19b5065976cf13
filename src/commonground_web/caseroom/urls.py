"""The addresses of the case room."""

from django.urls import path

from commonground_web.caseroom.entries import views as entries

urlpatterns = [
    path("", entries.front, name="front"),
    path("entries/", entries.listing, name="entries"),
    path("entries/new/", entries.create, name="entry-create"),
    path("entries/<uuid:pk>/", entries.entry, name="entry"),
    path("entries/<uuid:pk>/submit/", entries.submit, name="entry-submit"),
    path("entries/<uuid:pk>/accept/", entries.accept, name="entry-accept"),
]

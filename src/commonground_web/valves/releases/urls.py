"""The addresses of releases."""

from django.urls import path

from commonground_web.valves.releases import views

urlpatterns = [
    path("releases/", views.listing, name="releases"),
    path("releases/new/", views.draft, name="release-draft"),
    path("releases/<uuid:pk>/", views.release, name="release"),
    path("releases/<uuid:pk>/check/", views.check, name="release-check"),
    path("releases/<uuid:pk>/return/", views.give_back, name="release-return"),
    path("releases/<uuid:pk>/send/", views.let_go, name="release-send"),
]

"""The addresses of runs."""

from django.urls import path

from commonground_web.commons.runs import views

urlpatterns = [
    path("runs/", views.listing, name="runs"),
    path("runs/export/", views.export_listing, name="run-export"),
    path("runs/new/", views.bring, name="run-bring-in"),
    path("runs/<uuid:pk>/", views.run, name="run"),
    path("runs/<uuid:pk>/vouch/", views.vouch, name="run-vouch"),
    path("runs/<uuid:pk>/publish/", views.publish, name="run-publish"),
    path("runs/<uuid:pk>/withdraw/", views.withdraw, name="run-withdraw"),
]

"""The addresses of the other rooms' audit heads."""

from django.urls import path

from commonground_web.commons.anchors import views

urlpatterns = [
    path("anchors/", views.listing, name="anchors"),
    path("anchors/export/", views.export, name="anchor-export"),
]

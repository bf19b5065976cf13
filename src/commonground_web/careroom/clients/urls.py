"""The addresses of clients."""

from django.urls import path

from commonground_web.careroom.clients import views

urlpatterns = [
    path("introductions/<uuid:pk>/take/", views.take, name="introduction-take"),
    path("clients/", views.listing, name="clients"),
    path("clients/export/", views.export_listing, name="client-export"),
    path("clients/find/", views.find, name="client-find"),
    path("clients/new/", views.create, name="client-create"),
    path("clients/<uuid:pk>/", views.client, name="client"),
    path("clients/<uuid:pk>/change/", views.change, name="client-change"),
    path("clients/<uuid:pk>/assign/", views.assign, name="client-assign"),
    path("clients/<uuid:pk>/notes/new/", views.note, name="note-create"),
]

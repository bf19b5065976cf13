"""The addresses of the wording of letters."""

from django.urls import path

from commonground_web.commons.letters import views

urlpatterns = [
    path("sites/<uuid:pk>/letters/", views.listing, name="wordings"),
    path("sites/<uuid:pk>/letters/new/", views.create, name="wording-create"),
    path("letters/<uuid:pk>/", views.wording, name="wording"),
    path("letters/<uuid:pk>/specimen/", views.preview, name="wording-specimen"),
    path("letters/<uuid:pk>/adopt/", views.adopt, name="wording-adopt"),
]

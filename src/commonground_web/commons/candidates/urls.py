"""The addresses of candidates."""

from django.urls import path

from commonground_web.commons.candidates import views

urlpatterns = [
    path("candidates/", views.listing, name="candidates"),
    path("candidates/<uuid:pk>/", views.candidate, name="candidate"),
]

"""The addresses of introductions."""

from django.urls import path

from commonground_web.careroom.introductions import views

urlpatterns = [
    path("introductions/", views.listing, name="introductions"),
    path("introductions/<uuid:pk>/", views.introduction, name="introduction"),
    path("introductions/<uuid:pk>/lapse/", views.lapse, name="introduction-lapse"),
]

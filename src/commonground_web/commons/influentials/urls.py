"""The addresses of influentials."""

from django.urls import path

from commonground_web.commons.influentials import views

urlpatterns = [
    path("candidates/<uuid:pk>/influentials/", views.listing, name="influentials"),
    path("candidates/<uuid:pk>/influentials/new/", views.create, name="influential-create"),
    path("influentials/<uuid:pk>/", views.answer, name="influential"),
]

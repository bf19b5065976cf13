"""The addresses of criteria."""

from django.urls import path

from commonground_web.caseroom.criteria import views

urlpatterns = [
    path("", views.listing, name="criteria"),
    path("new/", views.create, name="criteria-create"),
    path("<uuid:pk>/", views.criteria, name="criteria-set"),
    path("<uuid:pk>/next/", views.revise, name="criteria-revise"),
    path("<uuid:pk>/sign/", views.sign, name="criteria-sign"),
]

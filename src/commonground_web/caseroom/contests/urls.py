"""The addresses of contests."""

from django.urls import path

from commonground_web.caseroom.contests import views

urlpatterns = [
    path("contests/", views.listing, name="contests"),
    path("contests/<uuid:pk>/", views.contest, name="contest"),
    path("contests/<uuid:pk>/answer/", views.answer, name="contest-answer"),
    path("contests/<uuid:pk>/confirm/", views.confirm, name="contest-confirm"),
    path("contests/<uuid:pk>/give-back/", views.give_back, name="contest-give-back"),
]

"""The addresses of public pages."""

from django.urls import path

from commonground_web.commons.openness import views

urlpatterns = [
    path("public/", views.listing, name="public-pages"),
    path("public/new/", views.propose, name="public-propose"),
    path("public/<uuid:pk>/", views.page, name="public-page"),
    path("public/<uuid:pk>/publish/", views.publish, name="public-publish"),
    path("public/<uuid:pk>/end/", views.end, name="public-end"),
]

"""The addresses of a room, and the page of parts."""

from django.urls import path

from commonground_web.config.urls import (
    handler400,
    handler403,
    handler404,
    handler500,
    urlpatterns,
)
from tests.web.together.showcase.views import fault, parts

__all__ = ["handler400", "handler403", "handler404", "handler500"]

urlpatterns = [
    path("parts/", parts, name="parts"),
    path("faults/<slug:kind>/", fault, name="fault"),
    *urlpatterns,
]

"""The address of what waits."""

from django.urls import path

from commonground_web.kernel.waiting import views

urlpatterns = [path("", views.waiting, name="waiting")]

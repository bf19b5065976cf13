"""The addresses of the door of the demo."""

from django.urls import path

from commonground_web.demo.door import views

urlpatterns = [
    path("", views.people, name="demo"),
    path("sign-in/", views.sign_in, name="demo-sign-in"),
    path("tour/", views.tour, name="demo-tour"),
]

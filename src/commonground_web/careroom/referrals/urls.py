"""The addresses of referrals."""

from django.urls import path

from commonground_web.careroom.referrals import views

urlpatterns = [
    path("clients/<uuid:pk>/referrals/", views.of_client, name="client-referrals"),
    path("clients/<uuid:pk>/referrals/new/", views.create, name="referral-create"),
    path("referrals/", views.listing, name="referrals"),
    path("referrals/<uuid:pk>/", views.referral, name="referral"),
    path("referrals/<uuid:pk>/send/", views.send, name="referral-send"),
    path("referrals/<uuid:pk>/move/", views.move, name="referral-move"),
]

"""The addresses of accounts."""

from django.urls import path

from commonground_web.kernel.accounts.pages import own, people, recovering

urlpatterns = [
    path("", people.listing, name="accounts"),
    path("invite/", people.invite_person, name="account-invite"),
    path("me/", own.own_account, name="own-account"),
    path("me/other-founder/", own.confirm, name="founder-confirm"),
    path("welcome/<str:secret>/", own.welcome, name="welcome"),
    path("<uuid:pk>/", people.account, name="account"),
    path("<uuid:pk>/roles/new/", people.give_role, name="account-grant"),
    path("<uuid:pk>/link/", people.new_link, name="account-link"),
    path("<uuid:pk>/disable/", people.disable, name="account-disable"),
    path("<uuid:pk>/enable/", people.enable, name="account-enable"),
    path("<uuid:pk>/recover/", recovering.recover, name="account-recover"),
    path("recoveries/<uuid:pk>/approve/", recovering.approve, name="recovery-approve"),
    path("recoveries/<uuid:pk>/end/", recovering.end, name="recovery-end"),
    path("roles/<uuid:pk>/approve/", people.approve_role, name="membership-approve"),
    path("roles/<uuid:pk>/end/", people.end_role, name="membership-end"),
]

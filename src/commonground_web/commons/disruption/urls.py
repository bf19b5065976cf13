"""The addresses of operations, notices and outreach."""

from django.urls import path

from commonground_web.commons.disruption.views import notices, operations, outreach

urlpatterns = [
    path("operations/", operations.listing, name="operations"),
    path("operations/new/", operations.plan, name="operation-plan"),
    path("operations/<uuid:pk>/", operations.operation, name="operation"),
    path("operations/<uuid:pk>/ready/", operations.ready, name="operation-ready"),
    path("operations/<uuid:pk>/end/", operations.end, name="operation-end"),
    path("operations/<uuid:pk>/off/", operations.off, name="operation-off"),
    path("operations/<uuid:pk>/notice/", notices.give, name="notice-give"),
    path("notices/", notices.listing, name="notices"),
    path("notices/<uuid:pk>/read/", notices.read, name="notice-read"),
    path("outreach/", outreach.listing, name="outreach-plans"),
    path("outreach/new/", outreach.draft, name="outreach-draft"),
    path("outreach/<uuid:pk>/", outreach.outreach, name="outreach-plan"),
    path("outreach/<uuid:pk>/rounds/new/", outreach.add, name="outreach-round"),
    path("outreach/<uuid:pk>/agree/", outreach.agreeing, name="outreach-agree"),
]

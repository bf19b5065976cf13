"""The addresses of plans."""

from django.urls import path

from commonground_web.commons.steps.views import adaptations, gates, items, phases, plans

urlpatterns = [
    path("model/", plans.model, name="model"),
    path("plans/", plans.listing, name="plans"),
    path("plans/export/", plans.export_listing, name="plans-export"),
    path("plans/new/", plans.opening, name="plan-open"),
    path("plans/<uuid:pk>/", plans.checklist, name="plan"),
    path("plans/<uuid:pk>/export/", plans.export, name="plan-export"),
    path("plans/<uuid:pk>/call-in/", plans.moving, name="plan-move"),
    path("plans/<uuid:pk>/phases/", phases.phases, name="plan-phases"),
    path("plans/<uuid:pk>/gates/", gates.gates, name="plan-gates"),
    path("plans/<uuid:pk>/waivers/new/", gates.ask, name="waiver-create"),
    path("plans/<uuid:pk>/adaptations/", adaptations.listing, name="plan-adaptations"),
    path("plans/<uuid:pk>/adaptations/new/", adaptations.record, name="adaptation-create"),
    path("phases/<uuid:pk>/start/", phases.start, name="phase-start"),
    path("phases/<uuid:pk>/submit/", phases.submit, name="phase-submit"),
    path("phases/<uuid:pk>/return/", phases.give_back, name="phase-return"),
    path("phases/<uuid:pk>/complete/", phases.complete, name="phase-complete"),
    path("items/<uuid:pk>/", items.item, name="item"),
    path("items/<uuid:pk>/score/", items.score, name="item-score"),
    path("items/<uuid:pk>/evidence/", items.evidence, name="evidence-create"),
    path("evidence/<uuid:pk>/files/<uuid:file>/", items.evidence_file, name="evidence-file"),
    path("items/<uuid:pk>/confirm/", items.confirm, name="item-confirm"),
    path("items/<uuid:pk>/assign/", items.assign, name="item-assign"),
    path("waivers/<uuid:pk>/agree/", gates.agree, name="waiver-agree"),
    path("waivers/<uuid:pk>/end/", gates.end, name="waiver-end"),
]

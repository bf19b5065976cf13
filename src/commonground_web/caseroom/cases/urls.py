"""The addresses of cases."""

from django.urls import path

from commonground_web.caseroom.cases.views import building, deciding

urlpatterns = [
    path("cases/", building.listing, name="cases"),
    path("entries/<uuid:pk>/cases/new/", building.create, name="case-create"),
    path("cases/<uuid:pk>/", building.case, name="case"),
    path("cases/<uuid:pk>/change/", building.change, name="case-change"),
    path("cases/<uuid:pk>/buys/new/", building.buy, name="buy-create"),
    path("cases/<uuid:pk>/buys/<uuid:buy>/", building.buy_change, name="buy-change"),
    path("cases/<uuid:pk>/review/", deciding.review, name="case-review"),
    path("cases/<uuid:pk>/return/", deciding.give_back, name="case-return"),
    path("cases/<uuid:pk>/decline/", deciding.decline, name="case-decline"),
    path("cases/<uuid:pk>/withdraw/", deciding.withdraw, name="case-withdraw"),
    path("cases/<uuid:pk>/complete/", deciding.complete, name="case-complete"),
]

"""The addresses of needs and goals."""

from django.urls import path

from commonground_web.careroom.assessments import views

urlpatterns = [
    path("clients/<uuid:pk>/needs/", views.of_client, name="client-needs"),
    path("clients/<uuid:pk>/needs/new/", views.create, name="assessment-create"),
    path("clients/<uuid:pk>/goals/new/", views.create_goal, name="goal-create"),
    path("goals/<uuid:pk>/move/", views.move, name="goal-move"),
    path("goals/<uuid:pk>/steps/new/", views.create_step, name="goal-step-create"),
    path("goals/<uuid:pk>/steps/<uuid:step>/done/", views.finish_step, name="goal-step-done"),
]

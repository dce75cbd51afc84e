"""URLs of 허브화."""

from django.urls import path

from bokjihub.rollout import views

app_name = "rollout"
urlpatterns = [
    path("", views.map, name="map"),
    path("staffing/", views.staffing, name="staffing"),
    path("plan/", views.plan, name="plan"),
    path("boundaries/", views.boundaries, name="boundaries"),
    path("log/", views.log, name="log"),
    path("log/<uuid:entry_id>/", views.finding, name="finding"),
    path("evaluation/", views.evaluation, name="evaluation"),
    path("standard/", views.standard, name="standard"),
]

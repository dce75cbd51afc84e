"""URLs of 급여 진단과 신청."""

from django.urls import path

from bokjihub.benefits import views

app_name = "benefits"
urlpatterns = [
    path("applications/", views.applications, name="applications"),
    path("applications/<uuid:application_id>/", views.application, name="application"),
    path("<uuid:household_id>/", views.screening, name="screening"),
    path("<uuid:household_id>/save/", views.save, name="save"),
    path("<uuid:household_id>/leaflet/", views.leaflet, name="leaflet"),
    path("<uuid:household_id>/apply/", views.apply, name="apply"),
]

"""URLs of 급여 진단과 신청."""

from django.urls import path

from bokjihub.benefits.views import applications, missing, screening

app_name = "benefits"
urlpatterns = [
    path("applications/", applications.applications, name="applications"),
    path("applications/<uuid:application_id>/", applications.application, name="application"),
    path("missing/", missing.missing, name="missing"),
    path("missing/<uuid:dong_id>/", missing.missing_in, name="missing_in"),
    path("<uuid:household_id>/", screening.screening, name="screening"),
    path("<uuid:household_id>/save/", screening.save, name="save"),
    path("<uuid:household_id>/guide/", screening.guide, name="guide"),
    path("<uuid:household_id>/leaflet/", screening.leaflet, name="leaflet"),
    path("<uuid:household_id>/years/", screening.years, name="years"),
    path("<uuid:household_id>/apply/", applications.apply, name="apply"),
]

"""Root URLs: one line a room. Paths follow the rooms (screens §2.4)."""

from django.urls import include, path

handler404 = "bokjihub.desk.views.missing"
handler500 = "bokjihub.desk.views.fault"

urlpatterns = [
    path("", include("bokjihub.desk.urls")),
    path("accounts/", include("bokjihub.accounts.urls")),
    path("discovery/", include("bokjihub.discovery.urls")),
    path("partners/", include("bokjihub.partners.urls")),
    path("people/", include("bokjihub.desk.people_urls")),
    path("visits/", include("bokjihub.visits.urls")),
    path("assessments/", include("bokjihub.assessments.urls")),
    path("counselling/", include("bokjihub.counselling.urls")),
    path("emergency/", include("bokjihub.emergency.urls")),
    path("benefits/", include("bokjihub.benefits.urls")),
    path("resources/", include("bokjihub.resources.urls")),
    path("programmes/", include("bokjihub.programmes.urls")),
    path("cases/", include("bokjihub.cases.urls")),
    path("statistics/", include("bokjihub.statistics.urls")),
    path("rollout/", include("bokjihub.rollout.urls")),
    path("audit/", include("bokjihub.desk.audit_urls")),
    path("downloads/", include("bokjihub.exports.urls")),
    path("field/", include("bokjihub.field.urls")),
    path("portal/", include("bokjihub.portal.urls")),
]

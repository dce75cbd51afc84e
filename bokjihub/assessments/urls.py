"""URLs of health and forms."""

from django.urls import path

from bokjihub.assessments.views import forms, health

app_name = "assessments"
urlpatterns = [
    path("forms/", forms.forms, name="forms"),
    path("forms/shipped/", forms.enter_shipped, name="enter_shipped"),
    path("forms/<uuid:version_id>/", forms.version, name="version"),
    path("forms/<uuid:version_id>/workbook/", forms.workbook, name="workbook"),
    path("forms/<uuid:version_id>/publish/", forms.publish, name="publish"),
    path("forms/<uuid:version_id>/retire/", forms.retire, name="retire"),
    path("forms/<uuid:version_id>/xform/", health.xform, name="xform"),
    path("blank/<slug:code>/", health.blank, name="blank"),
    path("limits/", forms.limits, name="limits"),
    path("limits/<uuid:limit_id>/approve/", forms.approve_limit, name="approve_limit"),
    path("limits/<uuid:limit_id>/", forms.change_limit, name="change_limit"),
    path("results/<uuid:assessment_id>/", health.result, name="result"),
    path("flags/<uuid:flag_id>/", health.flag, name="flag"),
    path("referrals/<uuid:referral_id>/seen/", health.seen, name="seen"),
    path("<uuid:household_id>/health/", health.health, name="health"),
    path("instruments/<slug:code>/<uuid:household_id>/", health.fill, name="fill"),
]

"""URLs of emergency."""

from django.urls import path

from bokjihub.emergency.views import lists, papers, requests, steps

app_name = "emergency"
urlpatterns = [
    path("", lists.aid_list, name="list"),
    path("list.xlsx", lists.list_xlsx, name="list_xlsx"),
    path("request/<uuid:household_id>/", requests.request_page, name="request"),
    path("<uuid:aid_id>/", steps.grant_page, name="grant_page"),
    path("<uuid:aid_id>/on-site/", steps.on_site, name="on_site"),
    path("<uuid:aid_id>/ask/", steps.ask, name="ask"),
    path("<uuid:aid_id>/deny/", steps.deny, name="deny"),
    path("<uuid:aid_id>/decide/", steps.decide, name="decide"),
    path("<uuid:aid_id>/decide-denial/", steps.decide_denial, name="decide_denial"),
    path("<uuid:aid_id>/pay/", steps.pay, name="pay"),
    path("<uuid:aid_id>/not-extend/", steps.not_extend, name="not_extend"),
    path("<uuid:aid_id>/follow-up/", steps.follow_up, name="follow_up"),
    path("<uuid:aid_id>/review/", steps.review, name="review"),
    path("<uuid:aid_id>/objection/", steps.objection, name="objection"),
    path("<uuid:aid_id>/end/", steps.end, name="end"),
    path("<uuid:aid_id>/letter/", papers.decision_letter, name="decision_letter"),
    path("<uuid:aid_id>/file/", papers.file_sheet, name="file_sheet"),
    path("<uuid:aid_id>/notice/", papers.on_site_notice, name="on_site_notice"),
]

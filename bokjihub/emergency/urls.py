"""URLs of emergency."""

from django.urls import path

from bokjihub.emergency.views import committee, later, lists, money, papers, reasons, requests, steps

app_name = "emergency"
urlpatterns = [
    path("", lists.aid_list, name="list"),
    path("list.xlsx", lists.list_xlsx, name="list_xlsx"),
    path("committee/", committee.committee, name="committee"),
    path("committee/hold/", committee.hold_sitting, name="hold_sitting"),
    path("committee/<uuid:sitting_id>/", committee.sitting, name="sitting"),
    path("committee/<uuid:sitting_id>/decide/", committee.decide_item, name="decide_item"),
    path("committee/<uuid:sitting_id>/paper/", committee.sitting_paper, name="sitting_paper"),
    path("reasons/", reasons.reasons, name="reasons"),
    path("reasons/<uuid:reason_id>/end/", reasons.end_reason, name="end_reason"),
    path("money/", money.money, name="money"),
    path("money/enter/", money.enter_line, name="enter_line"),
    path("money/year.xlsx", money.money_xlsx, name="money_xlsx"),
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
    path("<uuid:aid_id>/objection/withdraw/", steps.withdraw_objection, name="withdraw_objection"),
    path("<uuid:aid_id>/agenda/", later.agenda, name="agenda"),
    path("<uuid:aid_id>/recover/", later.recover, name="recover"),
    path("<uuid:aid_id>/recover/order/", later.order_recovery, name="order_recovery"),
    path("<uuid:aid_id>/recover/tell/", later.tell_recovery, name="tell_recovery"),
    path("<uuid:aid_id>/recover/line/", later.recovery_line, name="recovery_line"),
    path("<uuid:aid_id>/onward/", later.onward, name="onward"),
    path("<uuid:aid_id>/end/", steps.end, name="end"),
    path("<uuid:aid_id>/letter/", papers.decision_letter, name="decision_letter"),
    path("<uuid:aid_id>/return-order/", papers.return_order, name="return_order"),
    path("<uuid:aid_id>/file/", papers.file_sheet, name="file_sheet"),
    path("<uuid:aid_id>/notice/", papers.on_site_notice, name="on_site_notice"),
]

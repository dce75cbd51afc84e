"""URLs of the officers' door."""

from django.urls import path

from bokjihub.desk.views import addenda, blank_forms, doors, drafts, find, hand_over, household, today, who_helps

app_name = "desk"
urlpatterns = [
    path("", doors.home, name="home"),
    path("today/", today.today, name="today"),
    path("forms/", blank_forms.blank_forms, name="blank_forms"),
    path("forms/<slug:code>/", blank_forms.blank_form, name="blank_form"),
    path("today/team/", today.team, name="team"),
    path("today/approvals/", today.approvals, name="approvals"),
    path("today/print/", today.day_print, name="day_print"),
    path("today/drafts/", drafts.drafts, name="drafts"),
    path("today/drafts/<str:key>/", drafts.draft, name="draft"),
    path("find/", find.find, name="find"),
    path("households/new/", find.quick_record, name="quick_record"),
    path("households/<uuid:household_id>/", household.household, name="household"),
    path("households/<uuid:household_id>/open/", household.open_reason, name="open_reason"),
    path("households/<uuid:household_id>/reveal/", household.reveal, name="reveal"),
    path("households/<uuid:household_id>/pin/", household.pin, name="pin"),
    path("households/<uuid:household_id>/timeline/", household.timeline, name="timeline"),
    path("households/<uuid:household_id>/who-helps/", who_helps.who_helps, name="who_helps"),
    path("households/<uuid:household_id>/print/", household.household_print, name="household_print"),
    path("addenda/counselling/<uuid:counselling_id>/", addenda.amend_counselling, name="amend_counselling"),
    path("addenda/cases/<uuid:case_id>/<slug:kind>/<uuid:record_id>/", addenda.amend_case, name="amend_case"),
    path("addenda/aids/<uuid:aid_id>/<slug:kind>/<uuid:record_id>/", addenda.amend_aid, name="amend_aid"),
    path("addenda/visits/<uuid:visit_id>/", addenda.amend_visit, name="amend_visit"),
    path("posts/<uuid:post_id>/hand-over/", hand_over.hand_over, name="hand_over"),
]

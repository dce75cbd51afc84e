"""URLs of case management."""

from django.urls import path

from bokjihub.cases.views import case, closing, conference, labels, papers, plan, relations, survey

app_name = "cases"
urlpatterns = [
    path("", case.my_cases, name="my_cases"),
    path("labels/", labels.labels, name="labels"),
    path("labels/<uuid:label_id>/end/", labels.end_label, name="end_label"),
    path("workload/", labels.workload, name="workload"),
    path("<uuid:case_id>/relations/", relations.relations, name="relations"),
    path("<uuid:case_id>/relations/sheet/", relations.relations_sheet, name="relations_sheet"),
    path("<uuid:case_id>/tags/", labels.tags, name="tags"),
    path("aftercare/", closing.aftercare, name="aftercare"),
    path("aftercare/<uuid:aftercare_id>/", closing.record_aftercare, name="record_aftercare"),
    path("conferences/", conference.conferences, name="conferences"),
    path("conferences/<uuid:conference_id>/", conference.conference, name="conference"),
    path("conferences/<uuid:conference_id>/print/", conference.minutes, name="minutes"),
    path("duties/<uuid:duty_id>/", conference.duty, name="duty"),
    path("of/<uuid:household_id>/", case.of_household, name="of_household"),
    path("new/<uuid:household_id>/", case.refer, name="refer"),
    path("<uuid:case_id>/", case.case, name="case"),
    path("<uuid:case_id>/accept/", case.accept, name="accept"),
    path("<uuid:case_id>/transfer/", case.transfer, name="transfer"),
    path("<uuid:case_id>/transfer/answer/", case.answer_transfer, name="answer_transfer"),
    path("<uuid:case_id>/extend/", case.extend, name="extend"),
    path("<uuid:case_id>/suspend/", case.suspend, name="suspend"),
    path("<uuid:case_id>/resume/", case.resume, name="resume"),
    path("<uuid:case_id>/survey/", survey.start_survey, name="start_survey"),
    path("<uuid:case_id>/survey/again/", survey.survey_again, name="survey_again"),
    path("<uuid:case_id>/survey/<int:round>/", survey.survey, name="survey"),
    path("<uuid:case_id>/survey/<int:round>/sheet/", survey.survey_sheet, name="survey_sheet"),
    path("<uuid:case_id>/plan/", plan.start_plan, name="start_plan"),
    path("<uuid:case_id>/plan/again/", plan.revise_plan, name="revise_plan"),
    path("<uuid:case_id>/plan/<int:version>/", plan.plan, name="plan"),
    path("<uuid:case_id>/plan/<int:version>/sign/", plan.sign_plan, name="sign_plan"),
    path("<uuid:case_id>/plan/<int:version>/signature/", plan.signature, name="signature"),
    path("<uuid:case_id>/plan/<int:version>/sheet/", plan.plan_sheet, name="plan_sheet"),
    path("<uuid:case_id>/checks/new/", plan.check, name="check"),
    path("<uuid:case_id>/closing/", closing.closing, name="closing"),
    path("<uuid:case_id>/closing/sheet/", papers.closing_sheet, name="closing_sheet"),
]

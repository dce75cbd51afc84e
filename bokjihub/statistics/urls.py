"""URLs of 현황."""

from django.urls import path

from bokjihub.statistics.views import build, closed, oversight, reports

app_name = "statistics"
urlpatterns = [
    path("", reports.reports, name="reports"),
    path("oversight/", oversight.oversight, name="oversight"),
    path("oversight/send/", oversight.send_figures, name="send_figures"),
    path("build/", build.build, name="build"),
    path("build/save/", build.save_question, name="save_question"),
    path("build/<uuid:question_id>/drop/", build.drop_question, name="drop_question"),
    path("build/<slug:shape>/", build.build_file, name="build_file"),
    path("closed/", closed.closed, name="closed"),
    path("closed/month/", closed.close_month, name="close_month"),
    path("closed/<uuid:snapshot_id>/", closed.closed_report, name="closed_report"),
    path("closed/<uuid:snapshot_id>/<slug:shape>/", closed.closed_file, name="closed_file"),
    path("duty/<uuid:duty_id>/", closed.survey_result, name="survey_result"),
    path("<slug:name>/close/", closed.close_report, name="close_report"),
    path("<slug:name>/", reports.report, name="report"),
    path("<slug:name>/rows/", reports.report_rows, name="report_rows"),
    path("<slug:name>/<slug:shape>/", reports.report_file, name="report_file"),
]

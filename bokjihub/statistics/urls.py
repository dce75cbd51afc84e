"""URLs of 현황."""

from django.urls import path

from bokjihub.statistics import views

app_name = "statistics"
urlpatterns = [
    path("", views.reports, name="reports"),
    path("<slug:name>/", views.report, name="report"),
    path("<slug:name>/rows/", views.report_rows, name="report_rows"),
    path("<slug:name>/<slug:shape>/", views.report_file, name="report_file"),
]

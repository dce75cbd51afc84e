"""URLs of programmes."""

from django.urls import path

from bokjihub.programmes import views

app_name = "programmes"
urlpatterns = [
    path("", views.programmes, name="programmes"),
    path("new/", views.open_programme, name="open_programme"),
    path("apply/<uuid:household_id>/", views.apply, name="apply"),
    path("participations/<uuid:participation_id>/", views.participation, name="participation"),
    path("participations/<uuid:participation_id>/withdraw/", views.withdraw, name="withdraw"),
    path("participations/<uuid:participation_id>/follow/", views.follow, name="follow"),
    path("opinions/<uuid:opinion_id>/", views.answer_opinion, name="answer_opinion"),
    path("sessions/<uuid:session_id>/", views.attendance, name="attendance"),
    path("<uuid:programme_id>/", views.programme, name="programme"),
    path("<uuid:programme_id>/select/", views.select, name="select"),
    path("<uuid:programme_id>/count/", views.count_in, name="count_in"),
    path("<uuid:programme_id>/services/", views.count_service, name="count_service"),
    path("<uuid:programme_id>/opinions/", views.hear_opinion, name="hear_opinion"),
    path("<uuid:programme_id>/settle/", views.settle_by_attendance, name="settle_by_attendance"),
    path("<uuid:programme_id>/close/", views.close_programme, name="close_programme"),
    path("<uuid:programme_id>/roster/", views.roster, name="roster"),
]

"""URLs of partners."""

from django.urls import path

from bokjihub.partners import views

app_name = "partners"
urlpatterns = [
    path("council/", views.council, name="council"),
    path("council/appoint/", views.appoint_members, name="appoint_members"),
    path("council/meetings/<uuid:meeting_id>/", views.meeting, name="meeting"),
    path("council/meetings/<uuid:meeting_id>/notify/", views.notify_members, name="notify_members"),
    path("council/<uuid:area_id>/meetings/new/", views.call_meeting, name="call_meeting"),
    path("council/<uuid:area_id>/", views.dong_council, name="dong_council"),
    path("council/<uuid:area_id>/appoint/", views.appoint_member, name="appoint_member"),
    path("volunteers/<uuid:volunteer_id>/", views.volunteer, name="volunteer"),
    path("volunteers/<uuid:volunteer_id>/renew/", views.renew_volunteer, name="renew_volunteer"),
    path("volunteers/<uuid:volunteer_id>/thank/", views.thank_volunteer, name="thank_volunteer"),
    path("council/<uuid:area_id>/volunteers/new/", views.register_volunteer, name="register_volunteer"),
]

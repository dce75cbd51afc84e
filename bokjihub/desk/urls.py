"""URLs of the officers' door."""

from django.urls import path

from bokjihub.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("today/", views.today, name="today"),
    path("households/<uuid:household_id>/open/", views.open_reason, name="open_reason"),
]

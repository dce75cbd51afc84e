"""URLs of exports."""

from django.urls import path

from bokjihub.exports import views

app_name = "exports"
urlpatterns = [
    path("", views.mine, name="mine"),
    path("<uuid:export_id>/", views.take, name="take"),
    path("<uuid:export_id>/decide/", views.decide, name="decide"),
]

"""URLs of the field door."""

from django.urls import path

from bokjihub.field.views.card import card
from bokjihub.field.views.report import report

app_name = "field"
urlpatterns = [
    path("card/", card, name="card"),
    path("report/", report, name="report"),
]

"""URLs of the field door."""

from django.urls import path

from bokjihub.field.views.card import card

app_name = "field"
urlpatterns = [
    path("card/", card, name="card"),
]

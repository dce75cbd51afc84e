"""URLs of rollout."""

from django.urls import URLPattern

app_name = "rollout"
urlpatterns: list[URLPattern] = []

"""URLs of the access record: the privacy officer's screen and 이 기록을 본 사람."""

from django.urls import URLPattern

app_name = "audit"
urlpatterns: list[URLPattern] = []

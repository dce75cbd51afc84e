"""URLs of accounts: signing in and out, the pledge, one's own page."""

from django.urls import path

from bokjihub.accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("pledge/", views.pledge, name="pledge"),
    path("me/", views.me, name="me"),
]

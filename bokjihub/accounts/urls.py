"""URLs of accounts: signing in and out, the pledge, one's own page, posts."""

from django.urls import path

from bokjihub.accounts import views

app_name = "accounts"
urlpatterns = [
    path("login/", views.login, name="login"),
    path("logout/", views.logout, name="logout"),
    path("pledge/", views.pledge, name="pledge"),
    path("me/", views.me, name="me"),
    path("keep/", views.keep, name="keep"),
    path("approval-lines/", views.approval_lines, name="approval_lines"),
    path("posts/", views.posts, name="posts"),
    path("posts/new/", views.appoint, name="appoint"),
    path("posts/person/", views.person, name="person"),
    path("posts/<uuid:post_id>/end/", views.end_post, name="end_post"),
    path("posts/<uuid:post_id>/stand-in/", views.stand_in, name="stand_in"),
]

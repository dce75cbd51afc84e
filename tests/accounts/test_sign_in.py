"""Signing in, resting after failures, the pledge, the end of logins by idling and by transfer."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from bokjihub.accounts import actions
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Pledge, User
from bokjihub.audit.models import Entry
from tests.cast import PASSWORD, Cast

Browse = Callable[[str], Client]


def sign_in(client: Client, username: str, password: str = PASSWORD) -> int:
    return client.post("/accounts/login/", {"username": username, "password": password}).status_code


def test_a_right_password_opens_the_day_and_is_on_record(cast: Cast) -> None:
    client = Client()
    assert sign_in(client, "officer") == 302
    assert client.get("/", follow=True).status_code == 200
    assert Entry.objects.filter(act="login", actor_id=cast.user("officer").id).count() == 1


def test_a_wrong_name_and_a_wrong_password_get_the_same_words(cast: Cast) -> None:
    pages = []
    for username in ("officer", "nobody"):
        response = Client().post("/accounts/login/", {"username": username, "password": "틀린-비밀번호-1"})
        pages.append(response.content.decode().split("들어가지 못했습니다")[1].split("</div>")[0])
    assert pages[0] == pages[1]


def test_five_failures_rest_the_account_even_for_the_right_password(cast: Cast) -> None:
    client = Client()
    for _ in range(settings.BOKJIHUB_LOCK_AFTER):
        assert sign_in(client, "officer", "틀린-비밀번호-1") == 200
    assert sign_in(client, "officer") == 200
    assert "15분 동안 쉽니다" in client.get("/accounts/login/").content.decode()
    User.objects.filter(username="officer").update(locked_until=timezone.now() - dt.timedelta(seconds=1))
    assert sign_in(client, "officer") == 302


def test_a_login_ends_by_idling(browse: Browse) -> None:
    client = browse("officer")
    session = client.session
    session["seen"] = (timezone.now() - dt.timedelta(minutes=settings.BOKJIHUB_IDLE_MINUTES, seconds=1)).isoformat()
    session.save()
    assert client.get("/today/")["Location"].startswith("/accounts/login/")
    assert client.get("/today/").status_code == 302


def test_going_on_renews_the_login(browse: Browse) -> None:
    client = browse("officer")
    session = client.session
    session["seen"] = (timezone.now() - dt.timedelta(minutes=settings.BOKJIHUB_IDLE_MINUTES - 1)).isoformat()
    session.save()
    assert client.get("/accounts/keep/").status_code == 204
    assert dt.datetime.fromisoformat(client.session["seen"]) > timezone.now() - dt.timedelta(minutes=1)


def test_one_page_right_after_another_writes_no_second_stamp(browse: Browse) -> None:
    client = browse("officer")
    session = client.session
    session["seen"] = (timezone.now() - dt.timedelta(seconds=30)).isoformat()
    session.save()
    stamps = []
    for _ in range(2):
        client.get("/today/")
        stamps.append(client.session["seen"])
    assert stamps[0] == stamps[1] > session["seen"]


def test_a_transfer_ends_every_login_by_the_next_request(browse: Browse, cast: Cast) -> None:
    desk, tablet, colleague = browse("officer"), browse("officer"), browse("colleague")
    assert desk.get("/today/").status_code == tablet.get("/today/").status_code == 200
    admin = browse("admin")
    post = cast.posts["officer"]
    admin.post(f"/accounts/posts/{post.id}/end/", {"ends_on": "오늘", "reason": "전보"})
    assert desk.get("/today/").status_code == tablet.get("/today/").status_code == 302
    assert colleague.get("/today/").status_code == 200


def test_who_lost_the_post_yesterday_signs_in_to_nothing(cast: Cast) -> None:
    admin = cast.actor("admin")
    with acting_as(admin):
        actions.end_post(
            post=cast.posts["officer"], ends_on=timezone.localdate() - dt.timedelta(days=1), reason="퇴직", by=admin
        )
    client = Client()
    assert sign_in(client, "officer") == 302
    assert client.get("/today/").status_code == 404


def test_without_a_pledge_nobody_sees_a_person(browse: Browse, cast: Cast) -> None:
    Pledge.objects.filter(user=cast.user("officer")).update(expires_on=timezone.localdate() - dt.timedelta(days=1))
    client = browse("officer")
    assert client.get("/today/")["Location"] == "/accounts/pledge/"
    page = client.get("/accounts/pledge/").content.decode()
    assert "제49조" in page
    client.post("/accounts/pledge/", {"agree": "on"})
    assert client.get("/today/").status_code == 200


def test_signing_out_clears_what_the_browser_holds(browse: Browse) -> None:
    client = browse("officer")
    response = client.post("/accounts/logout/")
    assert response["Clear-Site-Data"] == '"cache"'
    assert client.get("/today/").status_code == 302


def test_my_page_shows_my_posts(browse: Browse) -> None:
    page = browse("officer").get("/accounts/me/").content.decode()
    assert "동 복지담당" in page
    assert "5통" in page


@pytest.mark.parametrize("path", ["/today/", "/accounts/me/", "/find/"])
def test_personal_pages_are_kept_by_nobody(browse: Browse, path: str) -> None:
    assert "no-store" in browse("officer").get(path)["Cache-Control"]

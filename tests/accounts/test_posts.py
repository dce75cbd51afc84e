"""발령·계정: the administrator of a city gives, ends and lends rights, and sees no household."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from bokjihub.accounts.models import Post, PostChange, StandIn, User
from tests.cast import Cast

Browse = Callable[[str], Client]


def test_the_list_is_the_citys_on_a_day(browse: Browse) -> None:
    page = browse("admin").get("/accounts/posts/").content.decode()
    assert "김서연" in page
    assert "순천외" not in page
    before = browse("admin").get("/accounts/posts/?on=2015-12-31").content.decode()
    assert "김서연" not in before
    for asked in ("서연", "officer"):
        found = browse("admin").get(f"/accounts/posts/?name={asked}").content.decode()
        assert "김서연" in found
        assert "이하늘" not in found


def test_a_new_person_gets_a_login_and_then_a_post(browse: Browse, cast: Cast) -> None:
    client = browse("admin")
    client.post("/accounts/posts/person/", {"name": "새이름", "username": "newbie", "password": "봄날의-남원-광한루"})
    user = User.objects.get(username="newbie")
    response = client.post(
        "/accounts/posts/new/",
        {
            "user": user.id, "role": "dong_officer", "team": cast.teams["금동"].id, "area": cast.dongs["금동"].id,
            "starts_on": "오늘", "reason": "하반기 인사",
        },
    )  # fmt: skip
    assert response.status_code == 302
    assert Post.objects.get(user=user).team == cast.teams["금동"]
    assert PostChange.objects.get(user_id=user.id).reason == "하반기 인사"
    assert "하반기 인사" in client.get("/accounts/posts/").content.decode()


def test_a_taken_name_and_a_weak_password_are_refused_in_words(browse: Browse, cast: Cast) -> None:
    client = browse("admin")
    taken = client.post(
        "/accounts/posts/person/", {"name": "김", "username": "officer", "password": "봄날의-남원-광한루"}
    )
    assert "이미 쓰는 아이디" in taken.content.decode()
    weak = client.post("/accounts/posts/person/", {"name": "김", "username": "kim1", "password": "12345"})
    assert not User.objects.filter(username="kim1").exists()
    assert weak.status_code == 200


def test_nobody_is_appointed_into_another_city(browse: Browse, cast: Cast) -> None:
    response = browse("admin").post(
        "/accounts/posts/new/",
        {
            "user": cast.user("colleague").id,
            "role": "dong_officer",
            "area": cast.dongs["매곡동"].id,
            "starts_on": "오늘",
            "reason": "?",
        },
    )
    assert response.status_code == 200
    assert Post.objects.filter(user=cast.user("colleague")).count() == 1


def test_a_post_of_another_city_is_not_there(browse: Browse, cast: Cast) -> None:
    assert browse("admin").get(f"/accounts/posts/{cast.posts['outsider'].id}/end/").status_code == 404


def test_a_stand_in_sees_the_others_work_for_those_days_only(browse: Browse, cast: Cast) -> None:
    post, day = cast.posts["geum_officer"], timezone.localdate()
    response = browse("admin").post(
        f"/accounts/posts/{post.id}/stand-in/",
        {"by_user": cast.user("officer").id, "starts_on": "오늘", "ends_on": "내일", "reason": "연가"},
    )
    assert response.status_code == 302
    assert StandIn.objects.get().by_user == cast.user("officer")
    assert cast.dongs["금동"].id in cast.actor("officer").areas
    assert cast.dongs["금동"].id not in cast.actor("officer", day=day + dt.timedelta(days=2)).areas


def test_days_the_wrong_way_round_are_refused(browse: Browse, cast: Cast) -> None:
    response = browse("admin").post(
        f"/accounts/posts/{cast.posts['officer'].id}/stand-in/",
        {"by_user": cast.user("colleague").id, "starts_on": "내일", "ends_on": "오늘", "reason": "연가"},
    )
    assert "앞섭니다" in response.content.decode()


@pytest.mark.parametrize("who", ["officer", "head", "privacy", "hope", "monitor"])
def test_posts_are_for_the_administrator(browse: Browse, who: str) -> None:
    assert browse(who).get("/accounts/posts/").status_code == 404

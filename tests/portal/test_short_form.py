"""A volunteer outside: three presses and a sentence."""

from typing import Any

import pytest
from lxml import html

from bokjihub.clocks.models import Clock
from bokjihub.discovery.models import Reporter, Signal
from tests.cast import Cast

FORM = {"kind": "mail", "level": "high", "place": "5통 파란 대문", "words": "우편물이 가득해요"}


@pytest.mark.parametrize(
    ("who", "channel"),
    [("volunteer", "GOODNB"), ("village_head", "TONGJANG"), ("member", "COUNCIL"), ("honorary", "HONORARY")],
)
def test_a_worry_is_told_from_outside(cast: Cast, browse: Any, who: str, channel: str) -> None:
    client = browse(who)
    page = html.fromstring(client.get("/field/report/").content.decode())
    (dong,) = page.xpath("//input[@name='dong']/@value")
    response = client.post("/field/report/", {**FORM, "dong": dong}, follow=True)
    signal = Signal.objects.get()
    assert (signal.channel, signal.area, signal.level) == (channel, cast.dongs["노암동"], "high")
    assert signal.taken_by == cast.user(who).id
    words = " ".join(response.content.decode().split())
    assert "접수번호 노-" in words
    assert "받았습니다" in words
    assert Clock.objects.get(subject_id=signal.id).role == "team_head"
    assert Reporter.objects.get().kind


def test_each_sees_only_what_they_told(cast: Cast, browse: Any) -> None:
    browse("volunteer").post("/field/report/", {**FORM, "dong": cast.dongs["노암동"].id})
    assert "내가 알린 것" in browse("volunteer").get("/field/report/").content.decode()
    assert "내가 알린 것" not in browse("member").get("/field/report/").content.decode()


def test_a_sentence_may_be_missing_but_not_the_place(cast: Cast, browse: Any) -> None:
    client = browse("volunteer")
    dong = cast.dongs["노암동"].id
    assert client.post("/field/report/", {**FORM, "dong": dong, "place": ""}).status_code == 422
    assert client.post("/field/report/", {**FORM, "dong": dong, "words": ""}).status_code == 302


def test_a_volunteer_reports_for_their_own_dong_only(cast: Cast, browse: Any) -> None:
    assert browse("volunteer").post("/field/report/", {**FORM, "dong": cast.dongs["금동"].id}).status_code == 422
    assert not Signal.objects.exists()

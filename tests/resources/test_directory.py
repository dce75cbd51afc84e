"""자원 올리기 and 자리 확인: who keeps the directory true, and what is refused."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone
from lxml import html

from bokjihub.partners.models import Agency
from bokjihub.resources.models import Service
from tests.cast import Cast
from tests.factories import resources as make

pytestmark = pytest.mark.django_db
NEW = "/resources/directory/new/"
FACTS = {
    "agency_name": "가온복지관", "sector": "private", "phone": "063-620-1234", "name": "반찬 배달", "need": "food",
    "for_whom": "혼자 사는 어르신", "rhythm": "주 2회", "places": "5", "waiting": "0",
}  # fmt: skip


def text(answer: Any) -> str:
    return " ".join(html.fromstring(answer.content).text_content().split())


def test_a_new_body_with_its_service_is_found_by_the_officer(cast: Cast, browse: Any) -> None:
    answer = browse("resource").post(NEW, {**FACTS, "areas": [str(cast.dongs["노암동"].id)]}, follow=True)
    assert "반찬 배달을 자원에 올렸습니다" in text(answer)
    row = Service.objects.get(name="반찬 배달")
    assert (row.provider.agency.name, row.places, row.confirmed_on) == ("가온복지관", 5, timezone.localdate())
    assert [area.name for area in row.areas.all()] == ["노암동"]
    assert "반찬 배달" in text(browse("officer").get("/resources/directory/?need=food"))


def test_another_service_of_a_known_body_makes_no_second_body(cast: Cast, browse: Any) -> None:
    client = browse("resource")
    client.post(NEW, FACTS)
    known = {**FACTS, "agency": str(Agency.objects.get().id), "agency_name": "", "phone": "", "name": "이불 빨래"}
    assert client.post(NEW, known).status_code == 302
    assert (Agency.objects.count(), Service.objects.count()) == (1, 2)
    again = client.post(NEW, known)
    assert again.status_code == 422
    assert "이미 있습니다" in text(again)


@pytest.mark.parametrize("wrong", [{"agency_name": ""}, {"phone": "없음"}, {"name": ""}, {"places": "-1"}])
def test_what_is_incomplete_leaves_nothing_behind(cast: Cast, browse: Any, wrong: dict[str, str]) -> None:
    assert browse("resource").post(NEW, {**FACTS, **wrong}).status_code == 422
    assert not Agency.objects.exists()
    assert not Service.objects.exists()


def test_an_officer_who_asked_writes_down_the_places(cast: Cast, browse: Any) -> None:
    row = make.service(cast, confirmed_on=timezone.localdate() - dt.timedelta(days=60))
    path = f"/resources/directory/{row.id}/"
    client = browse("officer")
    assert "다시 여쭤 주세요" in text(client.get(path))
    assert "다시 여쭤 주세요" not in text(client.post(f"{path}confirm/", {"places": "2", "waiting": "1"}, follow=True))
    row.refresh_from_db()
    assert (row.places, row.waiting, row.confirmed_on) == (2, 1, timezone.localdate())
    assert browse("officer").get(NEW).status_code == 404
    assert browse("volunteer").post(f"{path}confirm/", {"places": "9", "waiting": "0"}).status_code == 404

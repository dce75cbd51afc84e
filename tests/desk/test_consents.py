"""동의 and 고치기: sentences, what stops is said first, and it stops; people and address corrected by the office in charge."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from lxml import html

from bokjihub.accounts.access.scope import acting_as
from bokjihub.clocks.models import Clock
from bokjihub.people.models import Consent, Household, Person
from bokjihub.resources.actions import links
from bokjihub.resources.models import ServiceLink
from tests.desk.conftest import Town
from tests.factories import resources

pytestmark = pytest.mark.django_db
Browse = Callable[[str], Client]


@pytest.fixture
def home(town: Town) -> Household:
    found = town.home()
    town.work(found)
    return found


def text(response: Any) -> str:
    return " ".join(html.fromstring(response.content).text_content().split())


def linked(town: Town, home: Household) -> ServiceLink:
    """A referral sent on a consent."""
    service = resources.service(town.cast)
    resources.consent(town.cast, home, service)
    actor = town.cast.actor("officer")
    asked = links.Referral(items=("이름", "주소"), reason="끼니를 거르심")
    with acting_as(actor):
        return links.send_link(
            household=home, person=resources.head(home), service=service, referral=asked, by=actor
        ).link


def new_consent(town: Town, **more: str) -> dict[str, Any]:
    agency = resources.service(town.cast).provider.agency
    facts = {
        "purpose": "link", "items": ["이름", "주소"], "recipient": str(agency.id), "given_by": "박영순",
        "capacity": "본인", "method": "paper", "given_on": "오늘", "expires_on": "+180",
    }  # fmt: skip
    return {**facts, **more}


def test_a_consent_is_a_sentence_with_its_four_parts(town: Town, home: Household, browse: Browse) -> None:
    client = browse("officer")
    answer = client.post(f"/people/{home.id}/consents/", new_consent(town), follow=True)
    row = Consent.objects.get(household=home)
    assert (row.recipient, row.items, row.method) == ("노암복지관", ["이름", "주소"], "paper")
    assert "노암복지관에 이름·주소를 ‘민간기관 제공’에 쓰도록" in text(answer)
    assert "동의" in text(client.get(f"/households/{home.id}/"))


@pytest.mark.parametrize("missing", [{"recipient": ""}, {"items": ""}, {"expires_on": "-1"}, {"given_by": ""}])
def test_a_part_left_out_is_no_consent(town: Town, home: Household, browse: Browse, missing: dict[str, str]) -> None:
    answer = browse("officer").post(f"/people/{home.id}/consents/", new_consent(town, **missing))
    assert answer.status_code == 422
    assert not Consent.objects.exists()


def test_what_stops_is_said_first_and_then_stops(town: Town, home: Household, browse: Browse) -> None:
    link = linked(town, home)
    client = browse("officer")
    page = text(client.get(f"/people/consents/{link.consent_id}/"))
    assert "노암복지관에 보낸 ‘도시락’ 의뢰가 멈추고" in page
    answer = client.post(f"/people/consents/{link.consent_id}/", follow=True)
    assert "열린 의뢰 1건이 멈췄습니다" in text(answer)
    link.refresh_from_db()
    assert link.state == ServiceLink.State.WITHDRAWN
    assert Clock.objects.filter(subject_id=link.id, policy__code="link.stop", done_at__isnull=True).count() == 1
    assert "이미 쓰지 않는 동의" in text(client.get(f"/people/consents/{link.consent_id}/"))


def test_others_neither_see_nor_take_back(town: Town, home: Household, browse: Browse) -> None:
    consent = resources.consent(town.cast, home, resources.service(town.cast))
    for who in ("geum_officer", "volunteer", "outsider", "monitor"):
        assert browse(who).get(f"/people/{home.id}/consents/").status_code == 404
        assert browse(who).post(f"/people/consents/{consent.id}/").status_code == 404
    consent.refresh_from_db()
    assert consent.withdrawn_on is None


def test_the_address_and_the_people_are_corrected(town: Town, home: Household, browse: Browse) -> None:
    client = browse("officer")
    where = {
        "address": "시묘길 77",
        "registered_address": "금동 3",
        "tong": str(town.cast.tong5.id),
        "door_hint": "두드리기",
    }
    assert client.post(f"/people/{home.id}/edit/", where).status_code == 302
    home.refresh_from_db()
    assert (home.address, home.tong, home.door_hint) == ("시묘길 77", town.cast.tong5, "두드리기")
    son = {"name": "최민호", "relation": "아들", "birth_year": "1975", "sex": "M"}
    assert client.post(f"/people/{home.id}/edit/", son).status_code == 302
    person = Person.objects.get(household=home, name="최민호")
    changed = {"name": "최민호", "relation": "아들", "birth_on": "1975-03-02", "sex": "M", "lives_elsewhere": "on"}
    assert client.post(f"/people/persons/{person.id}/", changed).status_code == 302
    person.refresh_from_db()
    assert (person.birth_on, person.lives_elsewhere) == (dt.date(1975, 3, 2), True)


def test_correcting_the_head_keeps_phone_and_status(town: Town, home: Household, browse: Browse) -> None:
    head = resources.head(home)
    Person.objects.filter(id=head.id).update(benefit_status=["기초(생계)"])
    same = {"name": "박영순", "relation": "본인", "birth_on": "1948-03-05", "sex": "F"}
    assert browse("officer").post(f"/people/persons/{head.id}/", same).status_code == 302
    head.refresh_from_db()
    assert (head.is_head, head.benefit_status, head.phone) == (True, ["기초(생계)"], "010-2345-4821")

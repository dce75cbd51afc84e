"""앞으로 10년: what begins and ends on the birthdays, on one paper with the offices near by."""

import datetime as dt
from typing import Any

import pytest
from lxml import html

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.actions import assign
from bokjihub.accounts.models import Assignment
from bokjihub.benefits.actions import facts as actions
from bokjihub.partners.models import Agency
from bokjihub.people.actions import NewPerson, register_household
from bokjihub.people.models import Household
from tests.cast import Cast

ON = dt.date(2026, 11, 23)


@pytest.fixture
def turning_65(cast: Cast) -> Household:
    """A tenant of 64 who earns nothing; 65 on 1 May 2027."""
    with acting_as(by := cast.actor("officer")):
        home = register_household(
            area=cast.dongs["노암동"],
            address="노암동 시묘길 12",
            head=NewPerson(name="박하늘", birth_on=dt.date(1962, 5, 1)),
            by=by,
        )
        for name, value in {"점유형태": "임차", "월차임": "250000", "생계급여_수급중": "아니오"}.items():
            actions.state_fact(household=home, name=name, value=value, on=ON, by=by)
        assign(subject_id=home.id, purpose=Assignment.Purpose.WORK_ITEM, post_id=cast.posts["officer"].id, by=by)
    return home


@pytest.mark.slow
def test_ten_years_on_one_paper(cast: Cast, turning_65: Household, browse: Any) -> None:
    agency = Agency.objects.create(
        name="한빛복지관", phone="063-000-1234", city=cast.city, sector=Agency.Sector.PRIVATE
    )
    agency.areas.add(turning_65.area)
    officer = browse("officer")
    page = html.fromstring(officer.get(f"/benefits/{turning_65.id}/years/").content.decode())
    words = " ".join(page.text_content().split())
    birthday = next(one for one in page.xpath("//section") if "2027. 5. 1." in one.text_content())
    told = " ".join(birthday.text_content().split())
    assert "박하늘 님 만 65세 생일" in told
    assert "기초연금 받으실 수 있는지 그때 다시 살펴봅니다" in told
    renewed = words.partition("2027년 1월부터 금액이 새로 정해진 것: ")[2].partition(" 2027년 금액을")[0]
    assert "생계급여" in renewed.split(", ")
    assert "_" not in words
    assert "긴급복지" not in words  # goes with the seasons and with a crisis, not with the years
    assert "한빛복지관 063-000-1234" in words
    assert "129" in words
    assert f"/benefits/{turning_65.id}/years/" in officer.get(f"/benefits/{turning_65.id}/").content.decode()


def test_a_home_of_another_town_has_no_paper(turning_65: Household, browse: Any) -> None:
    assert browse("outsider").get(f"/benefits/{turning_65.id}/years/").status_code in {302, 403, 404}

"""가구 찾기: what the box understands, and how little it says of other dongs."""

import datetime as dt
from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from bokjihub.accounts.access.scope import acting_as
from bokjihub.audit.models import Entry
from bokjihub.desk.queries.search import answer, understand
from bokjihub.people.queries import SearchTerms
from tests.desk.conftest import Town

Browse = Callable[[str], Client]
DONG = UUID(int=7)
TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("박영순", [SearchTerms(name="박영순")]),
        ("박영순 1948", [SearchTerms(name="박영순", birth_year=1948), SearchTerms(name="박영순", phone_tail="1948")]),
        ("ㅂㅇㅅ 노암동", [SearchTerms(chosung="ㅂㅇㅅ", dong_ids=(DONG,))]),
        ("4821", [SearchTerms(phone_tail="4821")]),
        ("박영순 480305", [SearchTerms(name="박영순", birth_on=dt.date(1948, 3, 5))]),
        ("19480305", [SearchTerms(birth_on=dt.date(1948, 3, 5))]),
        ("110203", [SearchTerms(birth_on=dt.date(1911, 2, 3)), SearchTerms(birth_on=dt.date(2011, 2, 3))]),
        ("010-2345-4821 박영순", [SearchTerms(name="박영순", phone_tail="4821")]),
        ("-2012", [SearchTerms(phone_tail="2012")]),
        ("시묘길 12", [SearchTerms(address="시묘길 12"), SearchTerms(name="시묘길", address="12")]),
        ("Nguyen 1990", [SearchTerms(name="Nguyen", birth_year=1990), SearchTerms(name="Nguyen", phone_tail="1990")]),
        ("남궁민수", [SearchTerms(name="남궁민수")]),
    ],
)
def test_the_box_understands(text: str, readings: list[SearchTerms]) -> None:
    asked = understand(text, dongs={"노암동": DONG}, today=TODAY)
    assert list(asked.readings) == readings


def test_a_number_is_a_number() -> None:
    assert understand("B-2611-0398", dongs={}, today=TODAY).number == "B-2611-0398"


def test_no_day_of_birth_lies_in_the_future() -> None:
    asked = understand("271231", dongs={}, today=TODAY)
    assert [terms.birth_on for terms in asked.readings] == [dt.date(1927, 12, 31)]


@pytest.mark.parametrize("text", ["박영순 1948", "ㅂㅇㅅ 노암동", "4821", "480305", "시묘길", "영순", "박영순 4821"])
def test_every_way_to_ask_finds_the_home(town: Town, browse: Browse, text: str) -> None:
    home = town.home()
    page = browse("officer").post("/find/", {"q": text}).content.decode()
    assert f"/households/{home.id}/" in page
    assert "박*순" in page
    assert "박영순" not in page.replace(f'value="{text}"', "")


def test_a_weak_condition_stays_in_ones_own_dongs_and_says_so(town: Town) -> None:
    town.home(dong="금동")
    with acting_as(town.cast.actor("officer")):
        found = answer(town.cast.actor("officer"), "박영순")
    assert (found.hits, found.elsewhere) == ((), 0)
    assert "우리 동에서만" in found.notice


def test_two_conditions_of_another_dong_answer_a_number_and_nothing_else(town: Town, browse: Browse) -> None:
    home = town.home(dong="금동")
    page = browse("officer").post("/find/", {"q": "박영순 1948"}).content.decode()
    assert "다른 동에 같은 조건 1건" in page
    assert str(home.id) not in page
    assert "박*순" not in page
    row = Entry.objects.filter(act="household.find").latest("at")
    assert (row.subjects, row.detail["elsewhere"]) == ([], 1)


def test_another_city_is_not_even_a_number(town: Town, browse: Browse) -> None:
    town.home(dong="매곡동")
    page = browse("officer").post("/find/", {"q": "박영순 1948"}).content.decode()
    assert "다른 동에" not in page


def test_a_city_role_needs_two_conditions(town: Town) -> None:
    home = town.home(dong="금동")
    with acting_as(town.cast.actor("hope")):
        assert "한 가지로는" in answer(town.cast.actor("hope"), "박영순").notice
        assert [hit.household_id for hit in answer(town.cast.actor("hope"), "박영순 금동").hits] == [home.id]


def test_a_case_manager_finds_only_what_was_given(town: Town) -> None:
    mine, other = town.home(), town.home("박영순", phone="010-1111-0001")
    town.give(mine, town.cast.posts["manager"])
    with acting_as(town.cast.actor("manager")):
        found = answer(town.cast.actor("manager"), "박영순")
    assert [hit.household_id for hit in found.hits] == [mine.id]
    assert other.id not in {hit.household_id for hit in found.hits}


def test_the_words_are_in_no_address_and_on_no_record(town: Town, browse: Browse) -> None:
    town.home()
    client = browse("officer")
    page = client.get("/find/?q=박영순")
    assert "박*순" not in page.content.decode()
    client.post("/find/", {"q": "박영순 1948"})
    row = Entry.objects.filter(act="household.find").latest("at")
    assert row.detail["conditions"] == ["name", "birth_year", "phone_tail"]
    assert "박영순" not in str(row.detail) + row.words + row.purpose


def test_a_work_number_opens_what_is_in_reach(town: Town) -> None:
    item = town.work(town.home())
    for who, count in (("officer", 1), ("geum_officer", 0)):
        with acting_as(town.cast.actor(who)):
            assert len(answer(town.cast.actor(who), item.number).hits) == count


def test_mine_ours_others(town: Town) -> None:
    town.work(town.home("박영순"))
    town.home("박영호")
    with acting_as(town.cast.actor("officer")):
        assert {hit.whose for hit in answer(town.cast.actor("officer"), "박영").hits} == {"내 담당", "우리 동"}


@pytest.mark.parametrize("who", ["volunteer", "monitor", "privacy", "admin", "resource", "dong_head"])
def test_nobody_else_searches(browse: Browse, who: str) -> None:
    assert browse(who).post("/find/", {"q": "박영순 1948"}).status_code == 404

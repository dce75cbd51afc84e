"""Who is it: certain answers only where nothing speaks against them; the rest waits for a person."""

import datetime as dt

import pytest

from bokjihub.accounts.access.scope import acting_as
from bokjihub.discovery.queries.identity import Described, Match, Sure, match, match_all
from bokjihub.people import actions as people
from bokjihub.people.actions import NewPerson
from tests.cast import Cast
from tests.discovery.conftest import Home

BIRTH = dt.date(1948, 5, 2)
DOOR = "시묘길 12, 101동 503호"


def ask(cast: Cast, who: str = "officer", **facts: object) -> Match:
    with acting_as(cast.actor(who)):
        return match(Described(**{"dong_id": cast.dongs["노암동"].id, **facts}))  # type: ignore[arg-type]


def test_name_and_birth_are_the_person(cast: Cast, home: Home) -> None:
    house = home("박영순", birth_on=BIRTH)
    found = ask(cast, name="박영순", birth_on=BIRTH, address="다른길 9")
    assert (found.sure, found.household_id) == (Sure.PERSON, house.id)
    assert found.candidates[0].evidence == "이름·생년월일이 같음"


def test_name_and_the_whole_number_are_the_person_but_the_last_four_digits_are_not(cast: Cast, home: Home) -> None:
    house = home("박영순", phone="010-1111-4821")
    assert ask(cast, name="박영순", phone="010-1111-4821").household_id == house.id
    other = ask(cast, name="박영순", phone="010-2222-4821")
    assert other.sure == Sure.ASK


def test_the_same_name_born_another_day_is_another_person(cast: Cast, home: Home) -> None:
    home("박영순", "광한서로 7", birth_on=dt.date(1971, 11, 30))
    assert ask(cast, name="박영순", birth_on=BIRTH, address=DOOR).sure == Sure.NEW


def test_a_slip_in_the_birth_date_is_asked(cast: Cast, home: Home) -> None:
    home("박영순", birth_on=dt.date(1948, 5, 20), phone="010-1111-4821")
    found = ask(cast, name="박영순", birth_on=BIRTH, phone="010-1111-4821")
    assert found.sure == Sure.ASK
    assert found.candidates[0].evidence == "이름·전화가 같음, 태어난 날이 비슷함"


def test_two_people_of_one_name_and_day_are_asked(cast: Cast, home: Home) -> None:
    home("박영순", "광한서로 7", birth_on=BIRTH)
    home("박영순", "시묘길 30", birth_on=BIRTH)
    found = ask(cast, name="박영순", birth_on=BIRTH)
    assert found.sure == Sure.ASK
    assert len(found.candidates) == 2


def test_a_flat_without_a_name_is_the_home(cast: Cast, home: Home) -> None:
    house = home("박영순", DOOR)
    found = ask(cast, address="남원시 노암동 시묘길 12 101동 503호")
    assert (found.sure, found.household_id) == (Sure.HOME, house.id)


def test_a_house_number_without_a_flat_is_asked(cast: Cast, home: Home) -> None:
    home("박영순", "시묘길 12")
    assert ask(cast, address="시묘길 12").sure == Sure.ASK


def test_another_name_at_the_same_door_is_asked(cast: Cast, home: Home) -> None:
    home("박영순", DOOR)
    assert ask(cast, name="최복남", address=DOOR, birth_on=dt.date(1970, 1, 1)).sure == Sure.ASK


def test_two_homes_at_one_door_are_asked(cast: Cast, home: Home) -> None:
    home("박영순", DOOR)
    home("이막례", DOOR)
    assert ask(cast, address=DOOR).sure == Sure.ASK


def test_a_member_of_the_home_is_the_home(cast: Cast, home: Home) -> None:
    house = home("박영순", DOOR)
    with acting_as(cast.actor("officer")):
        people.add_person(household=house, person=NewPerson(name="김한결"), by=cast.actor("officer"))
    assert ask(cast, name="김한결", address=DOOR).household_id == house.id


def test_the_same_person_in_the_next_dong_is_asked_and_nothing_of_it_is_given(cast: Cast, home: Home) -> None:
    house = home("박영순", "광한북로 3", dong="금동", birth_on=BIRTH)
    found = ask(cast, name="박영순", birth_on=BIRTH)
    assert found.sure == Sure.ASK
    (candidate,) = found.candidates
    assert not candidate.in_scope
    assert candidate.household_id == house.id
    assert ask(cast, "hope", name="박영순", birth_on=BIRTH).sure == Sure.ASK  # moved, or two people: a person looks


def test_another_city_is_not_compared(cast: Cast, home: Home) -> None:
    home("박영순", birth_on=BIRTH)
    assert ask(cast, "outsider", name="박영순", birth_on=BIRTH).sure == Sure.NEW


def test_a_misspelt_name_is_asked(cast: Cast, home: Home) -> None:
    home("박영순", birth_on=BIRTH)
    assert ask(cast, name="박영숙", birth_on=BIRTH).sure == Sure.ASK


@pytest.mark.parametrize("name", ["", "미상", "모름"])
def test_an_unknown_name_matches_nobody(cast: Cast, home: Home, name: str) -> None:
    home("미상", "광한서로 1")
    assert ask(cast, name=name, address="시묘길 77").sure == Sure.NEW


def test_many_are_answered_as_one(cast: Cast, home: Home) -> None:
    house = home("박영순", birth_on=BIRTH)
    asked = [
        Described(name="박영순", birth_on=BIRTH),
        Described(name="없는이", birth_on=BIRTH, address="모르는길 1"),
    ] * 300
    with acting_as(cast.actor("officer")):
        found = match_all(asked)
    assert [one.sure for one in found] == [Sure.PERSON, Sure.NEW] * 300
    assert found[0].household_id == house.id

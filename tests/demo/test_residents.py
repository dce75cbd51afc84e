"""The imagined town: what a home is called fits who lives in it, and each office has the people it has."""

import datetime as dt
from collections import defaultdict
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest

from bokjihub.demo import residents
from bokjihub.demo.residents import HOUSEHOLD_COLUMNS, PERSON_COLUMNS, Imagined, Place
from bokjihub.people.models import Household

Kind = Household.Kind
DAY = dt.date(2026, 11, 23)
COUNTS = {"households": 1_500, "single": 550, "people": 3_150}


@pytest.fixture(scope="module")
def town() -> Imagined:
    place = Place(uuid4(), "노암동", ((uuid4(), "1통"),), 35.4, 127.4, COUNTS)
    return residents.imagine([place], Random(5), DAY)


def _by_kind(town: Imagined) -> dict[str, list[list[dict[str, Any]]]]:
    people: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in town.persons:
        person = dict(zip(PERSON_COLUMNS, row, strict=True))
        people[person["household_id"]].append(person)
    homes: dict[str, list[list[dict[str, Any]]]] = defaultdict(list)
    for row in town.households:
        home = dict(zip(HOUSEHOLD_COLUMNS, row, strict=True))
        homes[home["kind"]].append(people[home["id"]])
    return homes


def test_an_office_has_its_homes_its_people_and_those_who_live_alone(town: Imagined) -> None:
    assert (len(town.households), len(town.persons)) == (COUNTS["households"], COUNTS["people"])
    assert len(_by_kind(town)[Kind.SINGLE]) == COUNTS["single"]


def test_what_a_home_is_called_fits_who_lives_there(town: Imagined) -> None:
    homes = _by_kind(town)
    assert set(homes) == {
        Kind.SINGLE,
        Kind.COUPLE,
        Kind.SINGLE_PARENT,
        Kind.GRANDPARENT,
        Kind.MULTICULTURAL,
        Kind.OTHER,
    }
    relations = {kind: [[one["relation"] for one in people] for people in some] for kind, some in homes.items()}
    assert all(one == ["본인"] for one in relations[Kind.SINGLE])
    assert all(one == ["본인", "배우자"] for one in relations[Kind.COUPLE])
    assert all(set(one[1:]) == {"자녀"} for one in relations[Kind.SINGLE_PARENT])
    assert all(set(one[1:]) == {"손자녀"} for one in relations[Kind.GRANDPARENT])
    for kind in (Kind.SINGLE_PARENT, Kind.GRANDPARENT):
        assert all(DAY.year - child["birth_year"] < 18 for people in homes[kind] for child in people[1:])
    assert all(people[1]["name"].isascii() for people in homes[Kind.MULTICULTURAL])


def test_a_couple_is_a_woman_and_a_man_of_age_and_children_are_younger(town: Imagined) -> None:
    for people in (one for some in _by_kind(town).values() for one in some):
        head, *others = people
        for other in others:
            if other["relation"] == "배우자":
                assert {head["sex"], other["sex"]} == {"M", "F"}
                assert DAY.year - other["birth_year"] >= 20
            else:
                assert other["birth_year"] - head["birth_year"] >= 22

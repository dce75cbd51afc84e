"""What is begun before there is a database: the homes of a town and the law of the day, in a process of their own."""

import datetime as dt
from random import Random

import pytest

from bokjihub.demo import ahead, ground, residents
from bokjihub.engines.benefits.columns import compiled, machine
from bokjihub.engines.benefits.columns.many import program_of
from bokjihub.engines.benefits.country import korea

DAY = dt.date(2026, 11, 22)


@pytest.mark.slow
def test_homes_are_imagined_aside_and_the_night_run_translates_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a database: neither the areas nor the homes are asked of it."""
    town = ground.laid_out()
    town.facts = [
        {**row, "households": 60, "single": 20, "people": 130} for row in town.facts if row["name"] == "노암동"
    ]
    with ahead.begun(residents.places_of(town), Random(3), DAY) as begun:
        imagined = begun.homes.result()
        begun.rules.result()
    assert len(imagined.homes) == len(imagined.households) == 60
    assert len(imagined.persons) == 130
    assert {home.area_id for home in imagined.homes} == {town.dongs["노암동"].id}
    assert {home.tong_id for home in imagined.homes} <= {tong.id for tong in town.tongs["노암동"]}

    def never(*_: object) -> None:
        raise AssertionError("the code of the day lies on the shelf")

    monkeypatch.setattr(machine, "_made", never)
    compiled._compiled.cache_clear()
    compiled.make_ready(program_of(korea(), DAY))


def test_the_same_seed_imagines_the_same_town() -> None:
    town = ground.laid_out()
    town.facts = [{**row, "households": 20, "single": 5, "people": 50} for row in town.facts[:2]]
    first, again = (residents.imagine(residents.places_of(town), Random(7), DAY).homes for _ in range(2))
    assert [(home.head_name, home.address, home.need) for home in first] == [
        (home.head_name, home.address, home.need) for home in again
    ]

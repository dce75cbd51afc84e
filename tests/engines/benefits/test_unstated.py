"""What nobody stated is worked out once for all homes of a day: the answers must not know it."""

from __future__ import annotations

import datetime as dt

import pytest

from bokjihub.engines.benefits import api
from bokjihub.engines.benefits.country import korea
from bokjihub.engines.benefits.run import STRANGER, Run
from bokjihub.engines.benefits.screening import prepare

from .first_visits import first_visit

ON = dt.date(2026, 11, 22)


def test_a_home_is_answered_the_same_with_and_without_what_other_homes_left_behind(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    homes = [first_visit(number, ON) for number in range(30)]
    shared = [api.screen(home, ON) for home in homes]
    monkeypatch.setattr(Run, "_bits_stated", lambda *_: -1)
    assert shared == [api.screen(home, ON) for home in homes]


def test_what_a_home_stated_is_never_taken_from_another() -> None:
    nothing, _ = api.read({"가구원수": 1})
    ill, _ = api.read({"가구원수": 1, "중한_질병": "예"})
    assert prepare(korea(), nothing, ON).node("긴급복지_의료필요").value is not True
    assert prepare(korea(), ill, ON).node("긴급복지_의료필요").value is True
    assert prepare(korea(), nothing, ON).node("긴급복지_의료필요").value is not True


def test_a_sum_over_people_is_worked_out_for_each_home() -> None:
    two, _ = api.read({"가구원수": 2})
    seven, _ = api.read({"가구원수": 7})
    counted = [prepare(korea(), home, ON).node("근로능력자수").value for home in (two, seven)]
    assert [counted[0].high, counted[1].high] == [2, 7]


def test_what_is_known_of_one_person_says_nothing_of_the_next() -> None:
    home, _ = api.read({"가구원수": 3, "가구원": [{"이름": "김", "치매": "예"}, {"이름": "이"}]})
    run = prepare(korea(), home, ON)
    assert run.node("치매", 0).value is True
    assert not run.node("치매", 1).known
    assert not run.node("치매", STRANGER).known

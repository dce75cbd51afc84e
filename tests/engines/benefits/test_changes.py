"""What would turn a "no", exact to one won; and what one benefit does to another."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from bokjihub.engines.benefits import api
from bokjihub.engines.benefits.country import korea
from bokjihub.engines.benefits.rule import Benefit
from bokjihub.engines.benefits.situation import Situation
from tests.engines.benefits.test_commands import bokji, document
from tests.engines.benefits.test_engine_on_a_toy_country import DAY, a_rule, toy
from tests.engines.benefits.test_screening import LONE, a_home

FEB_2026 = dt.date(2026, 2, 1)
DISABLED = {
    "중증장애인": "예", "장애인": "예", "상시근로소득": 0, "출생일": "1961-03-15", "보장시설_거주": "아니오",
}  # fmt: skip


def lone(**facts: Any) -> Situation:
    """The old woman of the screening tests, with some facts otherwise; facts of the person go to her."""
    person = {key: value for key, value in facts.items() if korea().per[key] == "사람"}
    home = {**LONE, **{key: value for key, value in facts.items() if key not in person}}
    return api.read({**home, "가구원": [{**LONE["가구원"][0], **person}]})[0]  # type: ignore[dict-item,index]


def test_an_income_one_won_too_high_is_told_as_one_won() -> None:
    found = api.changes(lone(공적이전소득=820_557), FEB_2026)["생계급여"]
    amounts = {change.fact: (change.after, change.distance) for change in found}
    assert amounts["공적이전소득"] == (820_556, 1)
    assert found[0].distance == 1
    assert str(found[0]).endswith("차이 1원)")


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_every_change_turns_the_answer_and_one_won_less_does_not(seed: int) -> None:
    home = a_home(FEB_2026, seed)
    for name, found in api.changes(home, FEB_2026).items():
        for change in found:
            turned = _with(home, change, change.after)
            assert api.screen(turned, FEB_2026).of(name).status == change.leads_to, (name, change)
            if change.distance is not None:
                nearer = change.after + (1 if change.after < change.before else -1)
                assert api.screen(_with(home, change, nearer), FEB_2026).of(name).status == "not_eligible", (
                    name,
                    change,
                )


def _with(home: Situation, change: api.Change, value: Any) -> Situation:
    if change.fact != "나이" or change.who is None:
        return home.with_fact(change.fact, change.who, value)
    people = list(home.people)
    people[change.who] = {key: told for key, told in people[change.who].items() if key != "출생일"} | {"나이": value}
    return Situation(home.household, tuple(people))


def test_two_failing_conditions_are_not_turned_by_one_change() -> None:
    found = api.changes(
        lone(공적이전소득=900_000, 부양의무자_있음="예", 부양의무자_연소득=200_000_000, 부양의무자_일반재산=0), FEB_2026
    )
    assert found["생계급여"] == ()


def test_a_toy_benefit_is_turned_by_the_smallest_change(tmp_path: Any) -> None:
    from bokjihub.engines.benefits import changes, screening

    aid = Benefit("aid", "T2", ("poor",), "tithe", "월", "Charter 3", per="사람")
    country = toy(tmp_path, a_rule("extra", lambda hearth: hearth), benefits=(aid,))
    home = Situation({"hearth": 1}, ({"이름": "Sam", "coins": 130, "wizard": False, "배우자": None},))
    before = screening.screen(screening.prepare(country, home, DAY))
    found = changes.changes(country, home, DAY, before)["aid"]
    assert [(c.fact, c.before, c.after, c.leads_to) for c in found] == [("coins", 130, 100, "eligible")]


# interactions


def consequence(home: Situation, name: str, on: dt.date = FEB_2026) -> api.Consequence:
    return next(one for one in api.consequences(home, on) if one.name == name)


def test_emergency_heating_costs_a_lone_pensioner_the_winter_voucher() -> None:
    home = lone(위기사유="예", 주거급여_수급중="예", 세대원수=1)
    found = consequence(home, "긴급 연료비와 에너지바우처", dt.date(2026, 11, 22))
    (effect,) = found.effects
    assert (effect.benefit, effect.after, effect.won) == ("에너지바우처", "eligible", -254_500)


def test_the_basic_pension_counts_against_the_livelihood_benefit_in_full() -> None:
    found = consequence(lone(), "기초연금과 생계급여")
    assert {e.benefit: e.won for e in found.effects}["생계급여"] == -349_700
    receiving = api.consequences(lone(기초연금_수급중="예"), FEB_2026)
    assert "기초연금과 생계급여" not in [one.name for one in receiving]


def test_the_disability_pension_loses_its_basic_part_at_65() -> None:
    found = consequence(lone(**DISABLED), "장애인연금의 65세")
    by_benefit = {e.benefit: e for e in found.effects}
    assert found.person == "김"
    assert by_benefit["장애인연금"].won is not None
    assert by_benefit["장애인연금"].won < 0
    assert (by_benefit["기초연금"].before, by_benefit["기초연금"].after) == ("not_eligible", "eligible")


def test_livelihood_aid_excludes_emergency_aid_of_the_same_kind() -> None:
    found = consequence(lone(위기사유="예"), "생계급여와 긴급 생계지원")
    assert [(e.benefit, e.after, e.won) for e in found.effects] == [("긴급복지(생계지원)", "not_eligible", -783_000)]


def test_check_tells_changes_and_interactions() -> None:
    typed = json.dumps({**LONE, "공적이전소득": 1_100_000}, ensure_ascii=False)
    found = document("check", "-", "--on", "2026-02-01", typed=typed)
    by_name = {b["name"]: b for b in found["benefits"]}
    assert by_name["생계급여"]["changes"][0]["after"] == 279_444
    assert by_name["생계급여"]["changes"][0]["leads_to"] == "eligible"
    assert isinstance(found["interactions"], list)
    text = bokji("check", "-", "--on", "2026-02-01", typed=typed)[1]
    assert "이것 하나만 달랐다면: 가구특성_지출 279,444원 이상" in text


def test_a_pension_of_which_only_the_range_is_known_still_lowers_the_livelihood_benefit() -> None:
    open_pension = {key: told for key, told in LONE.items() if key != "가구원"}
    person = {key: told for key, told in LONE["가구원"][0].items() if key != "소득재분배급여액"}  # type: ignore[index]
    home, _ = api.read({**open_pension, "가구원": [{**person, "국민연금급여액": 600_000}]})
    pension = api.screen(home, FEB_2026).of("기초연금")
    assert (pension.status, pension.won_low < pension.won_high) == ("eligible", True)  # type: ignore[operator]
    met = next(one for one in api.consequences(home, FEB_2026) if one.name == "기초연금과 생계급여")
    assert [effect.benefit for effect in met.effects] == ["생계급여"]
    assert met.effects[0].won is None

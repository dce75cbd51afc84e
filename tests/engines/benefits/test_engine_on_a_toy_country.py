"""The engine alone, on a country made up for it: nothing of Korean law is needed to show that the engine is right."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from bokjihub.engines.benefits import answer, parameters, question, screening, situation
from bokjihub.engines.benefits.country import Country, build
from bokjihub.engines.benefits.errors import BadInput, BadRules, UnknownName
from bokjihub.engines.benefits.facts import Fact
from bokjihub.engines.benefits.rule import PERSON, Benefit, Rule, over_people, rule

DAY = dt.date(2020, 6, 1)
FIGURES = """
bread_table:
  description: loaves for a home
  unit: loaves
  article: Charter 2
  values:
    2016-01-01: {value: {1: 10, 2: 18, 3: 25}, status: verified-2, source: [the crier], checked: 2020-01-01}
    2020-01-01:
      value: {1: 12, 2: 20, 3: 27}
      status: verified-2
      cell_status: {3: memory-unverified}
      source: [the crier]
      checked: 2020-01-01
coin_limit:
  description: the most coins
  unit: coins
  article: Charter 3
  yearly: true
  values:
    2020-01-01: {value: 100, status: verified-1, source: [the crier], checked: 2020-01-01}
    2021-01-01: {value: 110, status: memory-unverified, source: [a guess], checked: 2020-01-01}
tithe_rounding:
  description: whole coins
  unit: rounding
  article: Charter 4
  values:
    2016-01-01: {value: {mode: half_up, won: 10}, status: verified-2, source: [the crier], checked: 2020-01-01}
    2022-01-01: {value: {mode: ceil, won: 10}, status: memory-unverified, source: [a guess], checked: 2020-01-01}
"""
FACTS = {
    "hearth": Fact("hearth", "수", "가구", "How many live here?", "people", low=1, high=3),
    "coins": Fact("coins", "원", "사람", "How many coins have you?", "coins", typical=(0, 200)),
    "wizard": Fact("wizard", "예아니오", "사람", "Are you a wizard?"),
    "배우자": Fact("배우자", "가구원", "사람", "Whom are you married to?"),
}


@rule(article="Charter 2", unit="loaves")
def bread(hearth: int, bread_table: Mapping[int, int]) -> int:
    """A home gets bread by its size."""
    return bread_table[hearth]


@rule(article="Charter 3", unit="예아니오", per=PERSON, yes="poor enough", no="too rich")
def poor(coins: int, 배우자의_coins: int, coin_limit: int) -> bool:
    """Whoever has, with the spouse, at most the limit is poor."""
    return coins + 배우자의_coins <= coin_limit


@rule(article="Charter 4", unit="coins", per=PERSON, rounding="tithe_rounding")
def tithe(coins: int, wizard: bool, tithe_rounding: Callable[..., int]) -> int:
    """A tenth of the coins; wizards pay nothing."""
    return 0 if wizard else tithe_rounding(coins, 10)


@rule(article="Charter 5", unit="예아니오", per=PERSON, yes="a wizard", no="no wizard")
def magic(wizard: bool) -> bool:
    """Magic is for wizards."""
    return wizard


purse = over_people("purse", of="coins", how="sum", unit="coins", article="Charter 6", sentence="All coins.")
wizards = over_people("wizards", of="magic", how="count", unit="people", article="Charter 6", sentence="All wizards.")
ALMS = Benefit("alms", "T1", ("poor",), "tithe", "월", "Charter 3", per=PERSON)


def toy(tmp_path: Path, *more: Rule, figures: str = FIGURES, benefits: tuple[Benefit, ...] = ()) -> Country:
    path = tmp_path / "toy" / "parameters.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(figures, "utf-8")
    return build([bread, poor, tithe, magic, purse, wizards, *more], FACTS, parameters.load(path), benefits)


def a_rule(name: str, function: Callable[..., Any], **dates: str) -> Rule:
    return rule(name=name, article="Charter 9", unit="coins", **dates)(function)


def test_a_value_comes_with_its_trace(tmp_path: Path) -> None:
    found = answer.value(toy(tmp_path), "bread", {"hearth": "2"}, DAY)
    assert (found.value, found.status, found.article) == (20, "verified-2", "Charter 2")
    assert [(s.name, s.value) for s in found.trace] == [("hearth", 2), ("bread", 20)]
    assert found.trace[-1].figures == ("bread_table 2020-01-01 (verified-2)",)


def test_the_row_of_the_day_is_used(tmp_path: Path) -> None:
    country = toy(tmp_path)
    assert answer.value(country, "bread", {"hearth": 1}, dt.date(2019, 12, 31)).value == 10
    assert answer.value(country, "bread", {"hearth": 1}, dt.date(2020, 1, 1)).value == 12


def test_an_unverified_cell_is_refused_unless_allowed_and_then_said(tmp_path: Path) -> None:
    country = toy(tmp_path)
    refused = answer.value(country, "bread", {"hearth": 3}, DAY)
    assert (refused.value, refused.status, refused.missing) == (None, "memory-unverified", ())
    assert "bread_table" in refused.note
    allowed = answer.value(country, "bread", {"hearth": 3}, DAY, unverified_too=True)
    assert (allowed.value, allowed.status) == (27, "memory-unverified")


def test_a_yearly_figure_ends_with_its_year(tmp_path: Path) -> None:
    given = {"coins": 0, "배우자": "없음"}
    last = answer.value(toy(tmp_path), "poor", {**given, "coins": 105}, dt.date(2022, 1, 1))
    assert (last.value, last.status) == (None, "unpublished")


def test_an_unverified_figure_that_changes_nothing_does_not_spoil_the_answer(tmp_path: Path) -> None:
    country = toy(tmp_path)
    later = dt.date(2022, 5, 5)
    assert answer.value(country, "tithe", {"coins": 1200, "wizard": "no"}, later).value == 120
    assert answer.value(country, "tithe", {"coins": 1201, "wizard": "no"}, later).value is None
    assert answer.value(country, "tithe", {"coins": 1201, "wizard": "yes"}, later).value == 0
    assert answer.value(country, "tithe", {"coins": 1201, "wizard": "yes"}, later).status == "verified-2"


def test_rounding_is_half_up_and_not_half_even(tmp_path: Path) -> None:
    assert answer.value(toy(tmp_path), "tithe", {"coins": 250, "wizard": "no"}, DAY).value == 30
    assert answer.value(toy(tmp_path), "tithe", {"coins": 249, "wizard": "no"}, DAY).value == 20


def test_a_missing_fact_is_named_and_no_zero_is_assumed(tmp_path: Path) -> None:
    found = answer.value(toy(tmp_path), "tithe", {"coins": 250}, DAY)
    assert (found.value, found.missing) == (None, ("wizard",))


def test_a_given_quantity_overrides_its_rule_and_the_trace_says_so(tmp_path: Path) -> None:
    doubled = a_rule("doubled", lambda bread: 2 * bread)
    found = answer.value(toy(tmp_path, doubled), "doubled", {"bread": 7}, DAY)
    assert (found.value, found.trace[0].how) == (14, "given")


def test_spouses_are_followed_and_the_unmarried_add_nothing(tmp_path: Path) -> None:
    country = toy(tmp_path, benefits=(ALMS,))
    raw = {
        "가구원": [
            {"이름": "Sam", "coins": 60, "wizard": "no", "배우자": "Rosie"},
            {"이름": "Rosie", "coins": 60, "wizard": "no"},
            {"이름": "Bilbo", "coins": 90, "wizard": "no", "배우자": "없음"},
        ]
    }
    home, _ = situation.read(raw, country)
    found = screening.screen(screening.prepare(country, home, DAY)).of("alms")
    assert (found.status, found.people, found.won_low, found.won_high) == ("eligible", ("Bilbo",), 10, 10)


def test_people_nobody_described_keep_the_answer_open(tmp_path: Path) -> None:
    country = toy(tmp_path, benefits=(ALMS,))
    home, _ = situation.read({"가구원수": 2, "coins": 500, "wizard": "no", "배우자": "없음"}, _with_size(country))
    found = screening.screen(screening.prepare(_with_size(country), home, DAY)).of("alms")
    assert found.status == "unknown"
    assert "다른 가구원의 coins" in found.missing


def _with_size(country: Country) -> Country:
    size = Fact("가구원수", "수", "가구", "How many?", "people", low=1, high=20)
    return Country(country.rules, {**country.facts, "가구원수": size}, country.parameters, country.benefits)


def test_the_next_question_is_the_one_that_settles_most(tmp_path: Path) -> None:
    country = toy(tmp_path, benefits=(ALMS,))
    home, _ = situation.read({"가구원": [{"이름": "Sam", "배우자": "없음", "wizard": "no"}]}, country)
    assert [q.fact for q in question.rank(country, home, DAY)] == ["coins"]


# refused on load


def test_a_circle_is_refused_and_named(tmp_path: Path) -> None:
    hen, egg = a_rule("hen", lambda egg: egg), a_rule("egg", lambda hen: hen)
    with pytest.raises(BadRules, match="hen → egg → hen"):
        toy(tmp_path, hen, egg)


def test_a_missing_dependency_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRules, match="dragon"):
        toy(tmp_path, a_rule("fire", lambda dragon: dragon))


def test_overlapping_versions_are_refused(tmp_path: Path) -> None:
    early = a_rule("toll", lambda hearth: hearth, until="2020-01-01")
    late = a_rule("toll", lambda hearth: 2 * hearth, since="2020-01-01")
    with pytest.raises(BadRules, match="overlap"):
        toy(tmp_path, early, late)


def test_a_gap_between_versions_is_refused(tmp_path: Path) -> None:
    early = a_rule("toll", lambda hearth: hearth, until="2019-12-30")
    late = a_rule("toll", lambda hearth: 2 * hearth, since="2020-01-01")
    with pytest.raises(BadRules, match="gap"):
        toy(tmp_path, early, late)


def test_versions_that_follow_one_another_are_dated(tmp_path: Path) -> None:
    early = a_rule("toll", lambda hearth: hearth, until="2019-12-31")
    late = a_rule("toll", lambda hearth: 2 * hearth, since="2020-01-01")
    country = toy(tmp_path, late, early)
    assert answer.value(country, "toll", {"hearth": 3}, dt.date(2019, 12, 31)).value == 3
    assert answer.value(country, "toll", {"hearth": 3}, dt.date(2020, 1, 1)).value == 6


def test_a_rule_before_its_first_day_is_not_in_force(tmp_path: Path) -> None:
    country = toy(tmp_path, a_rule("toll", lambda hearth: hearth, since="2021-01-01"))
    assert answer.value(country, "toll", {"hearth": 3}, DAY).value is None


def test_a_household_rule_may_not_read_one_person(tmp_path: Path) -> None:
    with pytest.raises(BadRules, match="of a person"):
        toy(tmp_path, a_rule("greed", lambda coins: coins))


def test_one_name_for_two_things_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadRules, match="two things"):
        toy(tmp_path, a_rule("coin_limit", lambda hearth: hearth))


@pytest.mark.parametrize(
    ("fact", "complaint"),
    [
        (Fact("spell", "예아니오", "사람", "Which one?", after="hearth"), "comes after 'hearth', which is no fact of the same"),
        (Fact("spell", "예아니오", "사람", "Which one?", after="dragon"), "comes after 'dragon'"),
        (Fact("hat", "선택", "사람", "Which hat?", choices=("red",), reads={"crimson": "rde"}), "'rde'.* are no choices"),
        (Fact("hat", "선택", "사람", "Which hat?", choices=("red",), says={"blue": "the blue one"}), "'blue'"),
    ],
)  # fmt: skip
def test_a_question_that_leads_nowhere_is_refused(fact: Fact, complaint: str) -> None:
    with pytest.raises(BadRules, match=complaint):
        build([], {**FACTS, fact.name: fact}, {})
    build([], {**FACTS, "spell": Fact("spell", "예아니오", "사람", "Which one?", after="wizard")}, {})


@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        ("status: verified-1", "status: surely", "status"),
        ("value: 100,", "value: 1.5,", "whole numbers"),
        ("source: [a guess], ", "", "lacks"),
        ("    2021-01-01:", "    2020-01-01:", "twice"),
        ("    2021-01-01:", "    2019-01-01:", "order"),
        ("  unit: coins", "  note: coins", "unit"),
        ("mode: half_up", "mode: bankers", "rounding"),
        ("cell_status: {3:", "cell_status: {9:", "cell_status"),
        ("value: 100,", "value: 100, until: 2021-03-01,", "overlap"),
    ],
)
def test_a_faulty_figure_is_refused_on_load(tmp_path: Path, good: str, bad: str, complaint: str) -> None:
    assert good in FIGURES
    with pytest.raises(BadRules, match=complaint):
        toy(tmp_path, figures=FIGURES.replace(good, bad))


def test_an_unknown_name_is_answered_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(UnknownName) as refused:
        answer.value(toy(tmp_path), "bred", {}, DAY)
    assert refused.value.nearest[0] == "bread"


def test_a_fact_of_the_wrong_kind_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="hearth"):
        answer.value(toy(tmp_path), "bread", {"hearth": 4}, DAY)

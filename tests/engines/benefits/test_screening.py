"""A household of which not everything is known: decided answers hold, the rest say what is missing."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bokjihub.engines.benefits import api
from bokjihub.engines.benefits.country import korea
from bokjihub.engines.benefits.facts import CHOICE, COUNT, DATE, LINK, SCORE, WON, YESNO, Fact

DAYS = (dt.date(2025, 3, 1), dt.date(2026, 2, 1), dt.date(2026, 11, 22), dt.date(2027, 1, 1))


def breakpoints() -> list[int]:
    """Every whole number the parameters hold, and the won just below and above."""
    found = {0}
    for parameter in korea().parameters.values():
        for row in parameter.rows:
            cells = row.value.values() if isinstance(row.value, dict) else [row.value]
            found |= {n + d for n in cells if isinstance(n, int) for d in (-1, 0, 1)}
    return sorted(n for n in found if 0 <= n <= 2_000_000_000)


POINTS = breakpoints()


def any_value(fact: Fact, on: dt.date, pick: random.Random) -> Any:
    if fact.kind == YESNO:
        return pick.choice((True, False))
    if fact.kind == CHOICE:
        return pick.choice(fact.choices)
    if fact.kind == DATE:
        return on - dt.timedelta(days=pick.choice((0, 200, 400, 800, 3000, 6570, 9131, 12800, 23741, 23742, 30000)))
    if fact.kind == LINK:
        return pick.choice((None, "배우자"))
    if fact.kind == SCORE or fact.kind == COUNT:
        return pick.randint(fact.low, min(fact.high, 100))
    assert fact.kind == WON
    return pick.choice(POINTS) if pick.random() < 0.7 else pick.choice((0, 300_000, 900_000))


def a_home(on: dt.date, seed: int) -> api.Situation:
    """A household with every fact stated, its amounts at the points where the rules turn."""
    pick = random.Random(seed)
    names = ["본인", "배우자", "자녀"][: pick.randint(1, 3)]
    home = {f.name: any_value(f, on, pick) for f in api.facts() if f.of == "가구" and f.name != "가구원수"}
    people = []
    for name in names:
        person = {
            f.name: any_value(f, on, pick) for f in api.facts() if f.of == "사람" and f.name not in ("나이", "배우자")
        }
        people.append({"이름": name, **person, "배우자": None})
    if len(people) > 1 and pick.random() < 0.7:
        people[0]["배우자"], people[1]["배우자"] = "배우자", "본인"
    for person in people:
        for derived in DERIVED & set(person):
            del person[derived]
    for derived in DERIVED & set(home):
        del home[derived]
    return api.Situation({**home, "가구원수": len(people)}, tuple(people))


DERIVED = set(korea().rules)


def forget(home: api.Situation, seed: int) -> api.Situation:
    """The same household with some of its facts not stated."""
    pick = random.Random(seed)
    share = pick.random()
    household = {k: v for k, v in home.household.items() if pick.random() > share}
    people = tuple({k: v for k, v in p.items() if k == "이름" or pick.random() > share} for p in home.people)
    if "가구원수" not in household or pick.random() < 0.5:
        return api.Situation(household, people)
    return api.Situation(household, people[: pick.randint(0, len(people))])


@pytest.mark.slow
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**9), holes=st.integers(0, 10**9), on=st.sampled_from(DAYS))
def test_a_decided_answer_never_flips_when_the_facts_arrive(seed: int, holes: int, on: dt.date) -> None:
    home = a_home(on, seed)
    full, partial = api.screen(home, on), api.screen(forget(home, holes), on)
    for known, guessed in zip(full.results, partial.results, strict=True):
        assert guessed.status in (known.status, "unknown"), guessed.name
        if known.status != "unknown":
            assert guessed.won_low <= known.won_low
        if guessed.won_high is not None:
            assert known.won_high is not None
            assert known.won_high <= guessed.won_high


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9), on=st.sampled_from(DAYS[:3]))
def test_a_household_with_every_fact_stated_is_decided(seed: int, on: dt.date) -> None:
    for result in api.screen(a_home(on, seed), on).results:
        assert result.missing == ()
        assert result.won_high is None or result.won_low >= 0


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**9), more=st.integers(1, 5_000_000))
def test_more_earnings_never_raise_the_livelihood_benefit(seed: int, more: int) -> None:
    on = dt.date(2026, 2, 1)
    home = a_home(on, seed)
    richer = home.with_fact("근로소득", 0, home.people[0]["근로소득"] + more)
    assert api.screen(richer, on).of("생계급여").won_high <= api.screen(home, on).of("생계급여").won_high  # type: ignore[operator]


LONE = {
    "기초생활_지역": "그외", "긴급복지_지역": "농어촌", "급지": 4, "점유형태": "임차",
    "월차임": 150_000, "보증금": 3_000_000, "임차보증금": 3_000_000, "주거용재산": 0,
    "일반재산": 0, "금융재산": 1_000_000, "자동차": 0, "부채": 0, "재산소득": 0,
    "공적이전소득": 300_000, "사적이전소득": 0, "가구특성_지출": 0, "부양의무자_있음": "아니오", "위기사유": "아니오", "한부모": "아니오",
    "생계급여_수급중": "아니오", "의료급여_수급중": "아니오", "주거급여_수급중": "아니오", "교육급여_수급중": "아니오", "차상위": "아니오",
    "다자녀_대가족_출산": "아니오",
    "가구원": [{
        "이름": "김", "출생일": "1950-01-05", "장애인": "아니오", "근로소득": 0, "사업소득": 0, "배우자": "없음",
        "학교급": "없음", "직역연금": "아니오", "국민연금급여액": 300_000, "부부_기타소득": 300_000,
        "부부_일반재산": 3_000_000, "부부_금융재산": 1_000_000, "부부_부채": 0, "부부_고급재산": 0, "중증장애인": "아니오",
        "기초연금_수급중": "아니오", "일상생활_어려움": "아니오", "돌봄필요": "아니오",
        "중한_만성질환": "아니오", "심리상담_필요": "아니오",
    }],
}  # fmt: skip


def test_an_old_woman_alone_is_told_what_she_may_get_and_why() -> None:
    home, _ = api.read(LONE)
    screening = api.screen(home, dt.date(2026, 2, 1))
    livelihood = screening.of("생계급여")
    assert (livelihood.status, livelihood.won_low, livelihood.won_high) == ("eligible", 520_560, 520_560)
    assert "소득인정액 300,000원이 생계급여 선정기준 820,556원 이하입니다" in livelihood.reasons[0]
    assert "국민기초생활 보장법 제8조제2항, 2026-01-01 기준" in livelihood.reasons[0]
    assert (screening.of("주거급여(임차)").won_low, screening.of("기초연금").won_low) == (160_000, 349_700)
    assert screening.of("긴급복지(생계지원)").status == "not_eligible"
    assert screening.of("교육급여").reasons == (
        "초·중·고등학교 학생이 없습니다 (국민기초생활 보장법 제12조제1항, 2026-02-01 기준).",
    )


@pytest.mark.parametrize("fact", ["금융재산", "자동차", "부양의무자_있음"])
def test_a_fact_nobody_asked_is_missing_and_not_zero(fact: str) -> None:
    home, _ = api.read({k: v for k, v in LONE.items() if k != fact})
    livelihood = api.screen(home, dt.date(2026, 2, 1)).of("생계급여")
    assert livelihood.status == "unknown"
    assert fact in livelihood.missing
    assert livelihood.won_low == 0


def test_high_earnings_alone_decide_what_they_can() -> None:
    home, _ = api.read({"가구원수": 1, "나이": 40, "근로소득": 9_000_000, "사업소득": 0})
    screening = api.screen(home, dt.date(2026, 2, 1))
    assert screening.of("긴급복지(생계지원)").status == "not_eligible"
    assert screening.of("기초연금").status == "not_eligible"
    assert screening.of("생계급여").status == "unknown"


def test_the_next_question_is_open_and_asked_politely() -> None:
    home, _ = api.read({k: v for k, v in LONE.items() if k not in ("부양의무자_있음", "월차임")})
    question = api.next_question(home, dt.date(2026, 2, 1))
    assert question is not None
    assert (question.fact, question.benefits) == ("부양의무자_있음", ("생계급여", "의료급여"))
    assert question.question.endswith("요?")


def test_nothing_is_asked_when_all_is_decided() -> None:
    home, _ = api.read(LONE)
    assert api.next_question(home, dt.date(2026, 2, 1)) is None


def test_a_year_without_published_figures_is_not_guessed() -> None:
    home = api.read(LONE)[0].with_fact("소득재분배급여액", 0, 0).with_fact("기초생활_수급중", None, False)
    pension = api.screen(home, dt.date(2027, 3, 1)).of("기초연금")
    assert (pension.status, pension.missing) == ("unknown", ())
    assert any("기초연금_선정기준표" in reason for reason in pension.reasons)
    assert api.screen(home, dt.date(2027, 3, 1)).of("생계급여").won_low == 575_540


def test_every_question_is_polite_and_every_fact_is_used() -> None:
    used = {name for versions in korea().rules.values() for rule in versions for name in rule.needs}
    used |= {need.split("의_", 1)[-1] for need in used} | {"배우자"}
    for fact in api.facts():
        assert "요?" in fact.question, fact.name
        assert fact.name in used | DERIVED, fact.name

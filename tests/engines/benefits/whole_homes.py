"""Invented homes of which every fact is known, drawn as the demonstration town draws its own: many old people alone.

What a first visit leaves open, and in which order it is best asked, is measured on them. Nothing here reads the rules.
"""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import Any

from bokjihub.engines.benefits import api
from bokjihub.engines.benefits.country import korea
from bokjihub.engines.benefits.facts import CHOICE, COUNT, LINK, SCORE, WON, YESNO, Fact

# 남원시, 2025 인구총조사: homes of one are 43 in a hundred of all homes.
SIZES = (1, 1, 1, 1, 2, 2, 2, 3, 4, 5)
TEN_THOUSAND = 10_000
WORKED_OUT = frozenset(korea().rules)
# A first visit: who lives here (on the roll, with dates of birth), where (the town knows), and these.
FIRST_VISIT = ("출생일", "배우자", "근로소득", "사업소득", "공적이전소득", "점유형태", "장애인", "위기사유")
OF_THE_TOWN = ("가구원수", "기초생활_지역", "긴급복지_지역", "급지", "지역구분", "농어촌_거주")
TOWN = {"기초생활_지역": "그외", "긴급복지_지역": "중소도시", "급지": "4", "지역구분": "인구감소우대"}
OFTEN = {
    "부양의무자_있음": 0.6,
    "농어촌_거주": 0.3,
    "부양능력_없음": 0.3,
    "단태아": 0.97,
    "지역화폐": 0.5,
    "미혼자녀": 0.5,
}
SELDOM = 0.07


def whole_home(number: int, on: dt.date) -> api.Situation:
    """Home number so-and-so, always the same; every fact that can be asked is stated."""
    draw = Random(number)
    ages = _ages(draw)
    names = [f"가구원{place}" for place in range(1, len(ages) + 1)]
    married = len(ages) > 1 and ages[1] > 18 and draw.random() < 0.8
    people = [_person(draw, name, age, on) for name, age in zip(names, ages, strict=True)]
    if married:
        people[0]["배우자"], people[1]["배우자"] = names[1], names[0]
        shared = {name: value for name, value in people[0].items() if name.startswith("부부_")}
        people[1] |= shared
    home = {name: _value(draw, fact) for name, fact in _facts("가구") if name != "가구원수"}
    return api.Situation({**home, **TOWN, **_of_the_roll(ages), "가구원수": len(people)}, tuple(people))


def only(home: api.Situation, names: tuple[str, ...]) -> api.Situation:
    """The same home as far as these facts tell."""
    return api.Situation(
        {name: value for name, value in home.household.items() if name in names},
        tuple({n: v for n, v in person.items() if n == "이름" or n in names} for person in home.people),
    )


def _ages(draw: Random) -> list[int]:
    size = draw.choice(SIZES)
    head = min(97, max(22, int(draw.gauss(66 if size <= 2 else 52, 15))))
    ages = [head]
    if size >= 2:
        ages.append(max(1, head + draw.randrange(-5, 4) if draw.random() < 0.7 else head - 30))
    return ages + [max(0, head - draw.randrange(24, 42)) for _ in range(size - 2)]


def _of_the_roll(ages: list[int]) -> dict[str, Any]:
    children = sorted(age for age in ages[1:] if age < 18)
    alone = bool(children) and not (len(ages) > 1 and ages[1] > 18)
    return {
        "세대원수": len(ages),
        "자녀수": len(children),
        "자녀나이": children[0] if children else 0,
        "한부모": alone,
        "부모나이": ages[0],
        "다른부모나이": 40 if alone else ages[min(1, len(ages) - 1)],
        "출생아수": sum(age == 0 for age in children),
        "다자녀_대가족_출산": len(children) >= 3 or len(ages) >= 5 or any(age < 3 for age in children),
    }


def _person(draw: Random, name: str, age: int, on: dt.date) -> dict[str, Any]:
    born = (on - dt.timedelta(days=int(age * 365.25) + draw.randrange(1, 365))) if age else on - dt.timedelta(days=90)
    person: dict[str, Any] = {fact: _value(draw, told) for fact, told in _facts("사람") if fact != "나이"}
    works = 18 < age < 70 and draw.random() < 0.55
    person |= {
        "이름": name,
        "출생일": born,
        "배우자": None,
        "근로소득": _won(draw, 60, 330) if works else 0,
        "사업소득": _won(draw, 10, 90) if age > 18 and draw.random() < 0.2 else 0,
        "학교급": "초" if 7 <= age < 13 else "중" if age < 16 and age > 12 else "고" if 15 < age < 19 else "없음",
        "장애인": draw.random() < 0.12,
    }
    if not person["장애인"]:
        person |= {"중증장애인": False}
    return person


def _facts(of: str) -> list[tuple[str, Fact]]:
    return [(name, fact) for name, fact in korea().facts.items() if fact.of == of and name not in WORKED_OUT]


def _value(draw: Random, fact: Fact) -> Any:
    if fact.kind == YESNO:
        return draw.random() < OFTEN.get(fact.name, SELDOM)
    if fact.kind == CHOICE:
        return draw.choice(fact.choices)
    if fact.kind in (COUNT, SCORE):
        return draw.randint(fact.low, min(fact.high, fact.low + 5))
    if fact.kind == WON:
        return 0 if draw.random() < 0.45 else _won(draw, 0, 60 if fact.unit == "원/월" else 9_000)
    return None if fact.kind == LINK else dt.date(1960, 1, 1)


def _won(draw: Random, low: int, high: int) -> int:
    """As people say amounts: in whole ten thousands."""
    return int(draw.triangular(low, high, low + (high - low) / 4)) * TEN_THOUSAND

"""What cannot both be true of one home: named with its place, both values and how to mend it, before anything is worked out.

Only what the law or plain sense excludes for certain is refused. What is merely unusual (a spouse who is not counted as
living here may be a soldier or in prison, 국민기초생활 보장법 시행령 2조) is a doubt: said, and worked out all the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .errors import BadInput
from .facts import age_on
from .unknown import lowest

PENSION_AGE = 65  # 기초연금법 3조 1항
NEVER_MARRIED = 16  # 민법 807조: from 18; until 2007-12-20 women from 16. Younger is a slip, here or abroad
Facts = Mapping[str, Any]


@dataclass(frozen=True)
class Clash:
    """Two statements of one place (the home, or a person by name) that exclude each other, and what to do."""

    place: str
    this: str
    other: str
    mend: str
    facts: tuple[str, str]
    """The two facts, so that a page can open the one that is wrong."""

    def __str__(self) -> str:
        where = f"{self.place}: " if self.place else ""
        return f"{where}{self.this}, 그런데 {self.other}. {self.mend}"


class Contradiction(BadInput):
    """All clashes of one home at once, a line each."""

    def __init__(self, clashes: Sequence[Clash]) -> None:
        self.clashes = tuple(clashes)
        english = "; ".join(f"{c.place or 'home'}: {c.this} / {c.other}" for c in clashes)
        super().__init__("서로 맞지 않습니다. " + "\n".join(map(str, clashes)), f"contradictory facts: {english}")


def refuse(household: Facts, people: Sequence[Facts], on: dt.date | None) -> None:
    """Refused whole, with everything that clashes."""
    clashes = [*_of_home(household), *(clash for person in people for clash in _of_person(person, on))]
    if clashes:
        raise Contradiction(clashes)


def doubts(household: Facts, people: Sequence[Facts]) -> tuple[str, ...]:
    """What is possible, but more often a slip."""
    found = [
        f"{person['이름']}: 배우자 '{person['배우자']}'이(가) 가구원에 없습니다. 배우자는 따로 살아도 같은 가구로 봅니다"
        "(국민기초생활 보장법 시행령 2조). 군 복무·교도소·시설·행방불명이 아니면 가구원에 더하세요."
        for person in people
        if person.get("배우자") and person["배우자"] not in {other.get("이름") for other in people}
    ]
    size, children = household.get("가구원수"), household.get("자녀수")
    if isinstance(size, int) and isinstance(children, int) and children >= size:
        found.append(
            f"자녀수 {children}명인데 가구원수는 {size}명입니다. 따로 사는 30세 미만 미혼 자녀도 가구원입니다"
            "(국민기초생활 보장법 시행령 2조)."
        )
    return tuple(found)


# of the home


def _of_home(home: Facts) -> Iterator[Clash]:
    for fact, other, mend in OWNERS_AND_TENANTS:
        if home.get("점유형태") == other and lowest(home.get(fact, 0)) > 0:
            yield Clash("", _said(fact, lowest(home[fact])), f"점유형태는 '{other}'입니다", mend, (fact, "점유형태"))
    for fact in OF_OBLIGORS:
        if home.get("부양의무자_있음") is False and lowest(home.get(fact, 0)) > 0:
            mend = "가족이 있으면 부양의무자_있음을 '예'로, 없으면 이 줄을 지우세요."
            yield Clash(
                "", _said(fact, lowest(home[fact])), "부양의무자_있음은 '아니오'입니다", mend, (fact, "부양의무자_있음")
            )
    for fact in ("생계급여_수급중", "의료급여_수급중"):
        if home.get("차상위") is True and home.get(fact) is True:
            mend = "수급자는 차상위계층이 아닙니다(국민기초생활 보장법 2조 10호). 둘 가운데 하나를 고치세요."
            yield Clash("", f"{fact}은 '예'입니다", "차상위도 '예'입니다", mend, (fact, "차상위"))
    yield from _of_children(home)


OWNERS_AND_TENANTS = (
    ("월차임", "자가", "세를 내면 점유형태를 '임차'로, 본인 집이면 월차임을 0으로 고치세요."),
    ("보증금", "자가", "세 든 집이면 점유형태를 '임차'로, 본인 집이면 보증금을 0으로 고치세요."),
    ("임차보증금", "자가", "세 든 집이면 점유형태를 '임차'로, 본인 집이면 임차보증금을 0으로 고치세요."),
    ("주거용재산", "임차", "본인 집이면 점유형태를 '자가'로, 살지 않는 집이면 일반재산에 적으세요."),
)
OF_OBLIGORS = ("부양의무자_연소득", "부양의무자_일반재산", "부양의무자_주거용재산")


def _of_children(home: Facts) -> Iterator[Clash]:
    count, born, single = home.get("자녀수"), home.get("출생아수"), home.get("단태아")
    if count == 0 and "자녀나이" in home:
        mend = "자녀가 있으면 자녀수를, 없으면 자녀나이를 지우세요."
        said = _said("자녀나이", home["자녀나이"], "세")
        yield Clash("", said, "자녀수는 0명입니다", mend, ("자녀나이", "자녀수"))
    if count == 0 and home.get("한부모") is True:
        mend = "기르는 아이가 있으면 자녀수를 적고, 없으면 한부모를 '아니오'로 고치세요."
        yield Clash("", "한부모는 '예'입니다", "자녀수는 0명입니다", mend, ("한부모", "자녀수"))
    if isinstance(born, int) and isinstance(single, bool) and born > 0 and (born == 1) != single:
        told = "단태아는 '예'(한 아이)입니다" if single else "단태아는 '아니오'(쌍둥이 이상)입니다"
        yield Clash("", f"출생아수 {born}명", told, "둘 가운데 하나를 고치세요.", ("출생아수", "단태아"))


# of a person


def _of_person(person: Facts, on: dt.date | None) -> Iterator[Clash]:
    for check in OF_PERSONS:
        yield from check(person, on)


def _disability(person: Facts, on: dt.date | None) -> Iterator[Clash]:
    name, grade = str(person["이름"]), person.get("장애정도")
    if grade is not None and person.get("장애인") is False:
        mend = "등록 장애인이면 장애인을 '예'로, 아니면 장애정도를 지우세요."
        yield Clash(name, f"장애정도 '{grade}'", "장애인은 '아니오'입니다", mend, ("장애정도", "장애인"))
    if person.get("중증장애인") is True and person.get("장애인") is False:
        mend = "등록 장애인이면 장애인을 '예'로, 아니면 중증장애인을 '아니오'로 고치세요."
        yield Clash(name, "중증장애인은 '예'입니다", "장애인은 '아니오'입니다", mend, ("중증장애인", "장애인"))
    if person.get("중증장애인") is True and grade == "심하지않음":
        mend = "장애인연금의 중증장애인은 장애 정도가 심한 사람입니다(장애인연금법 2조). 둘 가운데 하나를 고치세요."
        said = "중증장애인은 '예'입니다"
        yield Clash(name, said, "장애정도는 '심하지않음'입니다", mend, ("중증장애인", "장애정도"))


def _income(person: Facts, on: dt.date | None) -> Iterator[Clash]:
    """상시근로소득 is a part of 근로소득 (장애인연금법 시행규칙 2조)."""
    steady, all_of_it = person.get("상시근로소득"), person.get("근로소득")
    if isinstance(steady, int) and isinstance(all_of_it, int) and steady > all_of_it:
        mend = "상시근로소득은 근로소득의 일부입니다. 근로소득을 더한 금액으로 고치세요."
        said = _said("상시근로소득", steady)
        facts = ("상시근로소득", "근로소득")
        yield Clash(str(person["이름"]), said, f"근로소득은 {all_of_it:,}원입니다", mend, facts)


def _age(person: Facts, on: dt.date | None) -> Iterator[Clash]:
    name, born, age, months = str(person["이름"]), person.get("출생일"), person.get("나이"), person.get("월령")
    if isinstance(months, int) and isinstance(age, int) and months // 12 != age:
        mend = "월령을 12로 나눈 몫이 나이입니다. 출생일만 적어도 됩니다."
        yield Clash(name, f"월령 {months}개월", f"나이는 {age}세입니다", mend, ("월령", "나이"))
    if isinstance(born, dt.date) and on is not None:
        full = age_on(born, on)
        if isinstance(months, int) and months // 12 != full:
            mend = "출생일이 맞으면 월령을 지우세요."
            told = f"출생일 {born}이면 {on}에 {full}세입니다"
            yield Clash(name, f"월령 {months}개월", told, mend, ("월령", "출생일"))
        age = full if age is None else age
    if person.get("기초연금_수급중") is True and isinstance(age, int) and age < PENSION_AGE:
        since = f"출생일 {born}" if isinstance(born, dt.date) else f"나이 {age}세"
        mend = f"기초연금은 {PENSION_AGE}세부터입니다(기초연금법 3조). 출생일(나이)이나 기초연금_수급중을 고치세요."
        facts = ("기초연금_수급중", "출생일" if isinstance(born, dt.date) else "나이")
        yield Clash(name, "기초연금_수급중은 '예'입니다", f"{since}이면 {age}세입니다", mend, facts)


def _marriage(person: Facts, on: dt.date | None) -> Iterator[Clash]:
    """A child as a husband or wife: the line of 배우자 has slipped to the wrong person, or a year of birth is mistyped."""
    name, spouse, born, age = str(person["이름"]), person.get("배우자"), person.get("출생일"), person.get("나이")
    if isinstance(born, dt.date) and on is not None:
        age = age_on(born, on)
    if spouse and isinstance(age, int) and age < NEVER_MARRIED:
        since = f"출생일 {born}이면 {age}세입니다" if isinstance(born, dt.date) else f"나이는 {age}세입니다"
        mend = "혼인은 18세부터입니다(민법 807조). 배우자나 출생일(나이)을 고치세요."
        facts = ("배우자", "출생일" if isinstance(born, dt.date) else "나이")
        yield Clash(name, f"배우자는 '{spouse}'입니다", since, mend, facts)


def _school(person: Facts, on: dt.date | None) -> Iterator[Clash]:
    name = str(person["이름"])
    if person.get("어린이집") is True and person.get("유치원") is True:
        mend = "지금 다니는 곳 하나만 '예'로 고치세요."
        yield Clash(name, "어린이집에 다닙니다", "유치원에도 다닙니다", mend, ("어린이집", "유치원"))
    if person.get("어린이집") is True and person.get("학교급") in ("초", "중", "고"):
        mend = "지금 다니는 곳 하나만 남기세요."
        told = f"학교급은 '{person['학교급']}'입니다"
        yield Clash(name, "어린이집에 다닙니다", told, mend, ("어린이집", "학교급"))


OF_PERSONS: tuple[Callable[[Facts, dt.date | None], Iterator[Clash]], ...] = (
    _disability,
    _income,
    _age,
    _marriage,
    _school,
)


def _said(fact: str, value: Any, unit: str = "원") -> str:
    return f"{fact} {value:,}{unit}"

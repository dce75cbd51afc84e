"""Sixty hand-made births, pregnancies and birthdays around every boundary: the days worked out on a paper calendar, a sentence each.

민법 제158조 (만 나이, 출생일 산입), 제160조 (기간의 끝인 날이 없으면 그 달 말일로 끝나고 다음 날 나이가 됨): who was born on 29
February is a year older on 1 March of a common year. 주민등록법 제10조제1항에 따라 신고한 생년월일이 기준이다:
a birthday the home keeps by the moon changes nothing, the register's date counts.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from bokjihub.accounts.access.actors import job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.people.models import Household, Person
from bokjihub.visits.actions.due import compute_due
from bokjihub.visits.models import Due, Enrolment, VisitProgramme, VisitRule
from tests.cast import Cast
from tests.factories.homes import home

pytestmark = pytest.mark.django_db
NIGHT = dt.date(2026, 11, 22)
NOTHING: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True)
class Case:
    """One home: a birthday, a child or a pregnancy, and every turn it should have that night."""

    why: str
    what: str  # age: a grown person born on `day`; child: born on `day`; due: expected on `day`
    day: str
    turns: tuple[tuple[str, str, str], ...] = NOTHING  # label, first day, last day
    more: dict[str, object] = field(default_factory=dict)


def one(label: str, opens: str, closes: str) -> tuple[tuple[str, str, str], ...]:
    return ((label, opens, closes),)


# An age: from 30 days before the birthday to 90 days after. The night of 22 November 2026 looks at what closes from that
# day on and opens by 21 January 2027 (60 days).
AGES = (
    Case("닫힌 날이 어제라 명단에 없다", "age", "1961-08-23"),
    Case("오늘이 마지막 날이다", "age", "1961-08-24", one("65세", "2026-07-25", "2026-11-22")),
    Case("내일까지 갈 수 있다", "age", "1961-08-25", one("65세", "2026-07-26", "2026-11-23")),
    Case("어제 65세가 되었다", "age", "1961-11-21", one("65세", "2026-10-22", "2027-02-19")),
    Case("오늘 65세가 된다: 태어난 날을 넣어 센다", "age", "1961-11-22", one("65세", "2026-10-23", "2027-02-20")),
    Case("내일 65세가 된다", "age", "1961-11-23", one("65세", "2026-10-24", "2027-02-21")),
    Case("오늘 명단에 오른다(30일 앞)", "age", "1961-12-22", one("65세", "2026-11-22", "2027-03-22")),
    Case("내일 명단에 오른다: 곧 옴", "age", "1961-12-23", one("65세", "2026-11-23", "2027-03-23")),
    Case("해의 마지막 날에 태어났다", "age", "1961-12-31", one("65세", "2026-12-01", "2027-03-31")),
    Case("새해 첫날에 태어났다: 다음 해에 65세", "age", "1962-01-01", one("65세", "2026-12-02", "2027-04-01")),
    Case("60일 뒤에 열리는 마지막 집", "age", "1962-02-20", one("65세", "2027-01-21", "2027-05-21")),
    Case("61일 뒤에 열려 아직 세지 않는다", "age", "1962-02-21"),
    Case("이달에 66세가 되어 65세는 지났다", "age", "1960-11-22"),
    Case("이달에 64세가 된다", "age", "1962-11-22"),
    Case("윤일에 태어나 66세다: 이 해의 차례가 아니다", "age", "1960-02-29"),
    Case("오늘 67세: 우리 시가 연 사업", "age", "1959-11-22", one("67세", "2026-10-23", "2027-02-20")),
    Case("67세의 마지막 날", "age", "1959-08-24", one("67세", "2026-07-25", "2026-11-22")),
    Case("67세를 하루 넘겼다", "age", "1959-08-23"),
    Case("68세가 된다: 어느 사업도 아니다", "age", "1958-11-22"),
    Case("오늘 70세", "age", "1956-11-22", one("70세", "2026-10-23", "2027-02-20")),
    Case("70세의 첫날", "age", "1956-12-22", one("70세", "2026-11-22", "2027-03-22")),
    Case("윤일에 태어나 70세(2026. 3. 1.)를 5월 30일에 닫았다", "age", "1956-02-29"),
    Case("오늘 75세", "age", "1951-11-22", one("75세", "2026-10-23", "2027-02-20")),
    Case("75세의 마지막 날", "age", "1951-08-24", one("75세", "2026-07-25", "2026-11-22")),
    Case("오늘 80세: 이 시는 80세 사업을 쉰다", "age", "1946-11-22"),
    Case(
        "음력 생일을 쇠어도 등록된 날로 센다",
        "age",
        "1961-11-22",
        one("65세", "2026-10-23", "2027-02-20"),
        {"note": "음력 10. 15. 생신"},
    ),
    Case(
        "음력으로 올해 생일이 지났어도 등록된 날은 아직이다", "age", "1962-02-21", NOTHING, {"note": "음력 1. 17. 생신"}
    ),
    Case(
        "태어난 해만 안다: 그해 내내 묻는다",
        "age",
        "1961-01-01",
        one("65세(태어난 날 모름)", "2026-01-01", "2026-12-31"),
        {"birth_on": None},
    ),
    Case("해만 알고 68세다", "age", "1958-01-01", NOTHING, {"birth_on": None}),
    Case(
        "해만 알고 내년에 65세: 60일 안에 열리는 새해",
        "age",
        "1962-01-01",
        one("65세(태어난 날 모름)", "2027-01-01", "2027-12-31"),
        {"birth_on": None},
    ),
    Case("돌아가신 분은 명단에 없다", "age", "1961-11-22", NOTHING, {"died_on": dt.date(2026, 11, 20)}),
    Case("오늘 돌아가신 분도 없다", "age", "1961-11-22", NOTHING, {"died_on": NIGHT}),
    Case("따로 사는 가족은 그 집의 명단이 아니다", "age", "1961-11-22", NOTHING, {"lives_elsewhere": True}),
    Case(
        "지난주에 전입했다: 새 동의 명단에 있다",
        "age",
        "1961-11-22",
        one("65세", "2026-10-23", "2027-02-20"),
        {"dong": "금동"},
    ),
    Case("다른 시로 옮겼다: 우리 시의 명단에 없다", "age", "1961-11-22", NOTHING, {"dong": "매곡동"}),
    Case("합쳐진 가구의 옛 기록은 세지 않는다", "age", "1961-11-22", NOTHING, {"merged": True}),
)
# A child: within 28 days of the birth, and from the 29th day to the day it is two (730 days; a leap day in between is one of them).
CHILDREN = (
    Case("오늘 태어났다", "child", "2026-11-22", (("출생", "2026-11-22", "2026-12-20"), ("출생 29일", "2026-12-21", "2028-11-21"))),
    Case("어제 태어났다", "child", "2026-11-21", (("출생", "2026-11-21", "2026-12-19"), ("출생 29일", "2026-12-20", "2028-11-20"))),
    Case("4주의 마지막 날", "child", "2026-10-25", (("출생", "2026-10-25", "2026-11-22"), ("출생 29일", "2026-11-23", "2028-10-24"))),
    Case("4주가 어제 끝나 오늘부터 두 돌까지", "child", "2026-10-24", one("출생 29일", "2026-11-22", "2028-10-23")),
    Case("오늘이 두 돌 창의 마지막 날", "child", "2024-11-22", one("출생 29일", "2024-12-21", "2026-11-22")),
    Case("두 돌 창이 어제 끝났다", "child", "2024-11-21"),
    Case("윤일에 태어난 아이(2024. 2. 29.)는 2026. 2. 28.에 닫혔다", "child", "2024-02-29"),
    Case("돌이 된 아이", "child", "2025-11-22", one("출생 29일", "2025-12-21", "2027-11-22")),
    Case("세 살이 되는 아이는 명단에 없다", "child", "2023-11-22"),
    Case("지난주에 이사 온 갓난아이는 새 동에서 센다", "child", "2026-11-10",
         (("출생", "2026-11-10", "2026-12-08"), ("출생 29일", "2026-12-09", "2028-11-09")), {"dong": "금동"}),
    Case("숨진 아이의 집에는 가지 않는다", "child", "2026-11-10", NOTHING, {"died_on": dt.date(2026, 11, 12)}),
    Case("다른 시에서 자라는 아이", "child", "2026-11-10", NOTHING, {"dong": "매곡동"}),
)  # fmt: skip
# A pregnancy: from 140 days before the expected day (20 weeks) for 56 days, never past the expected day.
PREGNANCIES = (
    Case("오늘 20주가 된다", "due", "2027-04-11", one("임신 20주", "2026-11-22", "2027-01-17")),
    Case("내일 20주", "due", "2027-04-12", one("임신 20주", "2026-11-23", "2027-01-18")),
    Case("어제 20주가 되었다", "due", "2027-04-10", one("임신 20주", "2026-11-21", "2027-01-16")),
    Case("창의 마지막 날(28주)", "due", "2027-02-14", one("임신 20주", "2026-09-27", "2026-11-22")),
    Case("창이 어제 끝났다", "due", "2027-02-13"),
    Case("60일 뒤에 20주", "due", "2027-06-10", one("임신 20주", "2027-01-21", "2027-03-18")),
    Case("61일 뒤에 20주: 아직", "due", "2027-06-11"),
    Case("오늘이 출산예정일: 20주의 창은 지났다", "due", "2026-11-22"),
    Case("등록이 어제 끝났다", "due", "2027-04-11", NOTHING, {"ended": True}),
    Case("지난주에 전입한 임신부", "due", "2027-04-11", one("임신 20주", "2026-11-22", "2027-01-17"), {"dong": "금동"}),
    Case("다른 시로 옮긴 임신부", "due", "2027-04-11", NOTHING, {"dong": "매곡동"}),
    Case("임신부가 돌아가셨다", "due", "2027-04-11", NOTHING, {"died_on": dt.date(2026, 11, 1)}),
)
CASES = (*AGES, *CHILDREN, *PREGNANCIES)


def test_sixty_homes_stand_on_the_list_with_the_days_worked_out_by_hand(cast: Cast) -> None:
    assert len(CASES) == 60
    VisitProgramme.objects.filter(code__in=("UNIV_67", "UNIV_75")).update(is_open=True)
    cases = {MAKERS[case.what](cast, case): case for case in CASES}
    actor = job_actor("방문 차례 셈", city=cast.city, day=NIGHT)
    with acting_as(actor):
        compute_due(city=cast.city, day=NIGHT, by=actor)
    found: dict[object, list[tuple[str, str, str]]] = {}
    for due in Due.objects.filter(dropped_on__isnull=True).order_by("opens_on"):
        found.setdefault(due.household_id, []).append((due.label, str(due.opens_on), str(due.closes_on)))
    wrong = [
        f"{case.why} ({case.day}): {found.get(house_id, [])} ≠ {list(case.turns)}"
        for house_id, case in cases.items()
        if tuple(found.get(house_id, ())) != case.turns
    ]
    assert not wrong, "\n".join(wrong)


def _house(cast: Cast, case: Case, born: int) -> Household:
    found = home(cast, dong=str(case.more.get("dong", "노암동")), born=born)
    if case.more.get("merged"):
        Household.objects.filter(id=found.id).update(merged_into=home(cast, born=1990))
    return found


def _grown(cast: Cast, case: Case) -> object:
    found = _house(cast, case, int(case.day[:4]))
    known = {name: case.more[name] for name in ("died_on", "lives_elsewhere", "note") if name in case.more}
    birth = None if "birth_on" in case.more else dt.date.fromisoformat(case.day)
    Person.objects.filter(household=found).update(birth_on=birth, **known)
    return found.id


def _child(cast: Cast, case: Case) -> object:
    found = _house(cast, case, 1990)
    Person.objects.create(
        household=found,
        area=found.area,
        name="아기",
        chosung="ㅇㄱ",
        birth_on=dt.date.fromisoformat(case.day),
        birth_year=int(case.day[:4]),
        relation="자녀",
        died_on=case.more.get("died_on"),
    )
    return found.id


def _pregnant(cast: Cast, case: Case) -> object:
    found = _house(cast, case, 1995)
    mother = found.members.get()
    if "died_on" in case.more:
        Person.objects.filter(id=mother.id).update(died_on=case.more["died_on"])
    ended = {"ends_on": NIGHT - dt.timedelta(days=1), "ended_because": "출산"} if case.more.get("ended") else {}
    Enrolment.objects.create(
        programme=VisitProgramme.objects.get(code="UNIV_PREG"),
        household=found,
        area=found.area,
        person=mother,
        event_on=dt.date.fromisoformat(case.day),
        reason="임신 등록",
        starts_on=dt.date(2026, 9, 1),
        set_by=cast.user("nurse").id,
        set_label="간호사",
        **ended,
    )
    return found.id


MAKERS: dict[str, Callable[[Cast, Case], object]] = {"age": _grown, "child": _child, "due": _pregnant}


def test_the_rules_the_days_were_worked_out_by_are_those_a_town_starts_with() -> None:
    rows = VisitRule.objects.filter(kind__in=["age", "birth", "pregnancy"]).order_by("kind", "at")
    assert [(row.kind, row.at, row.opens_before, row.window_days) for row in rows] == [
        *(("age", age, 30, 90) for age in (65, 67, 70, 75, 80)),
        ("birth", 0, 0, 28),
        ("birth", 29, 0, 701),
        ("pregnancy", 20, 0, 56),
    ]

"""What homes of the town told at the door: facts of a first visit, a few of them still open, so that screenings look like work."""

import datetime as dt
from random import Random
from typing import Any
from uuid import UUID

from bokjihub.accounts.access.actors import job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Post, Role
from bokjihub.benefits.actions.night import begin_night, finish_night, screen_part
from bokjihub.benefits.models import NightRun, StatedFact
from bokjihub.demo.copying import copy_in
from bokjihub.demo.ground import Town
from bokjihub.demo.residents import Home

Source = StatedFact.Source
AGED, WORKING_UNTIL = 65, 70
TEN_THOUSAND = 10_000
# Of a hundred homes: a few of those who get by, up to a third of those in the greatest need.
TOLD_LEAST, TOLD_BY_NEED = 0.005, 0.35
HOMES_AT_A_TIME = 4_000
LEFT_OPEN = (0, 0, 1, 2, 3)


def told_at_the_door(town: Town, homes: list[Home], random: Random, today: dt.date) -> int:
    """State the facts of homes that were visited. Returns how many homes told something."""
    by_team: dict[UUID, Post] = {post.team_id: post for post in town.posts_of(Role.DONG_OFFICER) if post.team_id}
    rows: list[StatedFact] = []
    count = 0
    for home in homes:
        team = town.team_of.get(home.dong)
        writer = by_team.get(team.id) if team else None
        if writer is None or random.random() > TOLD_LEAST + TOLD_BY_NEED * home.need**2:
            continue
        rows += _rows(home, writer, random, today)
        count += 1
    copy_in(rows)
    return count


def last_night(town: Town, today: dt.date) -> NightRun:
    """The night run of the town, as the worker would have done it."""
    actor = job_actor("급여 밤 진단", city=town.city, day=today)
    with acting_as(actor):
        run = begin_night(city=town.city, on=today, by=actor)
        while screen_part(run=run, size=HOMES_AT_A_TIME, by=actor):
            pass
        return finish_night(run=run, by=actor)


def _rows(home: Home, writer: Post, random: Random, today: dt.date) -> list[StatedFact]:
    age = today.year - home.head_birth.year
    own = _of_head(home, age, random)
    told: dict[tuple[str, UUID | None], str] = {(name, None): value for name, value in _of_home(age, random).items()}
    told |= {(name, home.head_id): value for name, value in own.items()}
    for key in random.sample(sorted(told, key=str), random.choice(LEFT_OPEN)):
        del told[key]
    on = today - dt.timedelta(days=random.randrange(3, 300))
    common: dict[str, Any] = {"household_id": home.id, "area_id": home.area_id, "stated_by": writer.user_id}
    return [
        StatedFact(
            **common,
            person_id=person_id,
            name=name,
            value=value,
            source=Source.PAPER if name in {"월차임", "보증금"} and random.random() < 0.5 else Source.SAID,
            stated_on=on,
        )
        for (name, person_id), value in told.items()
    ]


def _of_home(age: int, random: Random) -> dict[str, str]:
    rented = random.random() < 0.55
    deposit = _won(random, 100, 1_500) if rented else "0"
    facts = {
        "점유형태": "임차" if rented else "자가",
        "월차임": _won(random, 12, 38) if rented else "0",
        "보증금": deposit,
        "임차보증금": deposit,
        "주거용재산": "0" if rented else _won(random, 2_000, 11_000),
        "일반재산": "0" if random.random() < 0.8 else _won(random, 300, 6_000),
        "금융재산": _won(random, 0, 1_200) if random.random() < 0.85 else _won(random, 1_200, 9_000),
        "자동차": "0",
        "부채": "0" if random.random() < 0.7 else _won(random, 200, 4_000),
        "재산소득": "0",
        "공적이전소득": _won(random, 20, 55) if age >= AGED else "0",
        "사적이전소득": "0" if random.random() < 0.8 else _won(random, 5, 30),
        "가구특성_지출": "0" if random.random() < 0.7 else _won(random, 3, 20),
        "위기사유": "아니오" if random.random() < 0.9 else "예",
        "부양의무자_있음": "예" if random.random() < 0.6 else "아니오",
    }
    if facts["부양의무자_있음"] == "예":
        facts |= {"부양의무자_연소득": _won(random, 2_000, 7_000), "부양의무자_일반재산": _won(random, 5_000, 40_000)}
    return facts


def _of_head(home: Home, age: int, random: Random) -> dict[str, str]:
    works = age < WORKING_UNTIL and random.random() < 0.55
    facts = {
        "근로소득": _won(random, 60, 230) if works else "0",
        "사업소득": "0" if random.random() < 0.8 else _won(random, 10, 90),
        "장애인": "예" if random.random() < 0.12 else "아니오",
        "중증장애인": "아니오",
        "학교급": "없음",
    }
    if home.size == 1:
        facts["배우자"] = "없음"
    if age >= AGED:
        facts |= {
            "직역연금": "아니오",
            "부부_기타소득": _won(random, 0, 45),
            "부부_일반재산": _won(random, 500, 15_000),
            "부부_금융재산": _won(random, 0, 2_500),
            "부부_부채": "0",
            "부부_고급재산": "0",
        }
    return facts


def _won(random: Random, low: int, high: int) -> str:
    """An amount between so many ten thousand won, as people say it: in whole ten thousands."""
    return str(int(random.triangular(low, high, low + (high - low) / 4)) * TEN_THOUSAND)

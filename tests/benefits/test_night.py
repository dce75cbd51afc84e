"""The night's look at a town: only who may be looked at, what is settled, what is probable, what a new year changes."""

import datetime as dt
import io
import json
from typing import Any

import pytest

from bokjihub.accounts.access.actors import job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.actions import assign
from bokjihub.accounts.models import Assignment
from bokjihub.benefits import commands, nightly
from bokjihub.benefits.actions.facts import refuse_guidance, state_fact
from bokjihub.benefits.actions.night import begin_night, screen_part
from bokjihub.benefits.models import LikelyMiss, NightRun
from bokjihub.benefits.queries import night
from bokjihub.benefits.queries.facts import prepare
from bokjihub.benefits.queries.screening import columns_of
from bokjihub.clocks.models import Clock
from bokjihub.discovery.models import WorkItem
from bokjihub.discovery.queries.reasons import reasons_of_item
from bokjihub.engines.benefits import api
from bokjihub.people.actions import NewPerson, register_household
from bokjihub.people.models import Household, Person
from tests.cast import Cast
from tests.factories import work_items

ON = dt.date(2026, 11, 23)
HOME = {
    "점유형태": "임차", "월차임": "250000", "보증금": "5000000", "임차보증금": "5000000", "주거용재산": "0",
    "일반재산": "0", "금융재산": "1200000", "자동차": "0", "부채": "0", "재산소득": "0", "공적이전소득": "349700",
    "사적이전소득": "0", "가구특성_지출": "0", "부양의무자_있음": "아니오",
}  # fmt: skip
OWN = {"근로소득": "0", "사업소득": "0", "장애인": "아니오"}


def a_home(cast: Cast, name: str, born: int, *status: str, told: bool = False, dong: str = "노암동") -> Household:
    """A home of one; `told` states everything the basic benefits ask."""
    actor = cast.actor("officer" if dong == "노암동" else "geum_officer")
    with acting_as(actor):
        home = register_household(
            area=cast.dongs[dong],
            address=f"{dong} 시묘길 {born}",
            head=NewPerson(name=name, birth_on=dt.date(born, 5, 2)),
            by=actor,
        )
        person = home.members.get()
        Person.objects.filter(id=person.id).update(benefit_status=list(status))
        for fact, value in HOME.items() if told else ():
            state_fact(household=home, name=fact, value=value, on=ON, by=actor)
        for fact, value in OWN.items() if told else ():
            state_fact(household=home, name=fact, value=value, person=person, on=ON, by=actor)
    return home


def of(home: Household) -> LikelyMiss | None:
    return LikelyMiss.objects.filter(household=home).first()


@pytest.mark.slow
def test_only_homes_with_a_ground_are_looked_at(cast: Cast) -> None:
    young = a_home(cast, "김젊은", 1990, told=True)
    old = a_home(cast, "박노인", 1948)
    served = a_home(cast, "이수급", 1949, "기초연금", told=True)
    refused = a_home(cast, "최거부", 1950, "기초연금", told=True)
    actor = cast.actor("officer")
    with acting_as(actor):
        refuse_guidance(household=refused, refused=True, on=ON, by=actor)
    run = nightly.screen_town(cast.city, ON)
    assert (run.homes, run.done, run.lawful, run.unlawful) == (4, 4, 2, 2)
    assert of(young) is None
    assert of(refused) is None
    aged = of(old)
    assert aged is not None
    assert (aged.ground, aged.benefits) == (
        "aged",
        [{"name": "기초연금", "certain": False, "won": None, "period": "월"}],
    )
    known = of(served)
    assert known is not None
    assert known.is_certain
    # 820,556 less 349,700, rounded up to 10 won; rent of grade 4 for one 212,000
    assert known.monthly_won == 470_860 + 212_000
    assert {one["name"] for one in known.benefits} == {"생계급여", "의료급여", "주거급여(임차)"}


@pytest.mark.slow
def test_the_night_says_what_the_page_says(cast: Cast) -> None:
    home = a_home(cast, "이수급", 1949, "기초연금", told=True)
    nightly.screen_town(cast.city, ON)
    with acting_as(cast.actor("officer")):
        columns = columns_of(prepare(home.id), ON)
    found = of(home)
    assert found is not None
    shown = {one.name: one.result.won_low for one in columns.missed}
    assert all(shown[one["name"]] == (one["won"] or 0) for one in found.benefits)


@pytest.mark.slow
def test_an_open_worry_is_weighed_with_what_was_found(cast: Cast) -> None:
    home = a_home(cast, "이수급", 1949, "기초연금", told=True)
    item = work_items.worry(cast, owner="officer", household=home)
    with acting_as(cast.actor("officer")):
        before = sum(one.points for one in reasons_of_item(WorkItem.objects.get(id=item.id), ON))
    nightly.screen_town(cast.city, ON)
    after = WorkItem.objects.select_related("household").get(id=item.id)
    assert after.points == before + 12
    with acting_as(cast.actor("officer")):
        reasons = reasons_of_item(after, ON)
    assert sum(one.points for one in reasons) == after.points
    assert "받을 수 있는데 받지 않는 급여: 생계급여" in " ".join(one.label for one in reasons)
    Person.objects.filter(household=home).update(benefit_status=["기초(생계)", "기초(의료)", "기초(주거)", "기초연금"])
    nightly.screen_town(cast.city, ON + dt.timedelta(days=1))
    assert WorkItem.objects.get(id=item.id).points == before


@pytest.mark.slow
def test_a_broken_night_goes_on_where_it_stopped(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        a_home(cast, f"박노인{number}", 1940 + number)
    actor = job_actor(nightly.NAME, city=cast.city, day=ON)
    with acting_as(actor):
        run = begin_night(city=cast.city, on=ON, by=actor)
    with acting_as(actor):
        assert screen_part(run=run, size=2, by=actor) == 2
    seen: list[int] = []
    ended = nightly.screen_town(cast.city, ON, size=2, progress=lambda one: seen.append(one.done))
    assert ended.id == run.id
    assert seen == [4, 5, 5]
    assert (ended.done, ended.found, LikelyMiss.objects.count()) == (5, 5, 5)
    again = nightly.screen_town(cast.city, ON, progress=lambda one: pytest.fail("a finished night is not done again"))
    assert again.done == 5


@pytest.mark.slow
def test_a_new_year_gives_and_takes(cast: Cast) -> None:
    a_home(cast, "이수급", 1949, "기초연금", "기초(생계)", "기초(의료)", "기초(주거)", told=True)
    run = nightly.screen_town(cast.city, ON)
    (found,) = LikelyMiss.objects.all()
    assert found.benefits == []
    drift = {one["name"]: (one["was"], one["will"]) for one in found.drift}
    # 2027: 32 % of the median of one, 2,736,500 → 875,680 less 349,700 (published 2026)
    assert drift["생계급여"][0] == 470_860
    assert drift["생계급여"][1] > drift["생계급여"][0]
    assert (run.gaining, run.losing, found.drift_won > 0) == (1, 0, True)


@pytest.mark.slow
def test_each_dong_hears_of_new_homes_and_sees_only_its_own(cast: Cast, browse: Any) -> None:
    ours = a_home(cast, "박노인", 1948)
    a_home(cast, "정금동", 1948, dong="금동")
    nightly.screen_town(cast.city, ON)
    clock = Clock.objects.get(subject_kind="benefits.missing", area=cast.dongs["노암동"], done_at__isnull=True)
    assert clock.title == "놓치고 있을 지원 1가구(새로 1)"
    page = browse("officer").get("/benefits/missing/").content.decode()
    assert "박*인" in page
    assert "정*동" not in page
    assert "박노인" not in page
    nightly.screen_town(cast.city, ON + dt.timedelta(days=1))
    assert Clock.objects.filter(subject_id=clock.subject_id, done_at__isnull=True).count() == 1
    here = f"/benefits/missing/{ours.area_id}/"
    assert browse("officer").get(here).status_code == 200
    assert browse("officer").post(here).status_code == 302
    assert not Clock.objects.filter(subject_id=clock.subject_id, done_at__isnull=True).exists()
    assert browse("outsider").get(here).status_code == 404


@pytest.mark.slow
def test_who_does_not_want_to_be_told_says_so_on_the_page(cast: Cast, browse: Any) -> None:
    home = a_home(cast, "박노인", 1948)
    actor = cast.actor("officer")
    with acting_as(actor):
        assign(subject_id=home.id, purpose=Assignment.Purpose.WORK_ITEM, post_id=cast.posts["officer"].id, by=actor)
    nightly.screen_town(cast.city, ON)
    assert of(home) is not None
    browse("officer").post(f"/benefits/{home.id}/guide/", {"refused": "1"})
    assert of(home) is None
    assert nightly.screen_town(cast.city, ON + dt.timedelta(days=1)).lawful == 0


@pytest.mark.slow
def test_the_command_says_how_many(cast: Cast) -> None:
    a_home(cast, "박노인", 1948)
    out, err = io.StringIO(), io.StringIO()
    words = ["--city", "남원시", "--on", "2026-11-23", "--json"]
    assert commands.run(words, io.StringIO(), out, err) == 0
    assert json.loads(out.getvalue()) == [
        {
            "city": "남원시",
            "on": "2026-11-23",
            "homes": 1,
            "done": 1,
            "lawful": 1,
            "found": 1,
            "gaining": 0,
            "losing": 0,
        }
    ]
    assert "남원시 1/1가구" in err.getvalue()
    assert commands.run(["--city", "없는시"], io.StringIO(), out, err) == 1
    assert commands.run(["--on", "내일"], io.StringIO(), out, err) == 2
    assert NightRun.objects.count() == 1


def test_many_homes_are_answered_as_one_is() -> None:
    born = ["1948-05-02", "1990-01-01", "2024-03-01"]
    homes = [
        api.read({**HOME, "급지": "4", "기초생활_지역": "그외", "가구원": [{"이름": "가", "출생일": one, **OWN}]})
        for one in born
    ]
    many = api.screen_many([situation for situation, _ in homes], ON)
    for (situation, _), row in zip(homes, many, strict=True):
        alone = {one.name: one for one in api.screen(situation, ON).results}
        for one in row:
            if one.status != "unknown":
                assert alone[one.name].status == one.status
                assert one.won is None or alone[one.name].won_low == one.won


def test_the_database_and_the_page_agree_who_is_of_age(cast: Cast) -> None:
    """Births around the line, a leap day on either side, a year alone, somebody who died, somebody who lives elsewhere."""
    home = a_home(cast, "김가구", 1990)
    common = {"household_id": home.id, "area_id": home.area_id}
    days = [dt.date(1963, 2, 28), dt.date(1963, 3, 1), dt.date(1964, 2, 28), dt.date(1964, 2, 29), dt.date(1964, 3, 1)]
    Person.objects.bulk_create(
        [
            *(Person(**common, name=f"{day}", birth_on=day, birth_year=day.year) for day in days),
            *(Person(**common, name=f"{year}", birth_year=year) for year in (1962, 1963, 1964, None)),
            Person(**common, name="돌아가심", birth_on=dt.date(1940, 1, 1), died_on=dt.date(2025, 1, 1)),
            Person(**common, name="따로", birth_on=dt.date(1940, 1, 1), lives_elsewhere=True),
        ]
    )
    people = Person.objects.filter(household=home)
    for on in (
        dt.date(2028, 2, 28),
        dt.date(2028, 2, 29),
        dt.date(2028, 3, 1),
        dt.date(2029, 2, 28),
        dt.date(2029, 3, 1),
    ):
        of_age = {one.name for one in people if night._is_aged(one, on)}
        assert of_age == {one.name for one in people.filter(night._aged(on))}, on
        assert of_age

"""방문 요일표: who comes when across programmes, what clashes, where nobody comes."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.urls import reverse

from bokjihub.accounts.access.scope import acting_as
from bokjihub.people.models import Household
from bokjihub.resources.actions import visiting
from bokjihub.resources.actions.visiting import Regular
from bokjihub.resources.models import VisitingSlot
from bokjihub.resources.queries.visiting import visited_homes, weeks
from bokjihub.statistics.queries.frame import Scope
from bokjihub.statistics.queries.visiting import REPORTS
from tests.cast import Cast
from tests.factories import resources as make

Programme = VisitingSlot.Programme
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
AT = dt.time


@pytest.fixture
def home(cast: Cast) -> Household:
    return make.home(cast, "박영순")


def comes(
    cast: Cast, home: Household, programme: Programme, weekday: int, at: dt.time | None = None, **more: Any
) -> VisitingSlot:
    by = cast.actor("officer")
    facts = {"visitor": "생활지원사", "told_by": "복지관 전화", "starts_on": make.today(), "begins_at": at, **more}
    with acting_as(by):
        return visiting.enter_slot(household=home, regular=Regular(programme, weekday=weekday, **facts), by=by)


def week(cast: Cast, home: Household, day: dt.date | None = None) -> Any:
    with acting_as(cast.actor("officer")):
        return weeks([home.id], day or make.today())[home.id]


def test_a_week_spread_out_is_fine(cast: Cast, home: Household) -> None:
    comes(cast, home, Programme.ELDER, TUE, AT(10))
    comes(cast, home, Programme.HEALTH, THU, AT(14))
    found = week(cast, home)
    assert (found.visits, found.clashes, found.gaps) == (2, (), ())


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        (AT(10), AT(10, 30), "화요일 노인맞춤돌봄과 방문건강 시간이 겹침"),
        (AT(10), AT(11, 30), "화요일 노인맞춤돌봄 뒤 30분 만에 방문건강"),
        (AT(10), AT(12), ""),
    ],
)
def test_two_visits_of_one_day(cast: Cast, home: Household, first: dt.time, second: dt.time, said: str) -> None:
    comes(cast, home, Programme.ELDER, TUE, first)
    comes(cast, home, Programme.HEALTH, TUE, second)
    assert week(cast, home).clashes == ((said,) if said else ())


def test_three_visits_on_one_day_and_never_on_friday(cast: Cast, home: Household) -> None:
    """process §6.4: so that nobody is visited four times on Tuesday and never on Friday."""
    for programme in (Programme.ELDER, Programme.HEALTH, Programme.MEALS):
        comes(cast, home, programme, TUE)
    found = week(cast, home)
    assert found.clashes == ("화요일에 3번 방문이 몰림",)
    assert found.gaps == ("수요일부터 3일 넘게 아무도 오지 않음",)


def test_one_programme_from_two_bodies_is_said(cast: Cast, home: Household) -> None:
    comes(cast, home, Programme.MEALS, TUE, visitor="도시락 배달")
    comes(cast, home, Programme.MEALS, THU, visitor="반찬 봉사")
    assert week(cast, home).clashes == ("도시락·반찬이 두 곳에서 옴: 도시락 배달, 반찬 봉사",)


@pytest.mark.parametrize(
    ("weekdays", "gaps"),
    [
        ((MON, WED, FRI), ()),
        ((MON, THU), ()),
        ((MON,), ("화요일부터 3일 넘게 아무도 오지 않음",)),
        ((WED, THU), ("금요일부터 3일 넘게 아무도 오지 않음",)),
        ((WED, THU, SAT), ()),
        ((), ()),
    ],
)
def test_a_gap_is_three_working_days_on_end(cast: Cast, home: Household, weekdays: tuple[int, ...], gaps: Any) -> None:
    for programme, weekday in zip(Programme, weekdays, strict=False):
        comes(cast, home, programme, weekday)
    assert week(cast, home).gaps == gaps


def test_what_has_ended_is_not_counted_and_the_same_is_not_entered_twice(cast: Cast, home: Household) -> None:
    slot = comes(cast, home, Programme.ELDER, TUE)
    with pytest.raises(visiting.SameSlot):
        comes(cast, home, Programme.ELDER, TUE)
    with pytest.raises(visiting.WhoMissing):
        comes(cast, home, Programme.HEALTH, TUE, visitor=" ")
    by = cast.actor("officer")
    with acting_as(by):
        visiting.end_slot(slot=slot, ends_on=make.today(), by=by)
    assert week(cast, home).visits == 1
    assert week(cast, home, make.today() + dt.timedelta(days=1)).visits == 0


def test_another_dong_sees_nothing_and_nothing_is_deleted(cast: Cast, home: Household) -> None:
    comes(cast, home, Programme.ELDER, TUE)
    with acting_as(cast.actor("geum_officer")):
        assert visited_homes(make.today()) == []
    with pytest.raises(DatabaseError), acting_as(cast.actor("officer")), connection.cursor() as cursor:
        cursor.execute("DELETE FROM resources_visitingslot")


def test_the_page_shows_the_week_and_takes_what_a_body_told(cast: Cast, home: Household, browse: Any) -> None:
    officer, nurse = browse("officer"), browse("nurse")
    url = reverse("resources:visiting_home", args=[home.id])
    facts = {
        "programme": "elder", "visitor": "생활지원사", "weekday": 1, "rhythm": "weekly", "begins_at": "10:00", "minutes": 60,
        "starts_on": str(make.today()), "told_by": "복지관 전화",
    }  # fmt: skip
    assert officer.post(url, facts).status_code == 302
    assert officer.post(url, facts).status_code == 422
    assert officer.post(url, {**facts, "programme": "health", "begins_at": "10:30"}).status_code == 302
    page = nurse.get(url).content.decode()
    assert "노인맞춤돌봄과 방문건강 시간이 겹침" in page
    listed = officer.get(reverse("resources:visiting"), {"only": "wrong"}).content.decode()
    assert "시간이 겹침" in listed
    assert "박영순" not in listed, "names are masked on the list"
    slot = VisitingSlot.objects.get(programme="health")
    assert officer.post(reverse("resources:end_visiting", args=[home.id]), {"slot": slot.id}).status_code == 302


def test_the_report_counts_homes_clashes_and_gaps(cast: Cast, home: Household) -> None:
    other = make.home(cast, "최순자")
    comes(cast, home, Programme.ELDER, TUE, AT(10))
    comes(cast, home, Programme.HEALTH, TUE, AT(10))
    for weekday in (MON, WED, FRI):
        comes(cast, other, list(Programme)[weekday + 2], weekday)
    with acting_as(cast.actor("hope")):
        report = REPORTS[0].build(Scope(make.today(), make.today()))
    assert report.total is not None
    assert report.total.cells == {"homes": 2, "slots": 5, "clashing": 1, "gaps": 1}

"""The demo's weeks of visits show what the grid is for."""

from random import Random
from typing import Any

import pytest
from django.utils import timezone

from bokjihub.accounts.access.actors import job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.clocks.calendar import add_months
from bokjihub.demo import ground, help, residents, visitors
from bokjihub.resources.queries.visiting import visited_homes

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_weeks_have_clashes_gaps_and_what_is_fine(monkeypatch: Any) -> None:
    monkeypatch.setattr(visitors, "HOMES", 20)
    random, today = Random(5), timezone.localdate()
    town = ground.build(ground.laid_out(), random, since=add_months(today, -48))
    town.facts = [row for row in town.facts if row["name"] == "노암동"]
    homes = residents.imagine(residents.places_of(town), random, today).write()
    help.Helpers(town, random, today)._directory()
    assert visitors.weeks_of(town, homes, today) == "방문 요일표 20가구, 방문 48"
    with acting_as(job_actor("보기", city=town.city, day=today)):
        weeks = [home.week for home in visited_homes(today)]
    assert len(weeks) == 20
    words = " ".join(one for week in weeks for one in (*week.clashes, *week.gaps))
    for what in ("시간이 겹침", "3번 방문이 몰림", "두 곳에서 옴", "아무도 오지 않음"):
        assert what in words, what
    assert sum(week.is_fine for week in weeks) >= 8

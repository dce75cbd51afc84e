"""Text 001, figure by figure, from entries (process §7.1, rows 8-14)."""

import datetime as dt
from random import Random

import pytest

from bokjihub.accounts.access.actors import job_actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.areas.queries import hub_count
from bokjihub.demo import namwon_2016
from bokjihub.demo.ground import Town
from bokjihub.statistics.queries.frame import Scope
from bokjihub.statistics.queries.output import as_json
from bokjihub.statistics.queries.registry import REPORTS

pytestmark = pytest.mark.slow
TO_AUGUST = Scope(dt.date(2016, 1, 1), dt.date(2016, 8, 31))


@pytest.fixture(params=[1, 20261122])
def town(request: pytest.FixtureRequest, db: None) -> Town:
    """The story from two seeds: the published figures do not depend on the draw."""
    return namwon_2016.tell(Random(request.param), dt.date(2026, 11, 22))


def test_emergency_aid_to_august_is_what_the_text_says(town: Town) -> None:
    with acting_as(job_actor("시험", city=town.city)):
        document = as_json(REPORTS["emergency"].build(TO_AUGUST))
    rows = {row["label"]: (row["count"], row["thousand_won"]) for row in document["rows"]}
    assert rows == {
        "생계지원": (266, 169_419),
        "의료지원": (32, 75_980),
        "주거지원": (2, 736),
        "연료비 등": (136, 13_567),
    }
    assert (document["total"]["count"], document["total"]["thousand_won"]) == (436, 259_704)
    assert any("259,702" in note and "단수조정" in note for note in document["notes"])


def test_market_day_counselling_is_what_the_text_says(town: Town) -> None:
    with acting_as(job_actor("시험", city=town.city)):
        report = as_json(REPORTS["mobile"].build(Scope(dt.date(2015, 1, 1), dt.date(2016, 8, 31))))
    by_year = {row["key"]: row for row in report["rows"]}
    assert (by_year["2015"]["users"], by_year["2015"]["won"]) == (1_293, 164_000_000)
    assert [by_year["2016"][key] for key in ("users", "helped", "won")] == [1_410, 1_240, 120_000_000]


def test_two_dongs_had_their_team_on_the_day_of_the_text(town: Town) -> None:
    assert hub_count(town.city, dt.date(2016, 8, 19)).dongs == 2
    assert hub_count(town.city, dt.date(2016, 7, 31)).dongs == 0


def test_market_days_end_in_four_and_nine() -> None:
    days = namwon_2016.market_days(2016, dt.date(2016, 12, 31))
    assert {day.day % 10 for day in days} == {4, 9}
    assert all(day.weekday() < 6 for day in days)

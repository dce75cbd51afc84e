"""R5 against cases made by hand."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.cases.models import Closing, Decision
from bokjihub.clocks.models import Clock
from bokjihub.statistics.queries.frame import Report, Scope
from bokjihub.statistics.queries.registry import REPORTS
from tests.cast import Cast
from tests.factories.cases import Walk, walk

pytestmark = pytest.mark.django_db
MARCH = Scope(dt.date(2026, 3, 1), dt.date(2026, 3, 31))
APRIL = Scope(dt.date(2026, 4, 1), dt.date(2026, 4, 30))


def on(path: Walk, day: dt.date) -> None:
    """Go on to another day; what was finished before is finished on the day it happened, not on the day of the test."""
    noon = timezone.make_aware(dt.datetime.combine(path.day, dt.time(12)))
    Clock.objects.filter(household_id=path.household.id, done_at__date=timezone.localdate()).update(done_at=noon)
    path.day = day


@pytest.fixture
def made(cast: Cast) -> list[Walk]:
    """노암동: one served and closed in April, one that is linked, one asked for and late; 금동: one complex, planned late."""
    day = dt.date(2026, 3, 2)
    closed = walk(cast, day)
    closed.request()
    closed.accept()
    on(closed, dt.date(2026, 3, 10))
    closed.survey()
    on(closed, dt.date(2026, 3, 13))
    closed.decide()
    on(closed, dt.date(2026, 3, 27))
    row = closed.approve(closed.plan())
    on(closed, dt.date(2026, 4, 20))
    closed.check(row)
    closed.approve_closing(closed.close())
    on(closed, dt.date(2026, 4, 21))
    linked = walk(cast, dt.date(2026, 3, 4), name="최한호")
    linked.request()
    linked.accept()
    on(linked, dt.date(2026, 3, 20))
    linked.survey({"money": 2})
    on(linked, dt.date(2026, 3, 23))
    linked.decide(Decision.Code.LINK_ONLY)
    on(linked, dt.date(2026, 3, 24))
    waiting = walk(cast, dt.date(2026, 3, 3), name="정가자")
    waiting.request()
    return [closed, linked, waiting]


def build(name: str, scope: Scope, cast: Cast) -> Report:
    with acting_as(cast.actor("hope")):
        return REPORTS[name].build(scope)


def cells(report: Report) -> dict[str, dict[str, Any]]:
    return {row.label: dict(row.cells) for row in report.rows}


def test_r5_counts_what_was_done_and_where_cases_stand(made: list[Walk], cast: Cast) -> None:
    march = cells(build("cases", MARCH, cast))
    assert march["노암동 · 일반"] == {
        "accepted": 1, "surveyed": 1, "met": 1, "planned": 1, "serving": 1, "closed": 0, "aftercare": 0, "overdue": 0,
    }  # fmt: skip
    assert march["노암동 · 연계"]["serving"] == 1
    assert march["노암동 · 구분 전"] == {
        "accepted": 0, "surveyed": 0, "met": 0, "planned": 0, "serving": 0, "closed": 0, "aftercare": 0, "overdue": 1,
    }  # fmt: skip
    april = cells(build("cases", APRIL, cast))
    assert (april["노암동 · 일반"]["closed"], april["노암동 · 일반"]["aftercare"]) == (1, 1)
    assert april["노암동 · 일반"]["serving"] == 0
    # March comes out the same after April's work
    assert cells(build("cases", MARCH, cast)) == march
    total = build("cases", MARCH, cast).total
    assert (total.cells["accepted"], total.cells["serving"], total.cells["overdue"]) == (2, 2, 1)


def test_closing_reasons_by_kind(made: list[Walk], cast: Cast) -> None:
    report = build("cases-closings", APRIL, cast)
    assert cells(report) == {"목표 달성": {"count": 1, "general": 1, "complex": 0, "link": 0}}
    assert not build("cases-closings", MARCH, cast).rows
    assert Closing.objects.count() == 1


def test_days_per_stage_against_the_limits(made: list[Walk], cast: Cast) -> None:
    """2 March → 10 → 13 → 27 and 4 March → 20 → 23: 8 and 16 days of survey, 3 and 3 to the meeting, 14 to the plan."""
    days = cells(build("cases-days", MARCH, cast))
    assert (days["접수 → 조사"]["count"], days["접수 → 조사"]["mean"], days["접수 → 조사"]["longest"]) == (2, 12.0, 16)
    assert (days["접수 → 조사"]["within"], days["접수 → 조사"]["share"]) == (1, 50.0)
    assert (days["조사 → 회의"]["mean"], days["조사 → 회의"]["share"]) == (3.0, 100.0)
    assert (days["회의 → 계획"]["count"], days["회의 → 계획"]["mean"]) == (1, 14.0)
    assert (days["접수 → 계획(전체)"]["mean"], days["접수 → 계획(전체)"]["within"]) == (25.0, 1)


def test_a_report_counts_only_what_the_asker_reaches(made: list[Walk], cast: Cast) -> None:
    for who, rows in {"officer": 3, "hope": 3, "geum_officer": 0, "monitor": 0}.items():
        with acting_as(cast.actor(who)):
            assert len(REPORTS["cases"].build(MARCH).rows) == rows, who

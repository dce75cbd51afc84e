"""Not out in time: the partner first, then the head, then 112 (process §11.2)."""

import datetime as dt

import pytest
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.clocks.models import Clock
from bokjihub.field.tasks import watch_visits
from bokjihub.visits.actions.alarm import raise_overdue
from bokjihub.visits.actions.record import Outcome, check_in, record_visit
from bokjihub.visits.models import Visit
from tests.cast import Cast
from tests.factories.homes import home
from tests.factories.visits import planned

pytestmark = pytest.mark.django_db


def inside(cast: Cast, *, minutes_ago: int, along: tuple[str, ...] = ("nurse",)) -> Visit:
    visit = planned(cast, home(cast), on=timezone.localdate(), at=dt.time(9, 0), along=along)
    actor = cast.actor("officer")
    with acting_as(actor):
        return check_in(visit=visit, at=timezone.now() - dt.timedelta(minutes=minutes_ago), by=actor)


def lines() -> dict[str, str]:
    found = Clock.objects.filter(policy__code="visit.overdue", done_at__isnull=True)
    return {line.role: line.title for line in found}


@pytest.mark.parametrize(
    ("minutes", "who"), [(74, set()), (75, {"visiting_nurse"}), (90, {"visiting_nurse", "team_head"})]
)
def test_each_step_reaches_the_next_person(cast: Cast, minutes: int, who: set[str]) -> None:
    inside(cast, minutes_ago=minutes)
    watch_visits(0)
    assert set(lines()) == who


def test_after_forty_five_minutes_112_stands_in_the_line_and_is_said_once(cast: Cast) -> None:
    visit = inside(cast, minutes_ago=90)
    watch_visits(0)
    assert "현장으로" in lines()["team_head"]
    actor = cast.actor("head")
    with acting_as(actor):
        assert raise_overdue(visit=visit, now=timezone.now() + dt.timedelta(minutes=15), by=actor) == 3
    assert "112" in lines()["team_head"]
    before = Clock.objects.count()
    watch_visits(0)
    assert Clock.objects.count() == before
    assert "112" in lines()["team_head"]


def test_coming_out_ends_the_alarm_for_everybody(cast: Cast) -> None:
    visit = inside(cast, minutes_ago=100)
    watch_visits(0)
    actor = cast.actor("officer")
    with acting_as(actor):
        out = Outcome(result=Visit.Result.MET, next_on=timezone.localdate() + dt.timedelta(days=7))
        record_visit(visit=visit, outcome=out, by=actor)
    assert lines() == {}
    assert watch_visits(0) == 0

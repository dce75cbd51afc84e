"""계획 무게: tried on a day, adopted or dropped; 달력 주소: times and dongs behind a secret address, never a home."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from bokjihub.accounts.access.scope import acting_as
from bokjihub.engines.routes.measures import measures
from bokjihub.engines.routes.problem import Place
from bokjihub.engines.routes.roster import (
    Call,
    LeftOut,
    Pin,
    Plan,
    Roster,
    Round,
    Rule,
    Seat,
    Shift,
    Stop,
    Weights,
    Worker,
)
from bokjihub.engines.routes.travel import GreatCircle
from bokjihub.visits import errors
from bokjihub.visits.actions import weights as actions
from bokjihub.visits.models import CalendarFeed, DayPlan, PlanWeights
from bokjihub.visits.planner import compare_weights
from bokjihub.visits.queries.day import lead_day
from bokjihub.visits.queries.remarks import moved_visit, remarks
from bokjihub.visits.queries.roster import roster_of
from bokjihub.visits.queries.weights import Ways, compared, standing_weights, ways_near, weights_of
from tests.cast import Cast
from tests.factories.homes import home
from tests.factories.visits import planned, tomorrow
from tests.visits.test_board import act, turn

pytestmark = pytest.mark.django_db
USUAL = dict.fromkeys(PlanWeights.AIMS, 1)


WAYS = {"km_per_hour": 24, "detour": "1.35", "door_minutes": 3, "ways_source": "가정"}
GUESS = Ways(24, Decimal("1.35"), 3, "가정")


def tried(cast: Cast, ways: Ways = GUESS, **levels: int) -> PlanWeights:
    row: PlanWeights = act(
        cast,
        actions.try_weights,
        "admin",
        city=cast.city,
        team=cast.teams["노암"],
        on=tomorrow(),
        levels=USUAL | levels,
        ways=ways,
    )
    return row


@pytest.mark.slow
def test_a_day_is_planned_by_both_weights_and_nothing_is_left_behind(cast: Cast) -> None:
    turn(cast, home(cast, name="최순덕"))
    planned(cast, home(cast), at=dt.time(15, 0))
    row = tried(cast, travel=3)
    compare_weights(row.id, seconds=0.3)
    row.refresh_from_db()
    assert row.state == PlanWeights.State.READY
    assert not DayPlan.objects.exists()
    found = compared(row)
    assert found is not None
    assert {line.label: line.now for line in found.lines}["담은 집"] == "2곳"
    assert found.same + len(found.moved) == 2
    act(cast, actions.adopt_weights, "admin", row=row)
    standing = standing_weights(cast.city.id)
    assert standing is not None
    assert standing.words == ["길에서 쓰는 시간 줄이기 훨씬 더"]
    plan = DayPlan(team=cast.teams["노암"], day=tomorrow(), until=tomorrow(), asked_by=cast.user("officer").id)
    plan.save()
    assert roster_of(plan).weights.travel == 6 * Weights().travel
    with pytest.raises(errors.NothingCompared):
        act(cast, actions.adopt_weights, "admin", row=row)


@pytest.mark.slow
def test_the_ways_of_a_town_are_tried_with_the_weights_and_then_stand_everywhere(cast: Cast) -> None:
    turn(cast, home(cast, name="최순덕", latitude=35.45))
    first = planned(cast, home(cast), at=dt.time(10, 0))
    planned(cast, home(cast, name="박병순", latitude=35.43), at=dt.time(14, 0))
    measured = Ways(12, Decimal("1.35"), 3, "2026년 11월 노암동 40번 잼")
    row = tried(cast, measured)
    compare_weights(row.id, seconds=0.3)
    row.refresh_from_db()
    assert row.result["new"]["travel"] > row.result["now"]["travel"]  # half the speed
    before = _travel(cast)
    act(cast, actions.adopt_weights, "admin", row=row)
    assert ways_near(cast.dongs["노암동"]) == GreatCircle(1.35, 12.0, 3.0)
    assert ways_near(cast.dongs["매곡동"]) == GreatCircle()  # another town
    assert _travel(cast) > 1.5 * before
    assert row.ways == "시속 12 km, 곧은 거리의 1.35배, 집마다 3분 (2026년 11월 노암동 40번 잼)"
    close = first.planned_at.replace(hour=14, minute=45)
    with acting_as(cast.actor("officer")):
        said = remarks(moved_visit(first), tomorrow(), close, [first.lead])
    assert any("분 거리인데" in one for one in said)


def _travel(cast: Cast) -> int:
    """Minutes on the road of the officer's day tomorrow."""
    with acting_as(by := cast.actor("officer")):
        found = lead_day(by, cast.posts["officer"], tomorrow())
    assert found is not None
    return found.travel


def test_ways_nobody_can_drive_are_refused(cast: Cast, browse: Any) -> None:
    admin = browse("admin")
    where = reverse("visits:weights")
    fields = USUAL | WAYS | {"team": str(cast.teams["노암"].id), "day": "내일"}
    for wrong in ({"km_per_hour": 2}, {"detour": "0.9"}, {"door_minutes": 31}, {"ways_source": ""}):
        assert admin.post(where, fields | wrong).status_code == 422
    assert not PlanWeights.objects.exists()
    row = tried(cast)
    with pytest.raises(IntegrityError, match="visits_ways_are_possible"), transaction.atomic():
        PlanWeights.objects.filter(id=row.id).update(ways_source="")


def test_trying_again_drops_the_try_before_and_dropping_keeps_what_stands(cast: Cast) -> None:
    first = tried(cast, fair=2)
    second = tried(cast, fair=3)
    first.refresh_from_db()
    assert first.state == PlanWeights.State.DROPPED
    with pytest.raises(errors.NothingCompared):
        act(cast, actions.adopt_weights, "admin", row=second)
    act(cast, actions.drop_weights, "admin", row=second)
    assert standing_weights(cast.city.id) is None
    assert weights_of(None) == Weights()


def test_a_rule_without_exception_has_no_weight(cast: Cast) -> None:
    row = PlanWeights(**dict.fromkeys(PlanWeights.AIMS, 0))
    for rule in ("sex", "kin", "trained", "pledged"):
        assert getattr(weights_of(row), rule) == getattr(Weights(), rule) == float("inf")


def test_the_figures_of_a_plan_are_those_counted_by_hand() -> None:
    office = Place(37.5, 127.0)
    ann, bob = (Worker(key, "dong_officer", office, (Shift(0, 570, 1050),)) for key in ("ann", "bob"))
    seat = Seat(frozenset({"dong_officer"}))
    calls = (
        Call("pair", office, 40, (seat, seat), bond=frozenset({"ann"}), was=("ann", "bob")),
        Call("late", office, 30, (seat,), closes=600, bond=frozenset({"ann"})),
        Call("pinned", office, 20, (seat,), pin=Pin(("bob",), 0, 800), was=("ann",)),
        Call("out", office, 20, (seat,), priority=1, due=0),
    )
    plan = Plan(
        rounds=(
            Round("ann", 0, (Stop("pair", 0, 580, 620, 10, "bob"),), back=5),
            Round(
                "bob",
                0,
                (
                    Stop("pair", 1, 580, 620, 7, "ann"),
                    Stop("late", 0, 630, 660, 8, None),
                    Stop("pinned", 0, 805, 825, 3, None),
                ),
                back=6,
            ),
        ),
        left_out=(LeftOut("out", Rule.HOURS, ""),),
        price=0.0,
    )
    found = measures(Roster((ann, bob), calls), plan)
    assert (found.placed, found.left, found.left_urgent, found.overdue) == (3, 1, 1, 1)
    assert (found.late, found.latest) == (60 + 5, 60)  # closes 600 - 30 = 570, came 630; pinned 800, came 805
    assert found.travel == 10 + 5 + 7 + 8 + 3 + 6
    assert (found.busiest, found.least, found.spread) == (7 + 40 + 8 + 30 + 3 + 20 + 6, 10 + 40 + 5, 114 - 55)
    assert (found.again, found.known, found.changed) == (1, 2, 1)


def test_the_page_tries_adopts_and_drops(cast: Cast, browse: Any) -> None:
    admin = browse("admin")
    where = reverse("visits:weights")
    assert "모두 ‘보통’으로 짭니다" in admin.get(where).content.decode()
    fields = USUAL | WAYS | {"bond": 3, "team": str(cast.teams["노암"].id), "day": "내일"}
    admin.post(where, fields)
    seeking = admin.get(where).content.decode()
    assert "두 무게로 짜는 중" in seeking
    assert "every 1s" in seeking
    admin.post(reverse("visits:settle_weights"), {"deed": "drop"})
    assert PlanWeights.objects.get().state == PlanWeights.State.DROPPED


def test_a_calendar_reads_times_and_dongs_behind_an_address_its_owner_closes(cast: Cast, browse: Any) -> None:
    household = home(cast, name="박병순")
    planned(cast, household, at=dt.time(15, 0))
    officer = browse("officer")
    page = reverse("visits:calendar")
    officer.post(page, {"deed": "open"})
    shown = officer.get(page).content.decode()
    address = shown.split("/portal/k/")[1].split("/")[0]
    assert "/portal/k/" not in officer.get(page).content.decode()  # shown once
    where = reverse("portal:calendar", args=[address])
    answer = Client().get(where)
    text = answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    day = dt.datetime.combine(tomorrow(), dt.time(6, 0))  # 15:00 in Seoul
    assert f"DTSTART:{day:%Y%m%dT%H%M%SZ}\r\n" in text
    assert f"DTEND:{day + dt.timedelta(minutes=40):%Y%m%dT%H%M%SZ}\r\n" in text
    assert "SUMMARY:방문 노암동 (두 사람)\r\n" in text
    assert text.count("BEGIN:VEVENT") == 1
    for said in ("박병순", "병순", household.address, str(household.id)):
        assert said not in text
    assert CalendarFeed.objects.get(ended_at=None).read_at is not None
    officer.post(page, {"deed": "open"})
    assert Client().get(where).status_code == 404  # a new address closes the old one
    again = officer.get(page).content.decode().split("/portal/k/")[1].split("/")[0]
    officer.post(page, {"deed": "close"})
    assert Client().get(reverse("portal:calendar", args=[again])).status_code == 404

"""이 주의 계획: turns get a day, days get an order; adopted day by day or whole; moved by hand; made again midweek."""

import datetime as dt
from functools import cache
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.clocks.calendar import is_working_day
from bokjihub.engines.routes.compose import NOBODY
from bokjihub.engines.routes.roster import Rule
from bokjihub.people.models import Household
from bokjihub.visits import errors
from bokjihub.visits.actions import board as actions
from bokjihub.visits.actions import move
from bokjihub.visits.actions.wishes import set_goer_terms
from bokjihub.visits.models import DayPlan, Due, PlanLine, Visit
from bokjihub.visits.moving import Move
from bokjihub.visits.planner import LEAST, OF_A_WEEK, SECONDS, effort_for, seek_plan
from bokjihub.visits.queries import roster
from bokjihub.visits.queries.rules import REFUSED
from bokjihub.visits.queries.week import week
from tests.cast import Cast
from tests.factories.homes import home
from tests.factories.visits import planned
from tests.visits.test_board import turn

pytestmark = pytest.mark.django_db
NAMES = ("최순덕", "박병순", "오정례", "김막례", "이순임", "정끝순")


@cache  # a test that turns the clock on keeps its week
def monday() -> dt.date:
    """Of a week without a holiday, the Friday before it still to come."""
    day = timezone.localdate() + dt.timedelta(days=14 - timezone.localdate().weekday())
    while not all(is_working_day(day + dt.timedelta(days=n)) for n in range(5)):
        day += dt.timedelta(days=7)
    return day


def weekday(number: int) -> dt.date:
    return monday() + dt.timedelta(days=number)


def due(cast: Cast, household: Household, *, closes: int = 20, opens: int = -5, code: str = "UNIV_65") -> Due:
    """A turn whose window opens and closes so many days after the Monday."""
    row = turn(cast, household, code=code)
    row.opens_on, row.closes_on = weekday(opens), weekday(closes)
    row.save()
    return row


def act(cast: Cast, verb: Any, who: str = "officer", **words: Any) -> Any:
    actor = cast.actor(who)
    with acting_as(actor):
        return verb(by=actor, **words)


def asked(cast: Cast) -> DayPlan:
    """이 주 계획 짜기 pressed, and the planner has been at work."""
    plan: DayPlan = act(cast, actions.ask_plan, team=cast.teams["노암"], on=monday(), until=weekday(4))
    return made(cast, plan)


def made(cast: Cast, plan: DayPlan) -> DayPlan:
    seek_plan(plan.id, cast.city.id, seconds=0.3)
    plan.refresh_from_db()
    assert plan.state == DayPlan.State.READY
    return plan


def line_of(plan: DayPlan, row: Due) -> PlanLine:
    return plan.lines.select_related("lead__user", "mate__user").get(due=row)


@pytest.mark.slow
def test_each_turn_gets_a_day_the_deadline_first_and_what_is_booked_stays(cast: Cast) -> None:
    booked = planned(cast, home(cast), on=weekday(3), at=dt.time(14, 0))
    soon = due(cast, home(cast, name="최순덕"), closes=1)
    late = due(cast, home(cast, name="오정례"), opens=2)
    others = [due(cast, home(cast, name=name)) for name in NAMES[3:]]
    plan = asked(cast)
    assert line_of(plan, soon).on in (weekday(0), weekday(1))
    assert line_of(plan, late).on in (weekday(2), weekday(3), weekday(4))  # its window opens on Wednesday
    assert {line_of(plan, row).on for row in others} <= {weekday(n) for n in range(5)}
    stands = plan.lines.get(visit=booked)
    assert (stands.on, stands.lead_id, stands.mate_id) == (weekday(3), booked.lead_id, cast.posts["nurse"].id)
    assert Visit.objects.count() == 1


@pytest.mark.slow
def test_no_home_is_knocked_up_twice_in_a_week_without_saying_so(cast: Cast) -> None:
    visited, twice, friday = home(cast, name="최순덕"), home(cast, name="박병순"), home(cast, name="오정례")
    planned(cast, visited, on=weekday(2))
    beside = due(cast, visited)
    first, second = due(cast, twice, closes=3), due(cast, twice, closes=9, code="UNIV_70")
    planned(cast, friday, on=weekday(-3))
    free = due(cast, friday)
    plan = asked(cast)
    left = line_of(plan, beside)
    assert (left.on, left.rule) == (None, Rule.BESIDE)
    assert left.words.startswith(f"{NOBODY[Rule.BESIDE]}. ")
    assert "김서연" in left.words  # whose visit it is
    assert line_of(plan, first).on is not None
    assert line_of(plan, second).words == f"{NOBODY[Rule.BESIDE]}. {first.label}에 함께 봅니다"
    assert line_of(plan, free).on == weekday(4)  # a week after the Friday before
    by_hand = Move(weekday(2), dt.time(15, 0), cast.posts["nurse"], (cast.posts["officer"],))
    with pytest.raises(errors.MayNotGo) as refused:
        act(cast, actions.place_line, line=left, to=by_hand)
    assert refused.value.sentence == REFUSED[Rule.BESIDE]
    done = act(cast, actions.adopt_plan, plan=plan)
    assert (done.booked, done.refused) == (2, ())


@pytest.mark.slow
def test_a_week_is_adopted_day_by_day_and_the_rest_stays_proposed(cast: Cast, browse: Any) -> None:
    rows = [due(cast, home(cast, name=name), opens=n // 3 * 2) for n, name in enumerate(NAMES)]
    plan = asked(cast)
    days = sorted(day for row in rows if (day := line_of(plan, row).on) is not None)
    first, of_the_day = days[0], days.count(days[0])
    assert 0 < of_the_day < len(rows)
    officer, page = browse("officer"), reverse("visits:week", args=[monday()])
    shown = officer.get(page).content.decode()
    assert "이 주 확정" in shown
    assert "이날만 확정" in shown
    assert "최*덕" in shown
    assert "최순덕" not in shown
    of_it = officer.get(reverse("visits:board", args=[first])).content.decode()
    assert "이 주의 계획안 가운데 하루입니다" in of_it
    assert of_it.count('id="line-') == 2 * of_the_day  # each home in the nurse's day and in the other's
    answer = officer.post(reverse("visits:settle_week", args=[first]), {"deed": "day"}, follow=True).content.decode()
    assert f"확정했습니다: 새 방문 {of_the_day}곳" in answer
    assert set(Visit.objects.values_list("planned_on", flat=True)) == {first}
    plan.refresh_from_db()
    assert plan.state == DayPlan.State.READY
    officer.post(reverse("visits:settle_week", args=[monday()]), {"deed": "adopt"})
    plan.refresh_from_db()
    assert plan.state == DayPlan.State.ADOPTED
    assert Visit.objects.count() == len(rows)
    with pytest.raises(errors.PlanIsSettled):
        act(cast, actions.adopt_plan, plan=plan)


@pytest.mark.slow
def test_a_proposed_home_is_moved_by_hand_with_an_instant_check_and_stays(cast: Cast, browse: Any) -> None:
    mine, other = due(cast, home(cast, name="최순덕")), due(cast, home(cast, name="박병순"))
    plan = asked(cast)
    officer, line, beside = browse("officer"), line_of(plan, mine), line_of(plan, other)
    goers = {"lead": str(line.lead_id), "companions": [str(line.mate_id)], "monday": monday().isoformat()}
    check = reverse("visits:check_place", args=[line.id])
    free = goers | {"planned_on": weekday(3).isoformat(), "planned_at": "16:00"}
    assert "옮길 수 있습니다" in officer.get(check, free).content.decode()
    assert "쉬는 날" not in officer.get(check, free).content.decode()
    assert beside.on is not None
    assert beside.at is not None
    taken = goers | {
        "planned_on": beside.on.isoformat(),
        "planned_at": f"{beside.at:%H:%M}",
        "lead": str(beside.lead_id),
    }
    taken["companions"] = [str(beside.mate_id)]
    assert "다른 집에 가는 것으로 짜여 있습니다" in officer.get(check, taken).content.decode()
    assert "이 주의 날이 아닙니다" in officer.get(check, free | {"planned_on": weekday(7).isoformat()}).content.decode()
    led = officer.get(
        check, free | {"lead": str(cast.posts["officer"].id), "companions": [str(cast.posts["nurse"].id)]}
    )
    assert REFUSED[Rule.ROLE] in led.content.decode()
    where = reverse("visits:place_line", args=[line.id])
    was = f"{line.on} {line.at:%H:%M} {line.lead_id},{line.mate_id}"
    answer = officer.post(where, free | {"was": was}, headers={"HX-Request": "true"}).content.decode()
    assert "옮겼습니다" in answer
    assert "되돌리기" in answer
    late = officer.post(where, free | {"was": was, "planned_at": "15:00"}, headers={"HX-Request": "true"})
    assert "그사이 다른 분이" in late.content.decode()
    plan = asked(cast)
    line.refresh_from_db()
    assert (line.on, line.at, line.is_pinned) == (weekday(3), dt.time(16, 0), True)
    officer.post(reverse("visits:pin_place", args=[line.id]), headers={"HX-Request": "true"})
    line.refresh_from_db()
    assert not line.is_pinned
    page = officer.get(where).content.decode()
    assert "이 자리로 고정" in page
    on_its_page = free | {"planned_at": "13:30"}
    assert officer.post(where, on_its_page).status_code == 302
    assert PlanLine.objects.get(id=line.id).at == dt.time(13, 30)


@pytest.mark.slow
def test_midweek_the_days_gone_by_are_left_and_what_is_booked_or_fixed_stays(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [due(cast, home(cast, name=name), opens=n // 3 * 2) for n, name in enumerate(NAMES)]
    plan = asked(cast)
    act(cast, actions.adopt_plan, plan=plan, on=monday())
    pinned = plan.lines.filter(due__isnull=False, on__gte=weekday(2)).first()
    assert pinned is not None
    act(cast, actions.pin_line, line=pinned, is_pinned=True)
    wednesday = cast.actor("officer", day=weekday(2))
    now = timezone.make_aware(dt.datetime.combine(weekday(2), dt.time(8, 0)))
    monkeypatch.setattr(roster.timezone, "now", lambda: now)
    monkeypatch.setattr("bokjihub.visits.planner.job_actor", lambda *a, **k: wednesday)
    booked = {visit.id: (visit.planned_on, visit.planned_at) for visit in Visit.objects.all()}
    with acting_as(wednesday):
        again = actions.ask_plan(team=cast.teams["노암"], on=monday(), until=weekday(4), by=wednesday)
    assert again.id == plan.id
    made(cast, again)
    placed = again.lines.filter(due__isnull=False, on__isnull=False)
    assert placed.count() == len(rows) - len(booked)
    assert all(line.on is not None and line.on >= weekday(2) for line in placed)
    assert placed.filter(id=pinned.id, on=pinned.on, at=pinned.at, is_pinned=True).exists()
    assert {v.id: (v.planned_on, v.planned_at) for v in Visit.objects.all()} == booked


@pytest.mark.slow
def test_a_week_takes_in_the_days_proposals_with_what_was_fixed_there(cast: Cast) -> None:
    row = due(cast, home(cast))
    day: DayPlan = act(cast, actions.ask_plan, team=cast.teams["노암"], on=weekday(1))
    day = made(cast, day)
    fixed = day.lines.get()
    act(cast, actions.pin_line, line=fixed, is_pinned=True)
    plan = asked(cast)
    day.refresh_from_db()
    assert day.state == DayPlan.State.DROPPED
    kept = line_of(plan, row)
    assert (kept.on, kept.at, kept.is_pinned) == (weekday(1), fixed.at, True)
    assert (
        act(cast, actions.ask_plan, team=cast.teams["노암"], on=weekday(2)).id == plan.id
    )  # the day belongs to its week


@pytest.mark.slow
def test_who_comes_one_day_a_week_is_planned_on_one_day(cast: Cast) -> None:
    act(cast, set_goer_terms, post=cast.posts["nurse"], halves=(), skills=(), sex="", most_days=1)
    rows = [due(cast, home(cast, name=name), closes=n) for n, name in enumerate(NAMES)]
    plan = asked(cast)
    lines = [line_of(plan, row) for row in rows]
    assert len({line.on for line in lines if line.on is not None}) == 1  # the only nurse leads them all
    assert any(line.on is not None for line in lines)


def test_few_homes_are_planned_sooner() -> None:
    assert effort_for(10, is_week=True) == effort_for(10, is_week=False) == LEAST
    assert effort_for(60, is_week=False) == pytest.approx(7.8)
    assert (effort_for(300, is_week=False), effort_for(300, is_week=True)) == (SECONDS, OF_A_WEEK)


def test_a_booked_visit_moved_by_hand_stands_so_in_the_weeks_proposal(cast: Cast) -> None:
    visit = planned(cast, home(cast), on=weekday(1))
    plan: DayPlan = act(cast, actions.ask_plan, team=cast.teams["노암"], on=monday(), until=weekday(4))
    to = Move(weekday(3), dt.time(15, 0), cast.posts["officer"], (cast.posts["nurse"],))
    act(cast, move.move_visit, visit=visit, to=to)
    line = plan.lines.get()
    assert (line.on, line.at) == (weekday(3), dt.time(15, 0))
    away = Move(weekday(8), dt.time(15, 0), cast.posts["officer"], (cast.posts["nurse"],))
    act(cast, move.move_visit, visit=Visit.objects.get(), to=away)
    assert not plan.lines.exists()


def test_a_day_has_one_open_proposal_and_a_span_goes_forward(cast: Cast) -> None:
    def plan(first: int, last: int) -> None:
        team, user = cast.teams["노암"], cast.user("officer")
        with transaction.atomic():
            DayPlan.objects.create(team=team, day=weekday(first), until=weekday(last), asked_by=user.id)

    plan(0, 4)
    for first, last in ((2, 2), (4, 8)):
        with pytest.raises(IntegrityError, match="visits_one_open_plan_a_day"):
            plan(first, last)
    with pytest.raises(IntegrityError, match="visits_plan_span"):
        plan(9, 8)


def test_a_placed_line_has_a_day(cast: Cast) -> None:
    visit = planned(cast, home(cast), on=weekday(1))
    plan: DayPlan = act(cast, actions.ask_plan, team=cast.teams["노암"], on=monday(), until=weekday(4))
    with pytest.raises(IntegrityError, match="visits_plan_line_placed"), transaction.atomic():
        plan.lines.filter(visit=visit).update(on=None)


def test_the_page_offers_to_plan_the_week_and_says_that_it_is_being_made(cast: Cast, browse: Any) -> None:
    due(cast, home(cast, name="최순덕"))
    officer, page = browse("officer"), reverse("visits:week", args=[monday()])
    assert "이 주 계획 짜기" in officer.get(page).content.decode()
    answer = officer.post(reverse("visits:ask_week", args=[monday()]), follow=True).content.decode()
    assert "짜는 중입니다" in answer
    assert "every 2s" in answer
    part = officer.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'visits.make_plan'")
        assert cursor.fetchone()[0]
    dropped = officer.post(reverse("visits:settle_week", args=[monday()]), {"deed": "drop"}, follow=True)
    assert "계획안을 버렸습니다" in dropped.content.decode()
    assert DayPlan.objects.get().state == DayPlan.State.DROPPED
    none = officer.post(reverse("visits:settle_week", args=[monday()]), {"deed": "adopt"})
    assert "이 주의 계획안이 없습니다" in none.content.decode()


def test_the_week_is_read_in_few_queries(cast: Cast, django_assert_max_num_queries: Any) -> None:
    for name in NAMES:
        due(cast, home(cast, name=name))
        planned(cast, home(cast, name=name), on=weekday(2), at=dt.time(9 + NAMES.index(name), 0))
    act(cast, actions.ask_plan, team=cast.teams["노암"], on=monday(), until=weekday(4))
    with acting_as(by := cast.actor("officer")), django_assert_max_num_queries(30):
        week(by, cast.teams["노암"], monday(), by_pair=False)

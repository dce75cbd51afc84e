"""방문 계획판: asked for, made by the planner, fixed by hand, adopted or dropped; seen as people of the cast see it."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.urls import reverse

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Post
from bokjihub.engines.routes.compose import NOBODY
from bokjihub.engines.routes.roster import Rule, Seat
from bokjihub.people.models import Household
from bokjihub.visits import errors
from bokjihub.visits.actions import board as actions
from bokjihub.visits.actions.wishes import Wished, set_home_wish
from bokjihub.visits.models import DayPlan, Due, PlanLine, Visit, VisitProgramme, VisitRule
from bokjihub.visits.moving import Move
from bokjihub.visits.planner import seek_plan
from bokjihub.visits.queries import board as boards
from bokjihub.visits.queries import calls
from bokjihub.visits.queries.pairs import LEADERS
from bokjihub.visits.queries.rules import REFUSED
from tests.cast import Cast
from tests.factories.homes import home, met_before
from tests.factories.visits import planned, tomorrow
from tests.visits.test_planning import agree

pytestmark = pytest.mark.django_db


def turn(cast: Cast, household: Household, *, code: str = "UNIV_65", days: int = 10) -> Due:
    """A turn nobody has booked yet."""
    programme = VisitProgramme.objects.get(code=code)
    rule = VisitRule.objects.filter(programme=programme).first() or VisitRule.objects.first()
    assert rule is not None
    return Due.objects.create(
        programme=programme,
        rule=rule,
        household=household,
        area=household.area,
        occasion=str(household.id),
        label=programme.name,
        event_on=tomorrow(),
        opens_on=tomorrow() - dt.timedelta(days=5),
        closes_on=tomorrow() + dt.timedelta(days=days),
    )


def asked(cast: Cast, who: str = "officer") -> DayPlan:
    """계획 짜기 pressed."""
    actor = cast.actor(who)
    with acting_as(actor):
        return actions.ask_plan(team=cast.teams["노암"], on=tomorrow(), by=actor)


def made(cast: Cast, plan: DayPlan) -> DayPlan:
    """The planner has been at work."""
    seek_plan(plan.id, cast.city.id, seconds=0.2)
    plan.refresh_from_db()
    return plan


def there(lead: Post, mate: Post | None) -> Move:
    """Tomorrow at ten."""
    return Move(tomorrow(), dt.time(10, 0), lead, (mate,) if mate else ())


def act(cast: Cast, verb: Any, who: str = "officer", **words: Any) -> Any:
    actor = cast.actor(who)
    with acting_as(actor):
        return verb(by=actor, **words)


def test_asking_gathers_the_homes_and_puts_the_planner_to_work_in_the_same_transaction(cast: Cast) -> None:
    visit = planned(cast, home(cast))
    turn(cast, home(cast, name="최순덕"))
    turn(cast, home(cast, dong="금동", name="김먼동"))
    plan = asked(cast)
    assert {(line.visit_id, line.lead_id) for line in plan.lines.filter(visit__isnull=False)} == {
        (visit.id, cast.posts["officer"].id)
    }
    assert [line.due.household.area.name for line in plan.lines.filter(due__isnull=False)] == ["노암동"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT args->>'plan_id' FROM procrastinate_jobs WHERE task_name = 'visits.make_plan'")
        assert str(plan.id) in {row[0] for row in cursor.fetchall()}
    assert asked(cast).id == plan.id


def test_a_day_without_homes_is_not_planned(cast: Cast) -> None:
    with pytest.raises(errors.NobodyToPlan):
        asked(cast)


@pytest.mark.slow
def test_the_planner_pairs_nurse_and_officer_and_adopting_books_them(cast: Cast) -> None:
    due = turn(cast, home(cast, name="최순덕"))
    plan = made(cast, asked(cast))
    line = plan.lines.get()
    assert plan.state == DayPlan.State.READY
    assert line.lead_id == cast.posts["nurse"].id
    assert line.mate.role in LEADERS
    assert "분 거리" in line.words or "같은 곳" in line.words
    assert not Visit.objects.exists()
    done = act(cast, actions.adopt_plan, plan=plan)
    assert (done.booked, done.refused) == (1, ())
    visit = Visit.objects.get()
    assert (visit.household_id, visit.planned_on, visit.planned_at) == (due.household_id, tomorrow(), line.at)
    assert visit.bookings.count() == 2
    with pytest.raises(errors.PlanIsSettled):
        act(cast, actions.adopt_plan, plan=DayPlan.objects.get(id=plan.id))


@pytest.mark.slow
def test_booked_people_stay_a_promise_holds_and_a_pin_survives_planning_again(cast: Cast) -> None:
    promised = planned(cast, home(cast), at=dt.time(14, 0), is_promised=True)
    moved = planned(cast, home(cast, name="최순덕"), at=dt.time(16, 30))
    plan = made(cast, asked(cast))
    lines = {line.visit_id: line for line in plan.lines.all()}
    assert lines[promised.id].at == dt.time(14, 0)
    assert (lines[moved.id].lead_id, lines[moved.id].mate_id) == (cast.posts["officer"].id, cast.posts["nurse"].id)
    act(cast, actions.change_line, line=lines[moved.id], to=Move(tomorrow(), dt.time(11, 0), moved.lead))
    plan = made(cast, DayPlan.objects.get(id=plan.id))
    assert plan.lines.get(visit=moved).at == dt.time(11, 0)
    assert plan.lines.get(visit=moved).is_pinned
    assert act(cast, actions.adopt_plan, plan=plan).moved == 1
    moved.refresh_from_db()
    assert moved.planned_at == dt.time(11, 0)
    assert moved.companions.count() == 1


@pytest.mark.slow
def test_a_neighbour_goes_along_only_with_consent(cast: Cast) -> None:
    household = home(cast)
    plan = DayPlan(team=cast.teams["노암"], day=tomorrow(), until=tomorrow())
    line = PlanLine(plan=plan, household=household, area=household.area)
    line.due = turn(cast, household, code="REPORT")

    def seats() -> tuple[Seat, ...]:
        (call,) = calls.calls_of(plan, [line], [], {tomorrow(): calls.BEGINS})
        return call.seats

    assert "volunteer" not in seats()[1].roles
    agree(cast, household)
    assert "volunteer" in seats()[1].roles
    met_before(cast, household)
    line.due.programme.pair_rule = "담당"
    assert len(seats()) == 1


def test_who_may_not_go_is_said_at_once(cast: Cast) -> None:
    household = home(cast)
    turn(cast, household)
    line = asked(cast).lines.select_related("plan__team__seat", "household", "due__programme").get()
    officer, nurse, volunteer = (cast.posts[who] for who in ("officer", "nurse", "volunteer"))
    for lead, mate, rule in (
        (officer, nurse, Rule.ROLE),
        (nurse, volunteer, Rule.ROLE),
        (nurse, None, Rule.PARTNER),
        (nurse, nurse, Rule.PARTNER),
    ):
        with pytest.raises(errors.MayNotGo) as refused:
            act(cast, actions.change_line, line=line, to=there(lead, mate))
        assert refused.value.sentence == REFUSED[rule]
    act(cast, actions.change_line, line=line, to=there(nurse, officer))
    assert line.is_pinned


@pytest.mark.slow
def test_a_home_nobody_may_go_to_says_which_rule(cast: Cast) -> None:
    turn(cast, home(cast))
    nurse = cast.posts["nurse"]
    nurse.ends_on = tomorrow() - dt.timedelta(days=1)
    nurse.save()
    plan = made(cast, asked(cast))
    assert plan.lines.get().lead_id is None
    assert plan.lines.get().words == "이 방문을 맡을 역할의 사람이 없습니다"


@pytest.mark.slow
def test_homes_left_out_stand_together_by_their_reason_with_what_to_do(cast: Cast, browse: Any) -> None:
    for name in ("최순덕", "박병순"):
        turn(cast, home(cast, name=name))
    asks = home(cast, name="오정례")
    turn(cast, asks, code="REPORT")
    act(cast, set_home_wish, household=asks, wished=Wished(skills=("russian",)))
    cast.posts["nurse"].ends_on = tomorrow() - dt.timedelta(days=1)
    cast.posts["nurse"].save()
    found = boards.board(made(cast, asked(cast)))
    assert [(len(group.stops), group.help) for group in found.left_by_reason] == [
        (2, boards.HELPS[Rule.ROLE]),
        (1, boards.HELPS[Rule.SKILL]),
    ]
    page = browse("officer").get(reverse("visits:board", args=[tomorrow()])).content.decode()
    assert page.count(boards.HELPS[Rule.ROLE]) == 1
    assert page.count("손으로 담기") == 3


def test_every_reason_has_something_to_do() -> None:
    assert set(boards.HELPS) == set(NOBODY) - {Rule.BOND}  # a bond is never without exception in the office


def test_dropping_changes_no_booking(cast: Cast) -> None:
    visit = planned(cast, home(cast))
    plan = asked(cast)
    act(cast, actions.drop_plan, plan=plan)
    visit.refresh_from_db()
    assert visit.planned_at == dt.time(10, 0)
    assert boards.open_plan(cast.teams["노암"].id, tomorrow()) is None


@pytest.mark.slow
def test_the_page_from_asking_to_adopting(cast: Cast, browse: Any) -> None:
    household = home(cast, name="박병순")
    turn(cast, household)
    page = reverse("visits:board", args=[tomorrow()])
    officer = browse("officer")
    assert "계획안이 없습니다" in officer.get(page).content.decode()
    officer.post(reverse("visits:ask_plan", args=[tomorrow()]))
    seeking = officer.get(page).content.decode()
    assert "짜는 중입니다" in seeking
    assert "every 1s" in seeking
    made(cast, DayPlan.objects.get())
    ready = officer.get(page, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in ready
    assert "박*순" in ready
    assert "박병순" not in ready
    assert "every 1s" not in ready
    assert "이하늘" in ready
    line = PlanLine.objects.get()
    assert officer.get(reverse("visits:change_line", args=[line.id])).status_code == 200
    officer.post(reverse("visits:change_line", args=[line.id]), {"deed": "pin"})
    line.refresh_from_db()
    assert line.is_pinned
    wrong = officer.post(
        reverse("visits:change_line", args=[line.id]),
        {"lead": str(cast.posts["officer"].id), "mate": str(cast.posts["nurse"].id), "at": "10:00"},
    )
    assert wrong.status_code == 422
    assert REFUSED[Rule.ROLE] in wrong.content.decode()
    done = officer.post(reverse("visits:settle_plan", args=[tomorrow()]), follow=True).content.decode()
    assert "확정했습니다: 새 방문 1곳" in done
    assert Visit.objects.count() == 1

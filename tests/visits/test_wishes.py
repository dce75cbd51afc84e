"""나오는 때와 방문 바람: kept by the planner, by every booking, and said on the pages; as people of the cast see them."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.people.models import Household
from bokjihub.visits import errors
from bokjihub.visits.actions import board as boards
from bokjihub.visits.actions import plan as plans
from bokjihub.visits.actions import wishes
from bokjihub.visits.actions.move import move_visit
from bokjihub.visits.actions.wishes import Wished
from bokjihub.visits.bookings import Appointment, Pair
from bokjihub.visits.models import DayPlan, GoerTerms, HomeWish, PlanLine, Visit, VisitProgramme, halves_words
from bokjihub.visits.moving import Move
from bokjihub.visits.planner import seek_plan
from bokjihub.visits.queries.pairs import goers, posts_around
from bokjihub.visits.queries.wishes import hours_on
from tests.cast import Cast
from tests.factories.homes import home, met_before
from tests.factories.visits import planned
from tests.visits.test_board import turn

pytestmark = pytest.mark.django_db
WHOLE = (570, 1050)


def wednesday() -> dt.date:
    """The next Wednesday: half days hold from Monday to Friday, on whatever day the tests are run."""
    day = timezone.localdate() + dt.timedelta(days=1)
    return day + dt.timedelta(days=(2 - day.weekday()) % 7)


def act(cast: Cast, verb: Any, who: str = "officer", **words: Any) -> Any:
    with acting_as(actor := cast.actor(who)):
        return verb(by=actor, **words)


def noted(cast: Cast, who: str, *halves: str, skills: tuple[str, ...] = (), sex: str = "") -> GoerTerms:
    row: GoerTerms = act(cast, wishes.set_goer_terms, post=cast.posts[who], halves=list(halves), skills=skills, sex=sex)
    return row


def wish(cast: Cast, household: Household, **asked: Any) -> HomeWish:
    row: HomeWish = act(cast, wishes.set_home_wish, household=household, wished=Wished(**asked))
    return row


def planned_day(cast: Cast) -> PlanLine:
    """계획 짜기 for Wednesday with its one home."""
    plan: DayPlan = act(cast, boards.ask_plan, team=cast.teams["노암"], on=wednesday())
    seek_plan(plan.id, cast.city.id, seconds=0.2)
    return plan.lines.get()


def booked(cast: Cast, household: Household, lead: str, along: tuple[str, ...], **more: Any) -> Visit:
    found: Visit = act(
        cast,
        plans.schedule_visit,
        household=household,
        programme=VisitProgramme.objects.get(code="REPORT"),
        pair=Pair(cast.posts[lead], tuple(cast.posts[one] for one in along)),
        appointment=Appointment(on=wednesday(), at=dt.time(10, 0), **more),
    )
    return found


@pytest.mark.parametrize(
    ("halves", "said"),
    [
        ((), ""),
        (("2a",), "수 오전"),
        (("0a", "2a", "2p"), "수, 월 오전"),
        (("4p", "0p"), "월·금 오후"),
        (("1a", "1p", "3p", "0a"), "화, 월 오전, 목 오후"),
    ],
)
def test_half_days_are_said_shortly(halves: tuple[str, ...], said: str) -> None:
    assert halves_words(halves) == said


@pytest.mark.parametrize(
    ("halves", "day", "hours"),
    [
        ([], dt.date(2026, 11, 25), WHOLE),
        (["2a"], dt.date(2026, 11, 25), (570, 720)),
        (["2p"], dt.date(2026, 11, 25), (780, 1050)),
        (["2a", "2p"], dt.date(2026, 11, 25), WHOLE),
        (["0a"], dt.date(2026, 11, 25), (1050, 1050)),  # comes on Mondays: nobody on a Wednesday
        (["0a"], dt.date(2026, 11, 28), WHOLE),  # a Saturday is agreed on anyway
    ],
)
def test_the_hours_of_a_half_day(halves: list[str], day: dt.date, hours: tuple[int, int]) -> None:
    assert hours_on(GoerTerms(halves=halves), day, WHOLE) == hours


def test_nothing_noted_is_every_day() -> None:
    assert hours_on(None, dt.date(2026, 11, 25), WHOLE) == WHOLE


@pytest.mark.slow
def test_the_planner_counts_on_a_half_day_only(cast: Cast) -> None:
    turn(cast, home(cast))
    noted(cast, "nurse", "2p")
    assert (line := planned_day(cast)).at is not None
    assert line.at >= dt.time(13, 0)
    noted(cast, "nurse", "0a")
    line = planned_day(cast)
    assert line.at is None
    assert "나오는 분들의 시간" in line.words or "역할" in line.words


@pytest.mark.slow
def test_the_planner_comes_when_the_home_is_in_and_with_whom_it_asks_for(cast: Cast) -> None:
    household = home(cast)
    turn(cast, household)
    noted(cast, "nurse", sex="M")
    noted(cast, "colleague", sex="F", skills=("sign",))
    wish(cast, household, sex="F", skills=("sign",), opens=dt.time(14, 0), closes=dt.time(16, 0))
    line = planned_day(cast)
    assert (line.lead_id, line.mate_id) == (cast.posts["nurse"].id, cast.posts["colleague"].id)
    assert line.at is not None
    assert dt.time(14, 0) <= line.at <= dt.time(15, 30)
    wish(cast, household, kept_away=[cast.user("colleague").id])
    assert planned_day(cast).mate_id not in (None, cast.posts["colleague"].id)
    wish(cast, household, skills=("russian",))
    line = planned_day(cast)
    assert line.at is None
    assert "수어·외국어" in line.words


def test_nobody_the_home_keeps_away_is_booked_or_offered(cast: Cast) -> None:
    household = home(cast)
    met_before(cast, household)
    wish(cast, household, kept_away=[cast.user("nurse").id])
    with pytest.raises(errors.HomeKeepsAway):
        booked(cast, household, "officer", ("nurse",))
    with pytest.raises(errors.HomeKeepsAway):
        booked(cast, household, "nurse", ())
    visit = booked(cast, household, "officer", ())
    with pytest.raises(errors.HomeKeepsAway):
        act(cast, plans.add_companion, visit=visit, post=cast.posts["nurse"])
    nurse = cast.posts["nurse"].id
    assert nurse not in {one.post_id for one in goers(household, wednesday())}
    assert nurse in {post.id for post in posts_around(household, wednesday())}


def test_a_pair_the_home_did_not_ask_for_goes_only_with_a_reason(cast: Cast) -> None:
    household = home(cast)
    noted(cast, "officer", sex="M")
    wish(cast, household, sex="F")
    with pytest.raises(errors.AgainstTheWish, match="여성 방문자") as refused:
        booked(cast, household, "officer", ("nurse",))  # of the nurse nothing is noted
    assert refused.value.field == "wish_reason"
    assert booked(cast, household, "officer", ("nurse",), wish_reason="오늘 꼭 뵈어야 함").wish_reason
    noted(cast, "colleague", sex="F")
    visit = planned(cast, home(cast, name="최순덕"), on=wednesday(), at=dt.time(14, 0), along=("colleague",))
    wish(cast, visit.household, sex="F")
    alone = Move(wednesday(), dt.time(15, 0), cast.posts["officer"], (cast.posts["nurse"],))
    with pytest.raises(errors.AgainstTheWish):
        act(cast, move_visit, visit=visit, to=alone)
    later = Move(wednesday(), dt.time(15, 0), cast.posts["officer"], (cast.posts["colleague"],))
    assert act(cast, move_visit, visit=visit, to=later).planned_at == dt.time(15, 0)


def test_an_empty_wish_ends_it_and_its_hours_must_run_forward(cast: Cast) -> None:
    household = home(cast)
    first = wish(cast, household, sex="F")
    again = wish(cast, household, opens=dt.time(14, 0))
    assert again.id == first.id
    assert again.asks == ("14:00부터 집에 계심",)
    with pytest.raises(errors.WishHoursAreOdd):
        wish(cast, household, opens=dt.time(14, 0), closes=dt.time(14, 0))
    assert wish(cast, household) is None
    assert HomeWish.objects.get().ended_on == timezone.localdate()
    assert wish(cast, household, skills=("car",)).id != first.id


def test_the_database_keeps_one_standing_wish_with_hours_that_run_forward(cast: Cast) -> None:
    household = home(cast)
    row = {"household": household, "area": household.area, "noted_by": cast.user("officer").id}
    HomeWish.objects.create(**row)
    with pytest.raises(IntegrityError, match="visits_one_standing_wish"), transaction.atomic():
        HomeWish.objects.create(**row)
    with pytest.raises(IntegrityError, match="visits_wish_hours"), transaction.atomic():
        HomeWish.objects.update(opens=dt.time(15, 0), closes=dt.time(9, 0))


def test_both_pages_are_written_read_and_kept(cast: Cast, browse: Any) -> None:
    officer = browse("officer")
    where = reverse("visits:goer_terms", args=[cast.posts["volunteer"].id])
    assert officer.get(where).status_code == 200
    assert officer.post(where, {"halves": ["0a", "2a"], "skills": ["car"], "sex": "F"}).status_code == 302
    page = officer.get(reverse("visits:goers")).content.decode()
    assert "월·수 오전" in page
    assert "차를 가져감" in page
    household = home(cast)
    where = reverse("visits:home_wish", args=[household.id])
    nurse = str(cast.user("nurse").id)
    odd = officer.post(where, {"opens": "15", "closes": "14"})
    assert odd.status_code == 422
    assert "끝나는 시각" in odd.content.decode()
    assert officer.post(where, {"opens": "14", "sex": "F", "kept_away": [nurse]}).status_code == 302
    page = officer.get(reverse("visits:plan_visit", args=[household.id])).content.decode()
    assert "여성 방문자 · 14:00부터 집에 계심" in page
    assert cast.user("nurse").name not in page
    assert officer.post(where, {}).status_code == 302
    assert not HomeWish.objects.filter(ended_on__isnull=True).exists()


def test_terms_of_somebody_elsewhere_are_not_ours_to_write(cast: Cast, browse: Any) -> None:
    where = reverse("visits:goer_terms", args=[cast.posts["geum_officer"].id])
    answer = browse("officer").post(where, {"halves": ["0a"]})
    assert "우리 팀과 함께 방문하는 분이 아닙니다" in answer.content.decode()
    assert not GoerTerms.objects.exists()


def test_a_move_to_an_hour_somebody_does_not_come_is_remarked(cast: Cast, browse: Any) -> None:
    visit = planned(cast, home(cast), on=wednesday(), at=dt.time(10, 0))
    noted(cast, "nurse", "2a")
    asked = {
        "planned_on": wednesday().isoformat(),
        "planned_at": "15:00",
        "lead": str(visit.lead_id),
        "companions": [str(cast.posts["nurse"].id)],
    }
    page = browse("officer").get(reverse("visits:check_move", args=[visit.id]), asked).content.decode()
    assert "수 오전에 나오십니다" in page
    asked["planned_at"] = "11:00"
    page = browse("officer").get(reverse("visits:check_move", args=[visit.id]), asked).content.decode()
    assert "나오십니다" not in page

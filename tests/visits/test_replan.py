"""The day planned again at eleven: the sick nurse's homes go to others, what is done or pinned stays, the rest hardly moves."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Assignment
from bokjihub.clocks.models import Clock
from bokjihub.people.models import Household
from bokjihub.visits import errors
from bokjihub.visits.actions import absence, move, record
from bokjihub.visits.actions import board as actions
from bokjihub.visits.bookings import Pair
from bokjihub.visits.models import Absence, Booking, DayPlan, Visit
from bokjihub.visits.planner import seek_plan
from bokjihub.visits.queries import calls, roster, to_plan
from bokjihub.visits.queries.day import lead_day
from tests.cast import Cast
from tests.factories.homes import home, met_before
from tests.factories.visits import planned

pytestmark = pytest.mark.django_db
ELEVEN = dt.time(11, 0)


def today() -> dt.date:
    return timezone.localdate()


@pytest.fixture(autouse=True)
def eleven(monkeypatch: pytest.MonkeyPatch) -> dt.datetime:
    """It is eleven in the office, whatever the machine's clock says."""
    now = timezone.make_aware(dt.datetime.combine(today(), ELEVEN))
    monkeypatch.setattr(roster.timezone, "now", lambda: now)
    return now


def known(cast: Cast, name: str, *, north: float = 0.0) -> Household:
    """A home somebody has been to, a little way up the road."""
    household = home(cast, name=name, latitude=35.40 + north, longitude=127.38)
    met_before(cast, household)
    return household


def booked(cast: Cast, household: Household, hour: int, minute: int = 0, **more: Any) -> Visit:
    return planned(cast, household, on=today(), at=dt.time(hour, minute), **more)


def away(cast: Cast, who: str) -> Absence:
    with acting_as(by := cast.actor("head")):
        return absence.note_absence(
            post=cast.posts[who],
            on=today(),
            begins=ELEVEN,
            ends=dt.time(18, 0),
            reason=Absence.Reason.LEAVE,
            by=by,
        )


def again(cast: Cast) -> DayPlan:
    """다시 짜기, and the planner at work."""
    with acting_as(by := cast.actor("officer")):
        found = actions.ask_plan(team=cast.teams["노암"], on=today(), by=by)
    seek_plan(found.id, cast.city.id, seconds=0.2)
    found.refresh_from_db()
    assert found.state == DayPlan.State.READY
    return found


@pytest.mark.slow
def test_the_sick_nurses_homes_go_to_others_and_the_rest_stays(cast: Cast, browse: Any) -> None:
    done = booked(cast, known(cast, "다녀온"), 9, 40, along=())
    promised = booked(cast, known(cast, "약속한", north=0.01), 14, 0, along=(), is_promised=True)
    kept = booked(cast, known(cast, "그대로", north=0.02), 15, 30, along=())
    with_nurse = booked(cast, known(cast, "간호사와", north=0.03), 13, 10)
    with acting_as(officer := cast.actor("officer")):
        result = record.Outcome(result=Visit.Result.MET, next_on=today() + dt.timedelta(days=7))
        record.record_visit(visit=done, outcome=result, by=officer)
    away(cast, "nurse")
    found = again(cast)
    lines = {line.visit_id: line for line in to_plan.lines_of(found)}
    assert done.id not in lines
    line = lines[with_nurse.id]
    assert (line.is_released, line.lead_id) == (True, cast.posts["officer"].id)  # who can still go keeps it
    assert line.mate_id not in (None, cast.posts["nurse"].id)
    assert not lines[promised.id].change
    late = dt.datetime.combine(today(), lines[kept.id].at or ELEVEN) - dt.datetime.combine(today(), dt.time(15, 30))
    assert abs(late) <= dt.timedelta(minutes=calls.TOLD_WITHIN)
    assert all(one.at is None or one.at >= ELEVEN for one in lines.values())
    page = browse("officer").get(reverse("visits:board", args=[today()])).content.decode()
    assert "사람 바뀜" in page
    assert "이하늘 11:00–18:00" in page
    with acting_as(officer):
        adopted = actions.adopt_plan(plan=found, by=officer)
    assert (adopted.handed, adopted.refused) == (1, ())
    with acting_as(officer):
        mine = lead_day(officer, cast.posts["officer"], today())
    assert mine is not None
    hours = [stop.visit.planned_at for stop in mine.stops]
    assert hours == sorted(hours)  # the day reads as the plan gave it
    with_nurse.refresh_from_db()
    assert cast.posts["nurse"].id not in with_nurse.companions.values_list("post_id", flat=True)
    assert not Booking.objects.filter(user=cast.user("nurse"), visit=with_nurse).exists()
    assert not Assignment.objects.filter(
        post=cast.posts["nurse"], source_id=with_nurse.id, ends_at__isnull=True
    ).exists()
    assert not Clock.objects.filter(post=cast.posts["nurse"], done_at__isnull=True).exists()


def test_nobody_away_can_be_booked_and_is_free_again_when_back(cast: Cast) -> None:
    row = away(cast, "nurse")
    household = known(cast, "박병순")
    with pytest.raises(errors.SomebodyTaken) as refused:
        booked(cast, household, 13)
    assert "자리를 비웁니다(11:00–18:00)" in refused.value.sentence
    with acting_as(by := cast.actor("head")):
        absence.end_absence(absence=row, by=by)
    booked(cast, household, 13)


def test_a_visit_is_handed_over_with_right_line_and_card(cast: Cast) -> None:
    visit = booked(cast, known(cast, "박병순"), 15)
    colleague = cast.posts["colleague"]
    with acting_as(by := cast.actor("head")):
        move.hand_visit_over(visit=visit, pair=Pair(colleague, (cast.posts["nurse"],)), at=dt.time(16, 0), by=by)
    visit.refresh_from_db()
    assert (visit.lead_id, visit.planned_at) == (colleague.id, dt.time(16, 0))
    assert set(Booking.objects.filter(visit=visit).values_list("user_id", flat=True)) == {
        colleague.user_id,
        cast.user("nurse").id,
    }
    due = Clock.objects.get(policy__code="visit.due", subject_id=visit.id, done_at__isnull=True)
    assert due.post_id == colleague.id
    assert visit.household_id not in cast.actor("outsider").subjects
    rights = Assignment.objects.filter(source_id=visit.id, ends_at__isnull=True)
    assert {right.post_id for right in rights} == {colleague.id, cast.posts["nurse"].id}


def test_somebody_who_has_left_for_the_home_keeps_it(cast: Cast) -> None:
    visit = booked(cast, known(cast, "박병순"), 15)
    with acting_as(by := cast.actor("officer")):
        record.depart(visit=visit, by=by)
        with pytest.raises(errors.NotPlanned):
            move.hand_visit_over(visit=visit, pair=Pair(cast.posts["colleague"]), at=dt.time(16, 0), by=by)


def test_the_rest_of_the_day_begins_now_and_where_one_stands(cast: Cast) -> None:
    gone = booked(cast, known(cast, "나선", north=0.05), 10, 30, along=())
    booked(cast, known(cast, "다음"), 15, along=())
    with acting_as(by := cast.actor("officer")):
        record.depart(visit=gone, by=by)
        found = actions.ask_plan(team=cast.teams["노암"], on=today(), by=by)
        made_of = roster.roster_of(found)
    worker = next(one for one in made_of.workers if one.key == cast.posts["officer"].id)
    shift = worker.shifts[0]
    assert shift.begins == 11 * 60
    assert shift.start is not None
    assert round(shift.start.latitude, 2) == 35.45
    assert (10 * 60 + 30, 11 * 60 + 10) in shift.closed  # still inside by the booking


def test_an_absence_is_noted_on_the_board_and_taken_back(cast: Cast, browse: Any) -> None:
    officer, where = browse("officer"), reverse("visits:note_absence", args=[today()])
    typed = {"who": str(cast.posts["nurse"].id), "begins": "9", "ends": "18시", "reason": "leave"}
    officer.post(where, typed)
    row = Absence.objects.get()
    assert timezone.localtime(row.starts_at).hour == 9
    assert "이하늘" in officer.get(reverse("visits:board", args=[today()])).content.decode()
    assert officer.post(where, typed | {"ends": "8"}).status_code == 422
    assert browse("geum_officer").post(reverse("visits:end_absence", args=[row.id])).status_code == 422
    officer.post(reverse("visits:end_absence", args=[row.id]))
    assert not Absence.objects.filter(ends_at__gt=timezone.now() + dt.timedelta(seconds=5)).exists()

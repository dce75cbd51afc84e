"""옮기기 and 방문 주간판: another day, time, person; the rule that forbids is named; the week by person and by pair."""

import datetime as dt
import re
from typing import Any

import pytest
from django.urls import reverse

from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Assignment
from bokjihub.clocks.models import Clock
from bokjihub.ui.errors import OfficerError
from bokjihub.visits import errors
from bokjihub.visits.actions import absence, move
from bokjihub.visits.models import Absence, Booking, Invitation, Visit, VisitProgramme
from bokjihub.visits.moving import Move
from tests.cast import Cast
from tests.factories.homes import home, met_before
from tests.factories.visits import planned, tomorrow
from tests.visits.test_planning import agree

pytestmark = pytest.mark.django_db


def to(cast: Cast, *people: str, on: dt.date | None = None, at: dt.time = dt.time(14, 0), **more: Any) -> Move:
    lead, *along = (cast.posts[one] for one in people or ("officer", "nurse"))
    return Move(on=on or tomorrow(), at=at, lead=lead, companions=tuple(along), **more)


def moved(cast: Cast, visit: Visit, wish: Move) -> Visit:
    with acting_as(by := cast.actor("officer")):
        return move.move_visit(visit=Visit.objects.get(id=visit.id), to=wish, by=by)


def test_a_visit_moves_to_another_day_time_and_person_and_everybody_is_told(cast: Cast) -> None:
    visit = planned(cast, home(cast))
    after = tomorrow() + dt.timedelta(days=2)
    moved(cast, visit, to(cast, "colleague", "nurse", on=after, at=dt.time(15, 30)))
    visit.refresh_from_db()
    assert (visit.planned_on, visit.planned_at, visit.lead_id) == (after, dt.time(15, 30), cast.posts["colleague"].id)
    taken = {one.user_id: one.starts_at for one in Booking.objects.filter(visit=visit)}
    assert set(taken) == {cast.user("colleague").id, cast.user("nurse").id}
    assert all(start.astimezone().date() == after for start in taken.values())
    running = Clock.objects.filter(done_at=None, household_id=visit.household_id)
    assert {(one.post_id, one.due_on) for one in running if one.verb in ("방문 기록", "방문 보기")} == {
        (cast.posts["colleague"].id, after),
        (cast.posts["nurse"].id, after),
    }
    rights = Assignment.objects.filter(source_id=visit.id, ends_at__isnull=True).values_list("post_id", flat=True)
    assert set(rights) == {cast.posts["colleague"].id, cast.posts["nurse"].id}


@pytest.mark.parametrize(
    ("people", "at", "error", "words"),
    [
        (("nurse", "nurse"), dt.time(14, 0), errors.MayNotGo, "서로 다른 두 분"),
        (("volunteer", "officer"), dt.time(14, 0), errors.NotALeader, "담당 공무원, 간호사"),
        (("geum_officer", "officer"), dt.time(14, 0), errors.MayNotGo, "동네를 맡지 않는"),
        (("officer",), dt.time(14, 0), errors.PairNeeded, "두 사람이 갑니다"),
        (("officer", "volunteer"), dt.time(14, 0), errors.OfficerError, "봉사자"),
        (("officer", "nurse"), dt.time(16, 0), errors.SomebodyTaken, "16:00–16:40"),
    ],
)
def test_the_rule_that_forbids_a_move_is_named(
    cast: Cast, people: tuple[str, ...], at: dt.time, error: type[OfficerError], words: str
) -> None:
    visit = planned(cast, home(cast))
    planned(cast, home(cast, name="최순덕"), at=dt.time(16, 0))
    with pytest.raises(error) as refused:
        moved(cast, visit, to(cast, *people, at=at))
    assert words in refused.value.sentence
    visit.refresh_from_db()
    assert visit.planned_at == dt.time(10, 0)
    assert Booking.objects.filter(visit=visit).count() == 2


def test_a_promised_time_moves_only_after_the_home_was_told(cast: Cast) -> None:
    visit = planned(cast, home(cast), is_promised=True)
    with pytest.raises(errors.TimeIsPromised):
        moved(cast, visit, to(cast))
    moved(cast, visit, to(cast, "colleague", "nurse", at=dt.time(10, 0)))  # the people change, the promise holds
    moved(cast, visit, to(cast, "colleague", "nurse", is_told=True))
    visit.refresh_from_db()
    assert visit.planned_at == dt.time(14, 0)


def test_past_days_absences_other_programmes_and_recorded_visits_forbid(cast: Cast) -> None:
    household = home(cast)
    visit = planned(cast, household)
    with acting_as(by := cast.actor("officer")):
        absence.note_absence(
            post=cast.posts["nurse"],
            on=tomorrow(),
            begins=dt.time(13, 0),
            ends=dt.time(18, 0),
            reason=Absence.Reason.LEAVE,
            by=by,
        )
    with pytest.raises(errors.SomebodyTaken, match="자리를 비웁니다"):
        moved(cast, visit, to(cast))
    with pytest.raises(errors.DayIsPast):
        moved(cast, visit, to(cast, on=tomorrow() - dt.timedelta(days=2)))
    Visit.objects.create(
        household=household,
        area=household.area,
        programme=VisitProgramme.objects.get(code="CASE"),
        lead=cast.posts["colleague"],
        planned_on=tomorrow() + dt.timedelta(days=9),
        planned_at=dt.time(9, 0),
    )
    with pytest.raises(errors.AnotherVisitThatWeek):
        moved(cast, visit, to(cast, on=tomorrow() + dt.timedelta(days=7)))
    Visit.objects.filter(id=visit.id).update(state=Visit.State.DEPARTED)
    with pytest.raises(errors.NotPlanned):
        moved(cast, visit, to(cast, at=dt.time(11, 0)))


def test_a_neighbour_who_stays_is_asked_anew_and_one_who_leaves_is_free(cast: Cast) -> None:
    household = home(cast)
    agree(cast, household)
    visit = planned(cast, household, along=("volunteer",))
    moved(cast, visit, to(cast, "officer", "volunteer"))
    asked = Invitation.objects.get(visit=visit)
    assert (asked.answer, asked.at) == (Invitation.Answer.WAITING, dt.time(14, 0))
    moved(cast, visit, to(cast, "officer", "nurse"))
    asked.refresh_from_db()
    assert asked.answer == Invitation.Answer.OVER
    assert not Booking.objects.filter(visit=visit, user=cast.user("volunteer")).exists()


def test_partners_change_places_and_a_pin_holds_against_setting_the_times(cast: Cast) -> None:
    household = home(cast)
    met_before(cast, household)
    visit = planned(cast, household)
    moved(cast, visit, to(cast, "nurse", "officer", at=dt.time(10, 0)))
    visit.refresh_from_db()
    assert visit.lead_id == cast.posts["nurse"].id
    assert [one.post_id for one in visit.companions.all()] == [cast.posts["officer"].id]
    with acting_as(by := cast.actor("officer")):
        move.pin_visit(visit=visit, is_pinned=True, by=by)
        changed = move.set_times(lead=visit.lead, on=tomorrow(), times={visit.id: dt.time(16, 0)}, by=by)
    assert changed == 0


def test_the_week_by_person_and_by_pair_moves_pins_and_takes_back(cast: Cast, browse: Any) -> None:
    visit = planned(cast, home(cast, name="박병순"))
    officer = browse("officer")
    monday = tomorrow() - dt.timedelta(days=tomorrow().weekday())
    page = officer.get(reverse("visits:week", args=[tomorrow()])).content.decode()
    assert "박*순" in page
    assert "박병순" not in page
    assert page.count(f'data-visit="{visit.id}"') == 2  # in the officer's row and in the nurse's
    by_pair = officer.get(reverse("visits:week", args=[tomorrow()]) + "?view=pair").content.decode()
    assert by_pair.count(f'data-visit="{visit.id}"') == 1
    assert "김서연 + 이하늘" in by_pair
    fields = {
        "planned_on": tomorrow().isoformat(),
        "planned_at": "15:30",
        "lead": str(cast.posts["officer"].id),
        "companions": [str(cast.posts["nurse"].id)],
        "monday": monday.isoformat(),
    }
    check = reverse("visits:check_move", args=[visit.id])
    assert "옮길 수 있습니다" in officer.get(check, fields).content.decode()
    wrong = officer.get(check, fields | {"companions": [str(cast.posts["officer"].id)]}).content.decode()
    assert "안 됩니다 — 서로 다른 두 분이 가야 합니다." in wrong
    lunch = officer.get(check, fields | {"planned_at": "12:10"}).content.decode()
    assert "점심시간과 겹칩니다" in lunch
    where = reverse("visits:move_visit", args=[visit.id])
    answer = officer.post(where, fields, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in answer
    assert "옮겼습니다" in answer
    assert "되돌리기" in answer
    assert Visit.objects.get(id=visit.id).planned_at == dt.time(15, 30)
    back = fields | {"planned_at": "10:00", "undo": "1", "is_told": "on"}
    assert "되돌리기" not in officer.post(where, back, headers={"HX-Request": "true"}).content.decode()
    refused = officer.post(where, fields | {"lead": str(cast.posts["volunteer"].id)}, headers={"HX-Request": "true"})
    assert refused.status_code == 422
    assert "data-officer-error" in refused.content.decode()
    officer.post(reverse("visits:pin_visit", args=[visit.id]), {"monday": monday.isoformat()})
    assert Visit.objects.get(id=visit.id).is_pinned
    sheet = officer.get(reverse("visits:week_sheet", args=[tomorrow()])).content.decode()
    assert "10:00" in sheet
    assert "박*순" in sheet


def test_the_page_of_its_own_moves_without_script(cast: Cast, browse: Any) -> None:
    visit = planned(cast, home(cast))
    officer = browse("officer")
    where = reverse("visits:move_visit", args=[visit.id])
    assert "이대로 옮기기" in officer.get(where).content.decode()
    fields = {"planned_on": "+1", "planned_at": "11", "lead": str(visit.lead_id), "companions": []}
    wrong = officer.post(where, fields)
    assert wrong.status_code == 422
    assert "두 사람이 갑니다" in wrong.content.decode()
    right = officer.post(where, fields | {"companions": [str(cast.posts["nurse"].id)]}, follow=True)
    assert "옮겼습니다" in right.content.decode()
    assert Visit.objects.get(id=visit.id).planned_at == dt.time(11, 0)


def test_a_board_opened_before_a_colleagues_move_undoes_nothing(cast: Cast, browse: Any) -> None:
    visit = planned(cast, home(cast))
    first, second = browse("officer"), browse("head")
    where, monday = reverse("visits:move_visit", args=[visit.id]), tomorrow() - dt.timedelta(days=tomorrow().weekday())
    board = reverse("visits:week", args=[monday])
    (stale,) = set(re.findall(r'data-was="([^"]+)"', second.get(board).content.decode()))
    fields = {
        "planned_on": tomorrow().isoformat(),
        "lead": str(cast.posts["officer"].id),
        "companions": [str(cast.posts["nurse"].id)],
        "monday": monday.isoformat(),
        "was": stale,
    }
    moved = first.post(where, fields | {"planned_at": "15:30"}, headers={"HX-Request": "true"}).content.decode()
    assert "옮겼습니다" in moved
    (fresh,) = set(re.findall(r'data-was="([^"]+)"', moved))
    assert fresh != stale
    late = second.post(where, fields | {"planned_at": "10:30"}, headers={"HX-Request": "true"})
    assert "그사이 다른 분이 이 방문을 옮겼습니다" in late.content.decode()
    assert fresh in late.content.decode()  # the board of now comes with the sentence
    on_its_page = second.post(where, fields | {"planned_at": "10:30"})
    assert on_its_page.status_code == 422
    assert "그사이 다른 분이" in on_its_page.content.decode()
    check = second.get(reverse("visits:check_move", args=[visit.id]), fields | {"planned_at": "10:30"})
    assert "그사이 다른 분이" in check.content.decode()
    assert Visit.objects.get(id=visit.id).planned_at == dt.time(15, 30)
    again = second.post(where, fields | {"planned_at": "10:30", "was": fresh}, headers={"HX-Request": "true"})
    assert "옮겼습니다" in again.content.decode()

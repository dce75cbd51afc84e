"""A class from the poster to the last tick; a screening; a village day; what is refused."""

import datetime as dt
import itertools
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.clocks.models import Clock
from bokjihub.people.models import Person
from bokjihub.people.queries import head_of
from bokjihub.programmes import actions, errors
from bokjihub.programmes.models import Attendance, Opinion, Participation, Programme, ServiceCount
from bokjihub.programmes.queries import applicants, counts_of, other_years, taking_applications
from tests.cast import Cast
from tests.factories.homes import home

State, Result = Participation.State, Participation.Result


def today() -> dt.date:
    return timezone.localdate()


def class_of(cast: Cast, who: str = "officer", **more: object) -> Programme:
    """An eight-week class of 노암동 that takes applications today."""
    facts = {
        "kind": Programme.Kind.CLASS, "title": "임신육아교실", "area": cast.dongs["노암동"], "host": "남원시보건소",
        "starts_on": today() + dt.timedelta(days=14), "weeks": 8, "capacity": 2,
        "apply_from": today(), "apply_until": today() + dt.timedelta(days=7), **more,
    }  # fmt: skip
    with acting_as(by := cast.actor(who)):
        return actions.open_programme(offer=actions.Offer(**facts), by=by)  # type: ignore[arg-type]


def person(cast: Cast, name: str, dong: str = "노암동") -> Person:
    found = head_of(home(cast, dong=dong, name=name).id)
    assert found is not None
    return found


def applied(
    cast: Cast, programme: Programme, name: str, *, who: str = "officer", dong: str = "노암동"
) -> Participation:
    someone = person(cast, name, dong)
    with acting_as(by := cast.actor(who)):
        return actions.apply(programme=programme, person=someone, channel="방문 때", by=by)


def test_a_class_has_a_day_a_week_and_a_clock_to_select(cast: Cast) -> None:
    programme = class_of(cast)
    days = [session.held_on for session in programme.sessions.all()]
    assert len(days) == 8
    assert {later - earlier for earlier, later in itertools.pairwise(days)} == {dt.timedelta(days=7)}
    assert programme.ends_on == days[-1]
    clock = Clock.objects.get(subject_id=programme.id)
    assert clock.started_on == programme.apply_until
    assert clock.post == cast.posts["officer"]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"weeks": 0}, errors.TooManySessions),
        ({"apply_until": None}, errors.ApplicationHalf),
        ({"reference_percent": "3.9"}, errors.ReferenceWithoutSource),
    ],
)
def test_what_a_form_gets_wrong_is_said(cast: Cast, wrong: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        class_of(cast, **wrong)


def test_an_officer_opens_nothing_for_another_dong(cast: Cast) -> None:
    with pytest.raises(errors.NotInYourReach):
        class_of(cast, area=cast.other_city)
    assert class_of(cast, area=cast.city).area == cast.city


def test_one_applies_once_and_only_in_time(cast: Cast) -> None:
    programme = class_of(cast)
    row = applied(cast, programme, "박영순")
    with acting_as(by := cast.actor("officer")), pytest.raises(errors.AlreadyApplied):
        actions.apply(programme=programme, person=row.person, channel="전화", by=by)
    late = class_of(cast, apply_from=today() + dt.timedelta(days=1), apply_until=today() + dt.timedelta(days=2))
    with pytest.raises(errors.NotTakingApplications):
        applied(cast, late, "이순자")
    with pytest.raises(IntegrityError, match="programmes_once_a_person"), transaction.atomic():
        Participation.objects.create(
            programme=programme, person=row.person, household=row.household, area=row.area, applied_on=today()
        )


def test_who_had_no_place_this_year_stands_first(cast: Cast) -> None:
    earlier = class_of(cast, title="지난 교실")
    again = applied(cast, earlier, "박영순")
    Participation.objects.filter(id=again.id).update(state=State.SELECTED)
    programme = class_of(cast)
    with acting_as(by := cast.actor("officer")):
        actions.apply(programme=programme, person=again.person, channel="전화", by=by)
    fresh = applied(cast, programme, "이순자")
    order = applicants(programme)
    assert [line.participation.person for line in order] == [fresh.person, again.person]
    assert "지난 1년 안에 같은 프로그램에 참여함" in order[1].words


def test_the_capacity_holds_and_the_rest_wait_in_order(cast: Cast) -> None:
    programme = class_of(cast)
    rows = [applied(cast, programme, name) for name in ("박영순", "이순자", "최막례")]
    with acting_as(by := cast.actor("officer")):
        with pytest.raises(errors.NoRoomLeft):
            actions.select(programme=programme, taken=[row.id for row in rows], reason_for_others="", by=by)
        with pytest.raises(errors.ReasonMissing):
            actions.select(programme=programme, taken=[row.id for row in rows[:2]], reason_for_others="", by=by)
        actions.select(programme=programme, taken=[row.id for row in rows[:2]], reason_for_others="정원", by=by)
    counts = counts_of([programme.id])[programme.id]
    assert (counts.applied, counts.selected, counts.waiting) == (0, 2, 1)
    assert not Clock.objects.filter(subject_id=programme.id, done_at__isnull=True).exists()

    with acting_as(by := cast.actor("officer")):
        moved = actions.withdraw(participation=Participation.objects.get(id=rows[0].id), reason="이사", by=by)
    assert moved is not None
    assert moved.person == rows[2].person
    assert moved.state == State.SELECTED
    assert Clock.objects.get(subject_id=moved.id, done_at__isnull=True).due_on == today()


def test_a_dong_does_not_select_over_the_heads_of_another(cast: Cast) -> None:
    programme = class_of(cast, who="hope", area=cast.city)
    mine = applied(cast, programme, "박영순")
    applied(cast, programme, "금동댁", who="geum_officer", dong="금동")
    with acting_as(by := cast.actor("officer")), pytest.raises(errors.OthersApplied):
        actions.select(programme=programme, taken=[mine.id], reason_for_others="", by=by)
    with acting_as(by := cast.actor("hope")):
        both = [line.participation.id for line in applicants(programme)]
        assert actions.select(programme=programme, taken=both, reason_for_others="", by=by) == 2


def test_ticks_are_of_those_with_a_place_and_of_days_that_came(cast: Cast) -> None:
    programme = class_of(cast, apply_from=None, apply_until=None, starts_on=today() - dt.timedelta(days=7), weeks=3)
    row = applied(cast, programme, "박영순")
    first, second, third = programme.sessions.all()
    outsider = applied(cast, class_of(cast), "이순자")
    with acting_as(by := cast.actor("officer")):
        actions.tick_attendance(session=first, present=[row.id], by=by)
        actions.tick_attendance(session=second, present=[row.id], by=by)
        actions.tick_attendance(session=second, present=[], by=by)
        with pytest.raises(errors.NotYetHeld):
            actions.tick_attendance(session=third, present=[row.id], by=by)
        with pytest.raises(errors.NotOfThisProgramme):
            actions.tick_attendance(session=first, present=[outsider.id], by=by)
    assert list(Attendance.objects.values_list("session__number", flat=True)) == [1]


def test_a_positive_result_of_a_known_person_goes_on(cast: Cast) -> None:
    programme = class_of(cast, kind=Programme.Kind.SCREENING, apply_from=None, apply_until=None, starts_on=today())
    row = applied(cast, programme, "박영순")
    later = today() + dt.timedelta(days=10)
    with acting_as(by := cast.actor("officer")):
        with pytest.raises(errors.NextDayMissing):
            actions.write_result(participation=row, result=Result.POSITIVE, result_on=today(), by=by)
        actions.write_result(
            participation=row, result=Result.POSITIVE, result_on=today(), follow_up="약 받기", next_on=later, by=by
        )
    assert Clock.objects.get(subject_id=row.id, done_at__isnull=True).due_on == later
    with acting_as(by := cast.actor("officer")):
        actions.follow(participation=row, words="약 받으심", by=by)
    assert not Clock.objects.filter(subject_id=row.id, done_at__isnull=True).exists()
    with pytest.raises(IntegrityError, match="programmes_positive_goes_on"), transaction.atomic():
        Participation.objects.filter(id=row.id).update(next_on=None)


def test_people_without_a_name_are_rows_too(cast: Cast) -> None:
    programme = class_of(cast, kind=Programme.Kind.SCREENING, apply_from=None, apply_until=None, starts_on=today())
    with acting_as(by := cast.actor("officer")):
        actions.count_in(programme=programme, area=cast.dongs["노암동"], people=20, positive=3, by=by)
        with pytest.raises(errors.CountOutOfRange):
            actions.count_in(programme=programme, area=cast.dongs["노암동"], people=2, positive=3, by=by)
        with pytest.raises(errors.NotInYourReach):
            actions.count_in(programme=programme, area=cast.dongs["금동"], people=2, by=by)
    counts = counts_of([programme.id])[programme.id]
    assert (counts.examined, counts.positive) == (20, 3)


def test_nothing_closes_while_an_application_is_unanswered(cast: Cast) -> None:
    programme = class_of(cast)
    row = applied(cast, programme, "박영순")
    with acting_as(by := cast.actor("officer")):
        with pytest.raises(errors.StillOpen):
            actions.close_programme(programme=programme, words="", by=by)
        actions.select(programme=programme, taken=[row.id], reason_for_others="", by=by)
        closed = actions.close_programme(programme=programme, words="잘 마쳤습니다", by=by)
        with pytest.raises(errors.AlreadyClosed):
            actions.count_in(programme=closed, area=cast.dongs["노암동"], people=1, by=by)


def test_another_dongs_participants_are_not_seen(cast: Cast) -> None:
    programme = class_of(cast, who="hope", area=cast.city)
    applied(cast, programme, "금동댁", who="geum_officer", dong="금동")
    with acting_as(cast.actor("officer")):
        assert not Participation.objects.exists()
        assert counts_of([programme.id])[programme.id].applied == 1
        assert programme in taking_applications(cast.actor("officer"))
    assert taking_applications(cast.actor("outsider")) == []


def test_a_class_on_the_pages(cast: Cast, browse: object) -> None:
    officer = browse("officer")  # type: ignore[operator]
    form = {
        "kind": "class", "title": "건강 새싹심기", "area": cast.dongs["노암동"].id, "host": "남원시보건소",
        "starts_on": "오늘", "weeks": 2, "capacity": 1, "apply_from": "오늘", "apply_until": "+3",
    }  # fmt: skip
    page = officer.post(reverse("programmes:open_programme"), form, follow=True)
    assert "건강 새싹심기" in page.content.decode()
    programme = Programme.objects.get()
    rows = []
    for name in ("박영순", "이순자"):
        someone = person(cast, name)
        url = reverse("programmes:apply", args=[someone.household_id])
        officer.post(reverse("desk:open_reason", args=[someone.household_id]), {"reason": "counter"})
        answer = officer.post(url, {"programme": programme.id, "person": someone.id, "channel": "내방"})
        assert answer.status_code == 302
        rows.append(Participation.objects.get(person=someone))
    select = reverse("programmes:select", args=[programme.id])
    assert "지난 1년 안에 참여한 적 없음" in officer.get(select).content.decode()
    too_many = officer.post(select, {"taken": [row.id for row in rows], "words": "정원"})
    assert too_many.status_code == 422
    assert "정원보다 많이" in too_many.content.decode()
    officer.post(select, {"taken": [rows[0].id], "words": "정원"})
    page = officer.get(reverse("programmes:programme", args=[programme.id])).content.decode()
    assert "박*순" in page
    assert "박영순" not in page
    first = programme.sessions.first()
    assert first is not None
    officer.post(reverse("programmes:attendance", args=[first.id]), {"present": [rows[0].id]})
    assert Attendance.objects.count() == 1
    result = {"result": "finished", "result_on": "오늘", "follow_up": "", "next_on": ""}
    assert officer.post(reverse("programmes:participation", args=[rows[0].id]), result).status_code == 302
    roster = reverse("programmes:roster", args=[programme.id])
    assert officer.post(roster, {"reason": ""}).status_code == 422, "nothing leaves without a reason"
    sheet = officer.post(roster, {"reason": "회의 자료"})
    assert sheet.content[:2] == b"PK"
    outsider = browse("outsider")  # type: ignore[operator]
    assert outsider.get(reverse("programmes:programme", args=[programme.id])).status_code == 404


def test_a_village_day_counts_services_and_answers_what_it_heard(cast: Cast, browse: object) -> None:
    officer = browse("officer")  # type: ignore[operator]
    programme = class_of(
        cast, kind=Programme.Kind.VILLAGE_DAY, title="마을 봉사", apply_from=None, apply_until=None, starts_on=today(),
        weeks=1, capacity=None,
    )  # fmt: skip
    bowls = {"service": "자장면", "given_by": "자장면봉사대", "times": 120, "unit": "그릇"}
    for times in (100, 120):  # the second corrects the first
        officer.post(reverse("programmes:count_service", args=[programme.id]), {**bowls, "times": times})
    assert ServiceCount.objects.get().times == 120
    officer.post(reverse("programmes:hear_opinion", args=[programme.id]), {"words": "버스가 하루 두 번뿐입니다"})
    opinion = Opinion.objects.get()
    assert Clock.objects.get(subject_id=opinion.id).done_at is None
    officer.post(reverse("programmes:answer_opinion", args=[opinion.id]), {"words": "교통과에 전했습니다"})
    page = officer.get(reverse("programmes:programme", args=[programme.id])).content.decode()
    assert "교통과에 전했습니다" in page
    assert "120그릇" in page
    assert Clock.objects.get(subject_id=opinion.id).done_at is not None
    empty = officer.post(reverse("programmes:hear_opinion", args=[programme.id]), {"words": " "})
    assert empty.status_code == 422


def test_the_years_of_a_village_day_stand_side_by_side_with_what_they_cost(cast: Cast, browse: Any) -> None:
    """Last year's day: planned and spent, services done, opinions heard and answered, beside this year's."""
    day = {
        "kind": Programme.Kind.VILLAGE_DAY,
        "title": "마을 봉사",
        "apply_from": None,
        "apply_until": None,
        "weeks": 1,
    }
    officer = browse("officer")
    with acting_as(by := cast.actor("officer")):
        before = class_of(cast, starts_on=today() - dt.timedelta(days=400), budget_won=3_000_000, **day)
        new = class_of(cast, starts_on=today(), budget_won=3_500_000, **day)
        for service, times in (("자장면", 120), ("빨래", 30)):
            actions.count_service(programme=before, service=service, given_by="봉사대", times=times, by=by)
        first = actions.hear_opinion(programme=before, words="버스가 적어요", by=by)
        actions.hear_opinion(programme=before, words="가로등이 어두워요", by=by)
        actions.answer_opinion(opinion=first, answer="교통과에 전함", by=by)
        actions.close_programme(programme=before, words="", spent_won=2_800_000, by=by)
        (year,) = other_years(new)
    assert (year.services, year.opinions, year.answered) == (150, 2, 1)
    page = officer.get(reverse("programmes:programme", args=[new.id])).content.decode()
    assert "예산 3,500,000원" in page
    assert "2,800,000원" in page
    close = reverse("programmes:close_programme", args=[new.id])
    assert officer.post(close, {"spent_won": "많이"}).status_code == 422
    assert officer.post(close, {"spent_won": "320만", "words": "잘 마침"}).status_code == 302
    new.refresh_from_db()
    assert (new.spent_won, new.closing_words) == (3_200_000, "잘 마침")


def over(cast: Cast, *names: str, **more: object) -> tuple[Programme, list[Participation]]:
    """A class of three weeks whose last day was today, and who had a place."""
    began = today() - dt.timedelta(days=14)
    programme = class_of(cast, starts_on=began, weeks=3, capacity=None, apply_from=None, apply_until=None, **more)
    return programme, [applied(cast, programme, name) for name in names]


def came(cast: Cast, programme: Programme, row: Participation, times: int) -> None:
    for session in list(programme.sessions.all())[:times]:
        Attendance.objects.create(
            session=session, participation=row, area_id=row.area_id, household_id=row.household_id
        )


def test_the_ticks_settle_who_finished_and_who_stopped_midway(cast: Cast) -> None:
    programme, (often, once, by_hand) = over(cast, "김하나", "이두리", "박세찬")
    came(cast, programme, often, 3)
    came(cast, programme, once, 1)
    with acting_as(by := cast.actor("officer")):
        actions.write_result(participation=by_hand, result=Result.FINISHED, result_on=today(), by=by)
        settled = actions.settle_by_attendance(programme=programme, at_least=2, by=by)
        again = actions.settle_by_attendance(programme=programme, at_least=3, by=by)
    assert (settled.done, settled.stopped) == (1, 1)
    assert (again.done, again.stopped) == (0, 0), "a result that is written stays"
    results = dict(Participation.objects.values_list("id", "result"))
    assert results == {often.id: Result.FINISHED, once.id: Result.STOPPED, by_hand.id: Result.FINISHED}


def test_of_a_trip_only_who_was_there_went(cast: Cast) -> None:
    programme, (there, away) = over(cast, "김하나", "이두리", kind=Programme.Kind.TRIP)
    came(cast, programme, there, 1)
    with acting_as(by := cast.actor("officer")):
        actions.settle_by_attendance(programme=programme, at_least=1, by=by)
    assert dict(Participation.objects.values_list("id", "result")) == {there.id: Result.WENT, away.id: ""}


def test_ticks_settle_nothing_before_the_last_day_nor_for_a_screening(cast: Cast) -> None:
    running = class_of(cast, apply_from=None, apply_until=None)
    screening, _ = over(cast, "김하나", kind=Programme.Kind.SCREENING)
    ended, _ = over(cast, "이두리", title="요리교실")
    with acting_as(by := cast.actor("officer")):
        for programme, at_least, error in (
            (running, 1, errors.NotYetHeld),
            (screening, 1, errors.NotByAttendance),
            (ended, 4, errors.SessionsOutOfRange),
        ):
            with pytest.raises(error):
                actions.settle_by_attendance(programme=programme, at_least=at_least, by=by)


def test_the_page_settles_and_shows_attendance_and_other_years(cast: Cast, browse: Any) -> None:
    programme, (row,) = over(cast, "김하나")
    came(cast, programme, row, 2)
    with acting_as(cast.actor("officer")):
        before = class_of(cast, starts_on=today() - dt.timedelta(days=400), apply_from=None, apply_until=None)
    path = reverse("programmes:programme", args=[programme.id])
    page = browse("officer").get(path).content.decode()
    assert "출석률 67%" in page
    assert f"{before.starts_on.year}년" in page
    assert "출석으로 결과 적기" in page
    settle = reverse("programmes:settle_by_attendance", args=[programme.id])
    assert browse("officer").post(settle, {"at_least": "9"}).status_code == 422
    done = browse("officer").post(settle, {"at_least": "2"}, follow=True).content.decode()
    assert "마침 1명" in done
    assert "출석으로 결과 적기" not in done


def test_the_rate_of_another_year_is_positive_of_the_examined(cast: Cast) -> None:
    with acting_as(by := cast.actor("officer")):
        old, new = (
            class_of(
                cast,
                kind=Programme.Kind.SCREENING,
                title="간디스토마 검사",
                starts_on=today() - dt.timedelta(days=days),
                weeks=1,
                apply_from=None,
                apply_until=None,
            )
            for days in (400, 3)
        )
        actions.count_in(programme=old, area=cast.dongs["노암동"], people=41, positive=14, by=by)
        (year,) = other_years(new)
    assert (year.programme, year.percent) == (old, 34.1)

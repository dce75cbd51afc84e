"""Councils by 사회보장급여법 시행규칙 제5조-제7조: notice five days before, quorum, majority; 264 members in one day."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.scope import acting_as
from bokjihub.areas.models import Area
from bokjihub.clocks.models import Clock
from bokjihub.partners import actions
from bokjihub.partners.models import CouncilDecision, CouncilMeeting, CouncilTerm
from tests.cast import Cast

pytestmark = pytest.mark.django_db
Body, Kind = CouncilTerm.Body, CouncilMeeting.Kind


def today() -> dt.date:
    return timezone.localdate()


def members(cast: Cast, many: int, *, dong: str = "노암동") -> list[CouncilTerm]:
    area = cast.dongs[dong]
    lines = [actions.Appointment(area, f"위원{number}", CouncilTerm.Seat.MEMBER) for number in range(many)]
    return actions.appoint_members(
        appointments=lines, starts_on=today() - dt.timedelta(days=60), by=cast.actor("secretary")
    )


def call(cast: Cast, *, in_days: int = 10, who: str = "secretary", **more: Any) -> CouncilMeeting:
    facts = {"body": Body.MAIN, "kind": Kind.REGULAR, "held_at": dt.time(14), "place": "회의실", "agenda": "겨울나기"}
    with acting_as(by := cast.actor(who)):
        return actions.call_meeting(
            area=cast.dongs["노암동"], held_on=today() + dt.timedelta(days=in_days), **{**facts, **more}, by=by
        )


def held(cast: Cast) -> CouncilMeeting:
    """A meeting that was called and is today."""
    meeting = call(cast)
    CouncilMeeting.objects.filter(id=meeting.id).update(held_on=today())
    meeting.refresh_from_db()
    return meeting


def test_members_are_told_five_days_before_or_it_is_said_why(cast: Cast) -> None:
    meeting = call(cast, in_days=10)
    assert meeting.notice_due_on == today() + dt.timedelta(days=5)
    assert call(cast, in_days=5).notice_due_on == today()
    with pytest.raises(actions.TooSoon):
        call(cast, in_days=4)
    assert call(cast, in_days=4, urgent_reason="한파 긴급").urgent_reason == "한파 긴급"
    CouncilMeeting.objects.filter(id=meeting.id).update(notice_due_on=today() - dt.timedelta(days=1))
    meeting.refresh_from_db()
    with pytest.raises(actions.TooSoon):
        actions.notify_members(meeting=meeting, by=cast.actor("secretary"))
    with pytest.raises(IntegrityError, match="partners_late_notice_says_why"), transaction.atomic():
        CouncilMeeting.objects.filter(id=meeting.id).update(noticed_on=today())


def test_who_reaches_the_dong_has_the_notice_on_today(cast: Cast) -> None:
    meeting = call(cast, who="hope")
    clock = Clock.objects.get(subject_id=meeting.id)
    assert (clock.due_on, clock.done_at) == (meeting.notice_due_on, None)
    with acting_as(by := cast.actor("hope")):
        actions.notify_members(meeting=meeting, by=by)
    clock.refresh_from_db()
    assert clock.done_at is not None


@pytest.mark.parametrize(("came", "opens"), [(5, False), (6, True)])
def test_more_than_half_of_the_members_open_a_meeting(cast: Cast, came: int, opens: bool) -> None:
    terms = members(cast, 10)
    facts = {
        "meeting": held(cast), "present": [term.id for term in terms[:came]], "minutes": "논의함",
        "votes": [actions.Vote("꾸러미 나눔", 4), actions.Vote("기금", 3)], "by": cast.actor("secretary"),
    }  # fmt: skip
    if not opens:
        with pytest.raises(actions.NoQuorum):
            actions.write_minutes(**facts)  # type: ignore[arg-type]
        assert actions.write_minutes(**{**facts, "votes": []}).has_quorum is False  # type: ignore[arg-type]
        return
    meeting = actions.write_minutes(**facts)  # type: ignore[arg-type]
    assert (meeting.present, meeting.in_office, meeting.has_quorum) == (6, 10, True)
    carried = dict(CouncilDecision.objects.values_list("words", "is_carried"))
    assert carried == {"꾸러미 나눔": True, "기금": False}, "three of six are not more than half"
    with pytest.raises(actions.MinutesWritten):
        actions.write_minutes(**facts)  # type: ignore[arg-type]


def test_only_members_of_that_day_are_counted_and_nobody_votes_twice(cast: Cast) -> None:
    terms = members(cast, 4)
    other = members(cast, 1, dong="금동")
    meeting = held(cast)
    by = cast.actor("secretary")
    with pytest.raises(actions.NotAMember):
        actions.write_minutes(meeting=meeting, present=[other[0].id], minutes="x", by=by)
    votes = [actions.Vote("안건", 5)]
    with pytest.raises(actions.MoreVotesThanPeople):
        actions.write_minutes(meeting=meeting, present=[one.id for one in terms], minutes="x", votes=votes, by=by)
    with pytest.raises(actions.NotYetHeld):
        actions.write_minutes(meeting=call(cast), present=[], minutes="x", by=by)


def test_264_members_of_23_dongs_in_one_day(cast: Cast, browse: Any) -> None:
    for number in range(17):
        cast.dongs[f"{number}면"] = Area.objects.create(level="dong", name=f"{number}면", parent=cast.city)
    dongs = [name for name in cast.dongs if name != "매곡동"]
    lines = [
        f"{dongs[number % 23]}\t위원{number}\t{'공동위원장' if number < 23 else '위원'}\t통장" for number in range(264)
    ]
    url, day = reverse("partners:appoint_members"), "2026. 8. 31."
    secretary = browse("secretary")
    wrong = secretary.post(url, {"starts_on": day, "lines": "\n".join([*lines, "매곡동\t남의 동\t위원\t"])})
    assert "265째 줄(‘매곡동’: 우리 시의 읍·면·동이 아님)" in wrong.content.decode()
    assert not CouncilTerm.objects.exists()
    done = secretary.post(url, {"starts_on": day, "trained_on": day, "lines": "\n".join(lines)}, follow=True)
    assert "위원 264명을 위촉했습니다" in done.content.decode()
    assert CouncilTerm.objects.filter(starts_on=dt.date(2026, 8, 31), ends_on=dt.date(2028, 8, 30)).count() == 264
    twice = secretary.post(url, {"starts_on": day, "lines": lines[0]})
    assert "아무도 올리지 않았습니다" in twice.content.decode()
    assert browse("officer").get(url).status_code == 404


def test_a_city_has_a_council_and_a_working_one(cast: Cast, browse: Any) -> None:
    by = cast.actor("secretary")
    for body in Body:
        actions.appoint_member(area=cast.city, name="이자영", body=body, starts_on=today(), by=by)
    with pytest.raises(actions.TermsOverlap):
        actions.appoint_member(area=cast.city, name="이자영", starts_on=today(), by=by)
    page = browse("secretary").get(f"/partners/council/{cast.city.id}/").content.decode()
    assert "실무협의체" in page


def test_a_meeting_from_the_call_to_the_minutes_on_the_page(cast: Cast, browse: Any) -> None:
    terms = members(cast, 3)
    secretary = browse("secretary")
    held_on = today() + dt.timedelta(days=8)
    form = {"kind": "regular", "held_on": held_on.isoformat(), "held_at": "14:00", "place": "회의실", "agenda": "김장"}
    to = secretary.post(f"/partners/council/{cast.dongs['노암동'].id}/meetings/new/", form)
    assert to.status_code == 302
    assert "서면 알림(5일 전까지)" in secretary.get(to.url).content.decode()
    secretary.post(f"{to.url}notify/")
    assert "서면으로 알림" in browse("officer").get(to.url).content.decode()
    CouncilMeeting.objects.update(held_on=today())
    minutes = {"present": [str(term.id) for term in terms[:2]], "minutes": "김장을 나눈다", "votes": "김장 나눔, 2"}
    assert browse("officer").post(to.url, minutes).status_code == 404
    page = secretary.post(to.url, minutes, follow=True).content.decode()
    assert "가결" in page
    assert "찬성 2 / 출석 2" in page
    assert browse("outsider").get(to.url).status_code == 404

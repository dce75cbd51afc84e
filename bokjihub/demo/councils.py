"""The city's councils at work: both bodies of 남원시 with their members, a meeting that was held and one to come, and the thanks of
the year. Names invented; through the actions, on the days they would have been done."""

import datetime as dt
from random import Random

from bokjihub.accounts.access.actors import Actor, actor_of
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Role
from bokjihub.areas.models import Area
from bokjihub.clocks.calendar import next_working_day
from bokjihub.demo.calendar import on_day
from bokjihub.demo.ground import Town
from bokjihub.demo.names import person_name
from bokjihub.partners import actions
from bokjihub.partners.actions import Vote
from bokjihub.partners.models import CouncilMeeting, CouncilTerm, Thanks, Volunteer
from bokjihub.ui.words import with_particle

Body, Seat = CouncilTerm.Body, CouncilTerm.Seat
SINCE, HELD, CALLED, TO_COME = 300, 34, 45, 12  # days before today, the last one after it
CALLINGS = {
    Body.MAIN: ("부시장", "사회복지학 교수", "복지관장", "보건소장", "교육지원청", "경찰서", "상공회의소", "주민대표"),
    Body.WORKING: ("희망복지지원단", "사례관리사", "복지관 과장", "자활센터", "정신건강복지센터", "푸드마켓"),
}
THANKED = 6


def at_work(town: Town, today: dt.date) -> str:
    """Members, two meetings of a body, one of a dong, and the thanks; says how many."""
    random = Random(SINCE)
    for body, callings in CALLINGS.items():
        _appoint(town, body, callings, random, today)
    dong = town.dongs["노암동"]
    for area, body, words in (
        (town.city, Body.MAIN, "연차별 시행계획 심의"),
        (town.city, Body.WORKING, "겨울철 위기가구 집중 발굴"),
        (dong, Body.MAIN, "설 꾸러미 나눔과 안부 살피기"),
    ):
        _meet(town, area, body, words, today)
        to_come = next_working_day(today + dt.timedelta(days=TO_COME))
        _call(town, area, body, "다음 분기 특화사업", to_come, today)
    return f"협의체 회의 {CouncilMeeting.objects.count()}번, 감사 인사 {_thank(town, today)}번"


def _secretary(town: Town, day: dt.date) -> Actor:
    return actor_of(town.posts_of(Role.COUNCIL_SECRETARY)[0].user, place="demo", day=day)


def _appoint(town: Town, body: CouncilTerm.Body, callings: tuple[str, ...], random: Random, today: dt.date) -> None:
    day = today - dt.timedelta(days=SINCE)
    by = _secretary(town, day)
    with on_day(day, 14), acting_as(by):
        for number, calling in enumerate(callings):
            actions.appoint_member(
                area=town.city,
                body=body,
                name=person_name(random, sex=random.choice("MF"), birth_year=1960 + number),
                seat=Seat.CHAIR if number == 0 else Seat.MEMBER,
                calling=calling,
                starts_on=day,
                trained_on=day,
                by=by,
            )


def _call(
    town: Town, area: Area, body: CouncilTerm.Body, agenda: str, held_on: dt.date, today: dt.date
) -> CouncilMeeting:
    """Called; told in writing where the day is past."""
    day = min(today, held_on - dt.timedelta(days=CALLED - HELD))
    by = _secretary(town, day)
    with on_day(day, 10), acting_as(by):
        meeting = actions.call_meeting(
            area=area,
            body=body,
            kind=CouncilMeeting.Kind.REGULAR,
            held_on=held_on,
            held_at=dt.time(14),
            place="대회의실",
            agenda=agenda,
            by=by,
        )
        if held_on <= today:
            actions.notify_members(meeting=meeting, by=by)
    return meeting


def _meet(town: Town, area: Area, body: CouncilTerm.Body, agenda: str, today: dt.date) -> None:
    """Held with a quorum, carried, written down the same day."""
    held_on = next_working_day(today - dt.timedelta(days=HELD))
    meeting = _call(town, area, body, agenda, held_on, today)
    by = _secretary(town, held_on)
    members = CouncilTerm.objects.on(held_on).filter(area=area, body=body).order_by("name")
    there = list(members.values_list("id", flat=True))[:-1]
    with on_day(held_on, 16), acting_as(by):
        actions.write_minutes(
            meeting=meeting,
            present=there,
            minutes=f"{with_particle(agenda, '을/를')} 살펴보고 뜻을 모았다.",
            votes=[Vote(agenda, len(there) - 1)],
            by=by,
        )


def _thank(town: Town, today: dt.date) -> int:
    kinds = (Thanks.Kind.WORDS, Thanks.Kind.CERTIFICATE, Thanks.Kind.HOURS)
    day = max(today - dt.timedelta(days=HELD), today.replace(month=1, day=1))
    by = _secretary(town, day)
    found = list(Volunteer.objects.on(day).order_by("area__code", "name")[: THANKED * 4 : 4])
    with on_day(day, 15), acting_as(by):
        for number, row in enumerate(found):
            actions.thank_volunteer(
                volunteer=row,
                kind=kinds[number % len(kinds)],
                given_on=day,
                words="걱정되는 이웃을 먼저 알려 주심",
                by=by,
            )
    return len(found)

"""방문 주간판: the visits of this week and the next, booked through the real actions; neighbours asked, some of whom said yes."""

import datetime as dt
from itertools import cycle
from random import Random

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.scope import acting_as
from bokjihub.accounts.models import Post, Role
from bokjihub.areas.models import Team
from bokjihub.clocks.calendar import next_working_day
from bokjihub.demo.ground import Town
from bokjihub.discovery.models import WorkItem
from bokjihub.people.actions import record_consent
from bokjihub.people.models import Consent
from bokjihub.ui.errors import OfficerError
from bokjihub.visits.actions.invite import answer_invitation
from bokjihub.visits.actions.plan import schedule_visit
from bokjihub.visits.actions.wishes import Wished, set_goer_terms, set_home_wish
from bokjihub.visits.bookings import Appointment, Pair
from bokjihub.visits.models import Invitation, Visit, VisitProgramme

DAYS = 7
SHOWN_TEAMS = 3  # one by one through the actions: a second for ten homes
HOURS = (dt.time(10, 0), dt.time(14, 0))
AGREED_DAYS = 180
HALF_DAYS = (("0a", "2a"), ("1p", "3p"), ("0p", "4a", "4p"), ())
BRINGS = ((), ("car",), ("sign",))
# Every so manieth home has said how it wishes to be visited.
WISHING = 5
WISHES = (Wished(opens=dt.time(13, 0)), Wished(skills=("car",)), Wished(opens=dt.time(10, 0), closes=dt.time(16, 0)))


def visits_ahead(town: Town, random: Random, today: dt.date) -> str:
    """Book the next seven working days of a few teams' officers; says how many, and how many neighbours were asked."""
    days = [next_working_day(today)]
    while len(days) < DAYS:
        days.append(next_working_day(days[-1] + dt.timedelta(days=1)))
    teams = list({team.id: team for team in town.team_of.values()}.values())[:SHOWN_TEAMS]
    for team in teams:
        _terms(town, team, today)
    booked = [visit for team in teams for visit in _team_week(town, team, days, random, today)]
    for number, visit in enumerate(booked[::WISHING]):
        by = town.actor(visit.lead, today)
        with acting_as(by):
            set_home_wish(household=visit.household, wished=WISHES[number % len(WISHES)], by=by)
    asked = sum(visit.invitations.count() for visit in booked)
    return f"앞으로 {DAYS}일 방문 {len(booked)}곳, 이웃에게 청한 동행 {asked}"


def _terms(town: Town, team: Team, today: dt.date) -> None:
    """Neighbours come on half days, one of them with a car; nurses and officers every day."""
    by = town.actor(town.posts_of(Role.DONG_OFFICER, team)[0], today)
    comes, brings = cycle(HALF_DAYS), cycle(BRINGS)
    with acting_as(by):
        for post in _neighbours(town, team):
            set_goer_terms(post=post, halves=next(comes), skills=next(brings), sex="", by=by)


def _neighbours(town: Town, team: Team) -> list[Post]:
    dongs = {name for name, own in town.team_of.items() if own.id == team.id}
    return [post for post in town.posts_of(Role.VOLUNTEER) if post.area.name in dongs]


def _team_week(town: Town, team: Team, days: list[dt.date], random: Random, today: dt.date) -> list[Visit]:
    officers = town.posts_of(Role.DONG_OFFICER, team)
    dongs = {name for name, own in town.team_of.items() if own.id == team.id}
    mates = cycle([*town.posts_of(Role.VISITING_NURSE, team), *_neighbours(town, team), *officers])
    waiting = WorkItem.objects.filter(area__name__in=dongs, closed_on__isnull=True, household__isnull=False)
    items = iter(waiting.select_related("household").order_by("-id")[: len(days) * len(officers) * 2])
    booked: list[Visit] = []
    for number, day in enumerate(days):
        for lead in officers:
            for at in HOURS[: 1 + (number + len(booked)) % 2]:
                item = next(items, None)
                if item is None:
                    return booked
                by = town.actor(lead, today)
                with acting_as(by):
                    booked += _book(item, lead, next(mates), day, at, random, by)
    return booked


def _book(item: WorkItem, lead: Post, mate: Post, day: dt.date, at: dt.time, random: Random, by: Actor) -> list[Visit]:
    """One visit; none where somebody is taken, or another programme goes there that week."""
    assert item.household is not None
    if mate.role == Role.VOLUNTEER:
        _agrees(item, by)
    try:
        visit = schedule_visit(
            household=item.household,
            programme=VisitProgramme.objects.get(code="REPORT"),
            pair=Pair(lead, () if mate.user_id == lead.user_id else (mate,), alone_reason="함께 갈 분을 찾는 중"),
            appointment=Appointment(day, at, random.choice((30, 40, 60)), is_promised=random.random() < 0.2),
            work_item=item,
            by=by,
        )
    except OfficerError:
        return []
    for asked in visit.invitations.all():
        if random.random() < 0.6:
            answer_invitation(invitation=asked, accepts=True, how=Invitation.How.PHONE, by=by)
    return [visit]


def _agrees(item: WorkItem, by: Actor) -> None:
    assert item.household is not None
    record_consent(
        household=item.household,
        purpose=Consent.Purpose.VOLUNTEER,
        items=["이름", "주소"],
        given_by="본인",
        method=Consent.Method.SPOKEN,
        given_on=by.day,
        expires_on=by.day + dt.timedelta(days=AGREED_DAYS),
        recipient="좋은이웃들 봉사단",
        by=by,
    )

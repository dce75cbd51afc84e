"""What does not forbid a move but should be known before it: too little time on the way, lunch, a window that closes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from bokjihub.accounts.models import Post
from bokjihub.clocks.calendar import next_working_day
from bokjihub.engines.routes.problem import Place
from bokjihub.ui.words import with_particle
from bokjihub.visits.models import DayPlan, Due, PlanLine, Visit
from bokjihub.visits.queries.board import open_plan
from bokjihub.visits.queries.calls import BEGINS, ENDS, minute_of
from bokjihub.visits.queries.day import home_place, place_of
from bokjihub.visits.queries.to_plan import lines_of, visits_of
from bokjihub.visits.queries.weights import ways_near
from bokjihub.visits.queries.wishes import NOON, ONE, is_there, terms_of


@dataclass(frozen=True)
class Moved:
    """What is moved, as far as a remark asks: a visit that stands or a turn of a proposal."""

    key: UUID
    minutes: int
    place: Place | None
    closes_on: dt.date | None
    plan: DayPlan | None = None  # whose other turns stand beside it


def moved_visit(visit: Visit) -> Moved:
    """A visit in the hand; its turn is the one whose window it stands in."""
    turns = Due.objects.filter(
        household_id=visit.household_id, programme_id=visit.programme_id, dropped_on__isnull=True
    )
    closes = turns.filter(closes_on__gte=visit.planned_on).order_by("closes_on").values_list("closes_on", flat=True)
    team_id = visit.lead.team_id
    plan = open_plan(team_id, visit.planned_on) if team_id else None
    return Moved(visit.id, visit.minutes, place_of(visit), closes.first(), plan)


def moved_line(line: PlanLine) -> Moved:
    """A turn of a proposal in the hand."""
    return Moved(line.id, line.minutes, home_place(line.household), line.due.closes_on if line.due else None, line.plan)


def remarks(moved: Moved, day: dt.date, at: dt.time, goers: Sequence[Post]) -> list[str]:
    """What does not forbid a move but should be known: too little time on the way, lunch, a day off, a window that closes."""
    said = []
    if next_working_day(day) != day:
        said.append("쉬는 날입니다")
    begins = minute_of(at)
    ends = begins + moved.minutes
    if begins < ONE and ends > NOON:
        said.append("점심시간과 겹칩니다")
    if begins < BEGINS or ends > ENDS:
        said.append("계획하는 시간(9:30–17:30) 밖입니다")
    if moved.closes_on is not None and day > moved.closes_on:
        said.append(f"기한({moved.closes_on.month}. {moved.closes_on.day}.)을 넘깁니다")
    return said + _out(day, at, goers) + _too_tight(moved, day, at, goers)


def _out(day: dt.date, at: dt.time, goers: Sequence[Post]) -> list[str]:
    """Who does not usually come at this hour: they may be asked all the same."""
    terms = terms_of({post.user_id for post in goers})
    return [
        f"{with_particle(f'{post.user.name} 님', '은/는')} {terms[post.user_id].when}에 나오십니다"
        for post in goers
        if not is_there(terms.get(post.user_id), day, at)
    ]


def _too_tight(moved: Moved, day: dt.date, at: dt.time, goers: Sequence[Post]) -> list[str]:
    """The way from the home before or to the home after takes longer than the time between."""
    if moved.place is None:
        return []
    begins, ways = minute_of(at), ways_near(goers[0].area)
    for key, other_at, minutes, place in _around(moved, day, goers):
        if key == moved.key or place is None:
            continue
        other = minute_of(other_at)
        between = begins - other - minutes if other < begins else other - begins - moved.minutes
        way = round(ways.minutes(place, moved.place))
        if 0 <= between < way:
            side = "앞" if other < begins else "다음"
            return [f"{side} 집({other_at:%H:%M})과 {way}분 거리인데 사이가 {between}분입니다"]
    return []


def _around(moved: Moved, day: dt.date, goers: Sequence[Post]) -> list[tuple[UUID, dt.time, int, Place | None]]:
    """Where these people are that day: by what is booked, and by the proposal it is moved in."""
    booked = [(visit.id, visit.planned_at, visit.minutes, place_of(visit)) for visit in visits_of(goers, day, day)]
    ids = {post.id for post in goers}
    lines = lines_of(moved.plan).filter(due__isnull=False, on=day) if moved.plan else []
    return booked + [
        (line.id, line.at, line.minutes, home_place(line.household))
        for line in lines
        if line.at is not None and ids & {line.lead_id, line.mate_id}
    ]

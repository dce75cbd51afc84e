"""오늘 갈 곳: the visits of a day per lead, in order, with the way between them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area
from bokjihub.engines.routes.problem import Place, Route, Stop, TravelTime
from bokjihub.engines.routes.solve import DAY_BEGINS, nearest_first, route_of
from bokjihub.people.models import Household, Person
from bokjihub.visits.models import Companion, Visit
from bokjihub.visits.queries.weights import ways_near

ROUND_TO = 10


@dataclass(frozen=True)
class DayStop:
    """One line of the day."""

    visit: Visit
    number: int
    name: str
    about: str
    place: Place | None
    companions: tuple[str, ...]
    travel: int | None
    arrive: dt.time
    late: int

    @property
    def is_later_than_booked(self) -> bool:
        """In this order the pair comes at another time than the booked one by more than ten minutes."""
        booked = self.visit.planned_at
        return abs(_minutes_of(self.arrive) - _minutes_of(booked)) > ROUND_TO

    @property
    def pair(self) -> str:
        """+ 박정임 · 혼자(까닭)"""
        if self.companions:
            return "+ " + ", ".join(self.companions)
        return f"혼자 — {self.visit.alone_reason}" if self.visit.alone_reason else "혼자"


@dataclass(frozen=True)
class LeadDay:
    """The day of one lead."""

    lead: Post
    office: Place | None
    stops: tuple[DayStop, ...]
    travel: int
    back: int | None
    unknown: int
    is_by_hand: bool
    is_mine: bool

    @property
    def map_data(self) -> dict[str, object]:
        """What the map component draws: the office, the homes by number, the legs. No names: numbers and times only."""
        homes = [(stop, stop.place) for stop in self.stops if stop.place]
        points = [
            {
                "lat": place.latitude,
                "lng": place.longitude,
                "number": str(stop.number),
                "label": f"{stop.number}번 {stop.visit.planned_at:%H:%M}",
                "row": f"stop-{stop.visit.id}",
            }
            for stop, place in homes
        ]
        line = [[place.latitude, place.longitude] for _, place in homes]
        if self.office:
            here = [self.office.latitude, self.office.longitude]
            office = {"lat": here[0], "lng": here[1], "number": "동", "label": "주민센터"}
            return {"boundaries": None, "points": [office, *points], "line": [here, *line, here]}
        return {"boundaries": None, "points": points, "line": line}

    @property
    def times(self) -> dict[UUID, dt.time]:
        """The times this order would give, rounded up to ten minutes."""
        return {stop.visit.id: _rounded(stop.arrive) for stop in self.stops if not stop.visit.is_time_promised}


def day_plan(actor: Actor, day: dt.date, *, team: bool = False, travel: TravelTime | None = None) -> list[LeadDay]:
    """The visits of a day: mine (as lead or along), or everybody's I may see. My own day comes first."""
    mine = {post.id for post in actor.posts}
    found = _visits_of(day)
    if not team:
        along = Companion.objects.filter(post_id__in=mine).values("visit_id")
        found = found.filter(Q(lead_id__in=mine) | Q(id__in=along))
    rows = list(found)
    by_lead: dict[UUID, list[Visit]] = {}
    for visit in rows:
        by_lead.setdefault(visit.lead_id, []).append(visit)
    if not by_lead:
        return []
    ways = travel or ways_near(rows[0].area)
    days = [_lead_day(visits, actor, day, ways) for visits in by_lead.values()]
    return sorted(days, key=lambda one: (not one.is_mine, one.lead.user.name))


def lead_day(actor: Actor, lead: Post, day: dt.date, *, travel: TravelTime | None = None) -> LeadDay | None:
    """One lead's whole day, for putting it in order."""
    visits = list(_visits_of(day).filter(lead=lead))
    return _lead_day(visits, actor, day, travel or ways_near(visits[0].area)) if visits else None


def moved(order: Sequence[UUID], visit_id: UUID, step: int) -> list[UUID]:
    """The order with one visit one place up (-1) or down (+1)."""
    ids = list(order)
    here = ids.index(visit_id)
    there = min(max(here + step, 0), len(ids) - 1)
    ids[here], ids[there] = ids[there], ids[here]
    return ids


def _visits_of(day: dt.date) -> QuerySet[Visit]:
    found = Visit.objects.filter(planned_on=day).exclude(state=Visit.State.CANCELLED)
    found = found.select_related(
        "household__area", "household__tong", "lead__user", "lead__area", "lead__team__seat", "programme"
    )
    return found.prefetch_related("companions__post__user").order_by("planned_at", "id")


def _lead_day(visits: list[Visit], actor: Actor, day: dt.date, travel: TravelTime) -> LeadDay:
    lead = visits[0].lead
    office = _office(lead)
    start = office or next((place for visit in visits if (place := place_of(visit))), Place(0, 0))
    stops = {visit.id: _stop(visit) for visit in visits}
    by_hand = any(visit.order for visit in visits)
    if by_hand:
        order = tuple(stops[visit.id] for visit in sorted(visits, key=lambda v: (v.order or 99, v.planned_at)))
    else:
        order = nearest_first(start, list(stops.values()), travel)
    route = route_of(start, order, travel, start=_begin(visits))
    return LeadDay(
        lead=lead,
        office=office,
        stops=_day_stops(visits, route, day),
        travel=route.travel,
        back=route.back,
        unknown=route.unknown,
        is_by_hand=by_hand,
        is_mine=lead.id in {post.id for post in actor.posts},
    )


def _day_stops(visits: list[Visit], route: Route, day: dt.date) -> tuple[DayStop, ...]:
    by_id = {visit.id: visit for visit in visits}
    heads = _heads([visit.household_id for visit in visits])
    rows = []
    for number, leg in enumerate(route.legs, start=1):
        visit = by_id[leg.stop.key]  # type: ignore[index]
        person = heads.get(visit.household_id)
        rows.append(
            DayStop(
                visit=visit,
                number=number,
                name=person.name if person else "미상",
                about=_about(person, visit, day),
                place=leg.stop.place,
                companions=tuple(row.post.user.name for row in visit.companions.all()),
                travel=leg.travel,
                arrive=_time_of(leg.arrive),
                late=leg.late,
            )
        )
    return tuple(rows)


def _heads(household_ids: list[UUID]) -> dict[UUID, Person]:
    found = Person.objects.filter(household_id__in=household_ids).order_by("is_head", "-lives_elsewhere", "-birth_year")
    return {person.household_id: person for person in found}


def _about(person: Person | None, visit: Visit, day: dt.date) -> str:
    age = person.age_on(day) if person else None
    sex = person.get_sex_display() if person and person.sex else ""
    tong = visit.household.tong.name if visit.household.tong else ""
    return " · ".join(filter(None, (f"{sex}{age if age is not None else ''}", visit.household.area.name, tong)))


def _stop(visit: Visit) -> Stop:
    at = _minutes_of(visit.planned_at) if visit.is_time_promised else None
    return Stop(visit.id, place_of(visit), visit.minutes, at)


def place_of(visit: Visit) -> Place | None:
    """Where the visit goes, if anybody knows."""
    return home_place(visit.household)


def home_place(home: Household) -> Place | None:
    """Where the home stands, if anybody knows."""
    if home.latitude is None or home.longitude is None:
        return None
    return Place(home.latitude, home.longitude)


def _office(lead: Post) -> Place | None:
    seat: Area = lead.team.seat if lead.team else lead.area
    return Place(seat.latitude, seat.longitude) if seat.latitude is not None and seat.longitude is not None else None


def _begin(visits: list[Visit]) -> int:
    """The day begins at half past nine, or early enough for the first booked visit."""
    return min([DAY_BEGINS, *(_minutes_of(visit.planned_at) - ROUND_TO for visit in visits)])


def _minutes_of(at: dt.time) -> int:
    return at.hour * 60 + at.minute


def _time_of(minutes: int) -> dt.time:
    return dt.time(min(minutes // 60, 23), minutes % 60)


def _rounded(at: dt.time) -> dt.time:
    minutes = -(-_minutes_of(at) // ROUND_TO) * ROUND_TO
    return _time_of(minutes)

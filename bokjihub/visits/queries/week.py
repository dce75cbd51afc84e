"""방문 주간판: a team's week by person or by pair, in hours, with what stands in the way of a move said beforehand."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post
from bokjihub.areas.models import Team
from bokjihub.clocks.calendar import next_working_day
from bokjihub.engines.routes.travel import GreatCircle
from bokjihub.ui.words import with_particle
from bokjihub.visits.bookings import placement
from bokjihub.visits.models import Absence, Due, Visit
from bokjihub.visits.queries.board import head_names
from bokjihub.visits.queries.day import place_of
from bokjihub.visits.queries.pairs import is_resident
from bokjihub.visits.queries.to_plan import goers_of, turns_to_plan
from bokjihub.visits.queries.wishes import is_there, terms_of

HOURS = range(9, 18)
LUNCH_HOUR = 12
EMPTY_HOURS = (10, 14)
DAYS = 5
BEGINS, ENDS = dt.time(9, 30), dt.time(17, 30)
NOON, ONE = dt.time(12, 0), dt.time(13, 0)
MOVABLE = (Visit.State.SCHEDULED, Visit.State.WAITING)


@dataclass(frozen=True)
class Card:
    """One visit in somebody's week."""

    visit: Visit
    name: str
    others: str
    is_movable: bool

    @property
    def goers(self) -> str:
        """Who goes as the board's drag sends it: the lead first."""
        return ",".join(str(post.id) for post in people_in(self.visit))

    @property
    def was(self) -> str:
        """Where it stands on this page: a drag sends it back, so that nobody's move is undone unseen."""
        return placement(self.visit, people_in(self.visit))


@dataclass(frozen=True)
class Cell:
    """One hour of one day: its visits, and what closes it."""

    day: dt.date
    at: dt.time
    cards: tuple[Card, ...]
    closed: str


@dataclass(frozen=True)
class Hour:
    """One hour across the days."""

    at: dt.time
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Row:
    """A person's or a pair's week."""

    key: str
    label: str
    about: str
    visits: int
    minutes: int
    hours: tuple[Hour, ...]

    @property
    def days(self) -> tuple[tuple[Card, ...], ...]:
        """The same visits day by day, as the printed sheet shows them."""
        columns = zip(*(hour.cells for hour in self.hours), strict=True)
        return tuple(tuple(card for cell in column for card in cell.cards) for column in columns)


@dataclass(frozen=True)
class Day:
    """The head of a column."""

    day: dt.date
    visits: int
    is_off: bool
    is_past: bool


@dataclass(frozen=True)
class Week:
    """A team's week."""

    monday: dt.date
    days: tuple[Day, ...]
    rows: tuple[Row, ...]
    visits: int
    by_two: int
    waiting: tuple[tuple[Due, str], ...]


def week(actor: Actor, team: Team, monday: dt.date, *, by_pair: bool) -> Week:
    """Everybody's visits of the week, row by row and hour by hour; and whose turn nobody has booked."""
    goers = goers_of(team, monday)
    visits = _visits(goers, monday, monday + dt.timedelta(days=6))
    days = [monday + dt.timedelta(days=n) for n in range(_columns(monday, visits))]
    names = head_names([visit.household_id for visit in visits])
    away = _away(goers, days)
    waiting = turns_to_plan(team, max(monday, actor.day))
    also = head_names([due.household_id for due in waiting])
    rows = _pairs(visits) if by_pair else _people(goers, visits)
    return Week(
        monday=monday,
        days=tuple(
            Day(day, sum(v.planned_on == day for v in visits), next_working_day(day) != day, day < actor.day)
            for day in days
        ),
        rows=tuple(_row(posts, own, days, names, away) for posts, own in rows),
        visits=len(visits),
        by_two=sum(bool(visit.companions.all()) for visit in visits),
        waiting=tuple((due, also.get(due.household_id, "미상")) for due in waiting),
    )


def _columns(monday: dt.date, visits: Sequence[Visit]) -> int:
    """Monday to Friday, and as far into the weekend as somebody goes."""
    return max([DAYS, *((visit.planned_on - monday).days + 1 for visit in visits)])


def people_in(visit: Visit) -> list[Post]:
    """Who goes, the lead first."""
    return [visit.lead, *(row.post for row in visit.companions.all())]


def remarks(visit: Visit, day: dt.date, at: dt.time, goers: Sequence[Post]) -> list[str]:
    """What does not forbid a move but should be known: too little time on the way, lunch, a day off, a window that closes."""
    said = []
    if next_working_day(day) != day:
        said.append("쉬는 날입니다")
    end = (dt.datetime.combine(day, at) + dt.timedelta(minutes=visit.minutes)).time()
    if at < ONE and end > NOON:
        said.append("점심시간과 겹칩니다")
    if at < BEGINS or end > ENDS or end < at:
        said.append("계획하는 시간(9:30–17:30) 밖입니다")
    closes = (
        Due.objects.filter(household_id=visit.household_id, programme_id=visit.programme_id, dropped_on__isnull=True)
        .filter(closes_on__gte=visit.planned_on)
        .order_by("closes_on")
        .values_list("closes_on", flat=True)
        .first()
    )
    if closes is not None and day > closes:
        said.append(f"기한({closes.month}. {closes.day}.)을 넘깁니다")
    return said + _out(day, at, goers) + _too_tight(visit, day, at, goers)


def _out(day: dt.date, at: dt.time, goers: Sequence[Post]) -> list[str]:
    """Who does not usually come at this hour: they may be asked all the same."""
    terms = terms_of({post.user_id for post in goers})
    return [
        f"{with_particle(f'{post.user.name} 님', '은/는')} {terms[post.user_id].when}에 나오십니다"
        for post in goers
        if not is_there(terms.get(post.user_id), day, at)
    ]


def _too_tight(visit: Visit, day: dt.date, at: dt.time, goers: Sequence[Post]) -> list[str]:
    """The way from the home before or to the home after takes longer than the time between."""
    here = place_of(visit)
    if here is None:
        return []
    others = _visits(goers, day, day)
    begins = _minutes(at)
    for other in others:
        there = place_of(other)
        if other.id == visit.id or there is None:
            continue
        other_begins = _minutes(other.planned_at)
        between = (
            begins - other_begins - other.minutes if other_begins < begins else other_begins - begins - visit.minutes
        )
        way = round(GreatCircle().minutes(there, here))
        if 0 <= between < way:
            side = "앞" if other_begins < begins else "다음"
            return [f"{side} 집({other.planned_at:%H:%M})과 {way}분 거리인데 사이가 {between}분입니다"]
    return []


def _visits(goers: Iterable[Post], first: dt.date, last: dt.date) -> list[Visit]:
    ids = [post.id for post in goers]
    found = Visit.objects.filter(planned_on__gte=first, planned_on__lte=last)
    found = found.exclude(state=Visit.State.CANCELLED).filter(Q(lead__in=ids) | Q(companions__post__in=ids)).distinct()
    found = found.select_related("household__area", "programme", "lead__user", "lead__team")
    return list(found.prefetch_related("companions__post__user").order_by("planned_on", "planned_at", "id"))


def _people(goers: Sequence[Post], visits: Sequence[Visit]) -> list[tuple[list[Post], list[Visit]]]:
    """Everybody who may lead, and the neighbours who go along somewhere this week."""
    own: dict[UUID, list[Visit]] = {}
    posts = {post.id: post for post in goers if not is_resident(post)}
    for visit in visits:
        for post in people_in(visit):
            own.setdefault(post.id, []).append(visit)
            posts.setdefault(post.id, post)
    ordered = sorted(posts.values(), key=lambda post: (is_resident(post), post.role, post.user.name, post.id))
    return [([post], own.get(post.id, [])) for post in ordered]


def _pairs(visits: Sequence[Visit]) -> list[tuple[list[Post], list[Visit]]]:
    """Everybody who goes together somewhere this week, the busiest first."""
    own: dict[tuple[UUID, ...], tuple[list[Post], list[Visit]]] = {}
    for visit in visits:
        people = people_in(visit)
        own.setdefault(tuple(post.id for post in people), (people, []))[1].append(visit)
    return sorted(own.values(), key=lambda one: (-len(one[1]), [post.user.name for post in one[0]]))


def _row(
    posts: Sequence[Post],
    visits: Sequence[Visit],
    days: Sequence[dt.date],
    names: dict[UUID, str],
    away: dict[UUID, list[Absence]],
) -> Row:
    by_hour: dict[tuple[dt.date, int], list[Card]] = {}
    here = {post.id for post in posts}
    for visit in visits:
        others = [post.user.name for post in people_in(visit) if post.id not in here]
        card = Card(visit, names.get(visit.household_id, "미상"), " · ".join(others), visit.state in MOVABLE)
        hour = min(max(visit.planned_at.hour, HOURS[0]), HOURS[-1])
        by_hour.setdefault((visit.planned_on, hour), []).append(card)
    # Whoever has no visit yet takes two lines, the morning and the afternoon to drop one on.
    hours = [hour for hour in HOURS if hour != LUNCH_HOUR or any((day, hour) in by_hour for day in days)]
    hours = hours if visits else list(EMPTY_HOURS)
    out = [one for post in posts for one in away.get(post.user_id, ())]
    return Row(
        key=",".join(str(post.id) for post in posts),
        label=" + ".join(post.user.name for post in posts),
        about=" · ".join(dict.fromkeys(post.get_role_display() for post in posts)),
        visits=len(visits),
        minutes=sum(visit.minutes for visit in visits),
        hours=tuple(
            Hour(
                dt.time(hour),
                tuple(
                    Cell(day, dt.time(hour), tuple(by_hour.get((day, hour), ())), _closed(out, day, hour))
                    for day in days
                ),
            )
            for hour in hours
        ),
    )


def _closed(away: Iterable[Absence], day: dt.date, hour: int) -> str:
    """Why nobody of the row is there in this hour, in one word."""
    start = timezone.make_aware(dt.datetime.combine(day, dt.time(hour)))
    end = start + dt.timedelta(hours=1)
    return next((one.get_reason_display() for one in away if one.starts_at < end and one.ends_at > start), "")


def _away(goers: Iterable[Post], days: Sequence[dt.date]) -> dict[UUID, list[Absence]]:
    first = timezone.make_aware(dt.datetime.combine(days[0], dt.time.min))
    last = first + dt.timedelta(days=len(days))
    found: dict[UUID, list[Absence]] = {}
    rows = Absence.objects.filter(user_id__in={p.user_id for p in goers}, starts_at__lt=last, ends_at__gt=first)
    for one in rows.order_by("starts_at"):
        found.setdefault(one.user_id, []).append(one)
    return found


def _minutes(at: dt.time) -> int:
    return at.hour * 60 + at.minute

"""방문 주간판: a team's week by person or by pair, in hours: what is booked, and what the planner proposes beside it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post
from bokjihub.areas.models import Team
from bokjihub.clocks.calendar import next_working_day
from bokjihub.visits.bookings import placement
from bokjihub.visits.models import Absence, DayPlan, Due, PlanLine, Visit
from bokjihub.visits.moving import MOVABLE
from bokjihub.visits.queries.board import LeftGroup, board, head_names
from bokjihub.visits.queries.pairs import is_resident
from bokjihub.visits.queries.to_plan import goers_of, lines_of, turns_to_plan, visits_of

HOURS = range(9, 18)
LUNCH_HOUR = 12
EMPTY_HOURS = (10, 14)
DAYS = 5


@dataclass(frozen=True)
class Card:
    """One home in somebody's week: a visit that stands, or a turn the planner proposes."""

    of: Visit | PlanLine
    name: str
    people: tuple[Post, ...]
    on: dt.date
    at: dt.time
    becomes: str = ""  # what the proposal would change of a visit that stands

    @property
    def is_proposed(self) -> bool:
        """Nobody is booked for it."""
        return isinstance(self.of, PlanLine)

    @property
    def is_movable(self) -> bool:
        """A hand may move it."""
        return isinstance(self.of, PlanLine) or self.of.state in MOVABLE

    @property
    def goers(self) -> str:
        """Who goes as the board's drag sends it: the lead first."""
        return ",".join(str(post.id) for post in self.people)

    @property
    def was(self) -> str:
        """Where it stands on this page: a drag sends it back, so that nobody's move is undone unseen."""
        return placement(self.on, self.at, self.people)


@dataclass(frozen=True)
class Cell:
    """One hour of one day: its visits, and what closes it."""

    day: dt.date
    at: dt.time
    cards: tuple[tuple[Card, str], ...]  # each with who else goes
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
    def days(self) -> tuple[tuple[tuple[Card, str], ...], ...]:
        """The same visits day by day, as the printed sheet shows them."""
        columns = zip(*(hour.cells for hour in self.hours), strict=True)
        return tuple(tuple(card for cell in column for card in cell.cards) for column in columns)


@dataclass(frozen=True)
class Day:
    """The head of a column."""

    day: dt.date
    visits: int
    proposed: int
    is_changed: bool  # adopting the proposal of this day books or moves something
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
    proposal: "Proposal | None"


@dataclass(frozen=True)
class Proposal:
    """What the planner proposes for the days of the week still to come."""

    plan: DayPlan
    new: int
    changed: int
    by_two: int
    left: tuple[LeftGroup, ...]

    @property
    def without_place(self) -> int:
        """Homes the week does not reach."""
        return sum(len(group.stops) for group in self.left)

    @property
    def household_ids(self) -> set[UUID]:
        """Whose homes the page names beside the cards."""
        return {stop.line.household_id for group in self.left for stop in group.stops}


def week(actor: Actor, team: Team, monday: dt.date, *, by_pair: bool) -> Week:
    """Everybody's visits of the week, row by row and hour by hour; what is proposed for it, or whose turn nobody has booked."""
    goers = goers_of(team, monday)
    visits = visits_of(goers, monday, monday + dt.timedelta(days=6))
    plan = open_week(team.id, monday)
    lines = list(lines_of(plan)) if plan else []
    cards = _cards(visits, lines, actor.day)
    days = [monday + dt.timedelta(days=n) for n in range(_columns(monday, visits))]
    away = _away(goers, days)
    waiting = [] if plan else turns_to_plan(team, max(monday, actor.day))
    also = head_names([due.household_id for due in waiting])
    rows = _pairs(cards) if by_pair else _people(goers, cards)
    return Week(
        monday=monday,
        days=tuple(_day(day, cards, lines, actor.day) for day in days),
        rows=tuple(_row(posts, own, days, away) for posts, own in rows),
        visits=len(visits),
        by_two=sum(bool(visit.companions.all()) for visit in visits),
        waiting=tuple((due, also.get(due.household_id, "미상")) for due in waiting),
        proposal=_proposal(plan, lines) if plan else None,
    )


def open_week(team_id: UUID, monday: dt.date) -> DayPlan | None:
    """The proposal that stands for this team's week."""
    found = DayPlan.objects.filter(team_id=team_id, day=monday, until__gt=monday, state__in=DayPlan.OPEN)
    return found.select_related("team__seat").first()


def _proposal(plan: DayPlan, lines: Sequence[PlanLine]) -> Proposal:
    placed = [line for line in lines if line.is_proposed]
    new = [line for line in placed if line.due_id is not None]
    return Proposal(
        plan=plan,
        new=len(new),
        changed=len(placed) - len(new),
        by_two=sum(line.mate_id is not None for line in new),
        left=board(plan).left_by_reason,
    )


def _day(day: dt.date, cards: Sequence[Card], lines: Sequence[PlanLine], today: dt.date) -> Day:
    mine = [card for card in cards if card.on == day]
    return Day(
        day=day,
        visits=sum(not card.is_proposed for card in mine),
        proposed=sum(card.is_proposed for card in mine),
        is_changed=day >= today and any(line.on == day and line.is_proposed for line in lines),
        is_off=next_working_day(day) != day,
        is_past=day < today,
    )


def _cards(visits: Sequence[Visit], lines: Sequence[PlanLine], today: dt.date) -> list[Card]:
    """What stands, with what the proposal would change of it; and the turns it would book."""
    changes = {line.visit_id: line for line in lines if line.visit_id is not None and line.change}
    turns = [line for line in lines if line.due_id is not None and line.on is not None and line.on >= today]
    names = head_names([visit.household_id for visit in visits] + [line.household_id for line in turns])
    cards = [
        Card(
            visit, names.get(visit.household_id, "미상"), _people_in(visit), visit.planned_on, visit.planned_at,
            becomes=_becomes(changes.get(visit.id)),
        )
        for visit in visits
    ]  # fmt: skip
    for line in turns:
        assert line.on is not None
        assert line.at is not None
        cards.append(Card(line, names.get(line.household_id, "미상"), line.goers, line.on, line.at))
    return sorted(cards, key=lambda card: (card.on, card.at, card.name))


def _becomes(line: PlanLine | None) -> str:
    """→ 11:00 이하늘: the new time, and the new people where those who were booked are away."""
    if line is None or line.at is None:
        return ""
    who = f" {'·'.join(post.user.name for post in line.goers)}" if line.is_released else ""
    return f"→ {line.at:%H:%M}{who}"


def _columns(monday: dt.date, visits: Sequence[Visit]) -> int:
    """Monday to Friday, and as far into the weekend as somebody goes."""
    return max([DAYS, *((visit.planned_on - monday).days + 1 for visit in visits)])


def _people_in(visit: Visit) -> tuple[Post, ...]:
    """Who goes, the lead first, of visits read with their companions."""
    return (visit.lead, *(row.post for row in visit.companions.all()))


def _people(goers: Sequence[Post], cards: Sequence[Card]) -> list[tuple[list[Post], list[Card]]]:
    """Everybody who may lead, and the neighbours who go along somewhere this week."""
    own: dict[UUID, list[Card]] = {}
    posts = {post.id: post for post in goers if not is_resident(post)}
    for card in cards:
        for post in card.people:
            own.setdefault(post.id, []).append(card)
            posts.setdefault(post.id, post)
    ordered = sorted(posts.values(), key=lambda post: (is_resident(post), post.role, post.user.name, post.id))
    return [([post], own.get(post.id, [])) for post in ordered]


def _pairs(cards: Sequence[Card]) -> list[tuple[list[Post], list[Card]]]:
    """Everybody who goes together somewhere this week, the busiest first."""
    own: dict[tuple[UUID, ...], tuple[list[Post], list[Card]]] = {}
    for card in cards:
        own.setdefault(tuple(post.id for post in card.people), (list(card.people), []))[1].append(card)
    return sorted(own.values(), key=lambda one: (-len(one[1]), [post.user.name for post in one[0]]))


def _row(posts: Sequence[Post], cards: Sequence[Card], days: Sequence[dt.date], away: dict[UUID, list[Absence]]) -> Row:
    by_hour: dict[tuple[dt.date, int], list[tuple[Card, str]]] = {}
    here = {post.id for post in posts}
    for card in cards:
        others = " · ".join(post.user.name for post in card.people if post.id not in here)
        hour = min(max(card.at.hour, HOURS[0]), HOURS[-1])
        by_hour.setdefault((card.on, hour), []).append((card, others))
    # Whoever has no visit yet takes two lines, the morning and the afternoon to drop one on.
    hours = [hour for hour in HOURS if hour != LUNCH_HOUR or any((day, hour) in by_hour for day in days)]
    hours = hours if cards else list(EMPTY_HOURS)
    out = [one for post in posts for one in away.get(post.user_id, ())]
    return Row(
        key=",".join(str(post.id) for post in posts),
        label=" + ".join(post.user.name for post in posts),
        about=" · ".join(dict.fromkeys(post.get_role_display() for post in posts)),
        visits=len(cards),
        minutes=sum(card.of.minutes for card in cards),
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

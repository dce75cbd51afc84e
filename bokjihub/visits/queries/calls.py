"""What each home of a proposal asks of whoever comes: days, hours, people, urgency, and what stands already."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from bokjihub.accounts.models import Post
from bokjihub.clocks.calendar import next_working_day
from bokjihub.engines.routes.problem import Place
from bokjihub.engines.routes.roster import Call, Key, Pin, Seat, Sex
from bokjihub.people.models import SafetyNote
from bokjihub.visits.models import DayPlan, HomeWish, PlanLine, Visit
from bokjihub.visits.queries.day import home_place
from bokjihub.visits.queries.due import WEEK, beside_words
from bokjihub.visits.queries.pairs import LEADERS, RESIDENTS, is_resident, open_to_neighbours
from bokjihub.visits.queries.to_plan import office_of
from bokjihub.visits.queries.wishes import wishes_of

BEGINS, ENDS = 9 * 60 + 30, 17 * 60 + 30
DAY = 24 * 60
NURSE = "visiting_nurse"
TOLD_WITHIN = 30  # minutes a booked time may move on the day itself
SOON = 3  # days before a window closes in which a home goes before others
NOWHERE = Place(0.0, 0.0)
Span = tuple[int, int]
# The days that can still be planned, and from which minute.
Days = dict[dt.date, int]
_LEADERS = frozenset(str(role) for role in LEADERS)
_ALL = _LEADERS | {str(role) for role in RESIDENTS}


@dataclass(frozen=True)
class _Homes:
    """What is read once about the homes of a proposal."""

    plan: DayPlan
    days: Days
    office: Place
    posts: list[Post]
    wishes: dict[UUID, HomeWish]
    noted: set[UUID]
    before: dict[UUID, set[UUID]]
    open_to_neighbours: set[UUID]
    beside: dict[UUID, "Beside"]

    @property
    def today(self) -> dt.date:
        """The first day that can still be planned."""
        return min(self.days, default=self.plan.day)

    def begins(self, day: dt.date) -> int:
        """From which minute the day can be planned."""
        return self.days.get(day, BEGINS)


def calls_of(plan: DayPlan, lines: Sequence[PlanLine], posts: list[Post], days: Days) -> tuple[Call, ...]:
    """What each home on the proposal asks of these people on these days."""
    household_ids = [line.household_id for line in lines]
    noted = SafetyNote.objects.filter(household_id__in=household_ids, expires_on__gte=plan.day)
    homes = _Homes(
        plan=plan,
        days=days,
        office=office_of(plan.team),
        posts=posts,
        wishes=wishes_of(household_ids),
        noted=set(noted.values_list("household_id", flat=True)),
        before=_came_before(household_ids),
        open_to_neighbours=open_to_neighbours(household_ids, plan.until),
        beside=besides_of(lines, days),
    )
    return tuple(_call(line, homes) for line in lines)


def _call(line: PlanLine, homes: _Homes) -> Call:
    home = line.household
    wish = homes.wishes.get(home.id)
    opens, closes = _window(line, homes, wish)
    # who goes to a booked visit was settled with the home's wishes in sight
    sex, skills = (wish.sex, wish.skills) if wish is not None and line.is_free else ("", [])
    return Call(
        key=line.id,
        place=home_place(home) or homes.office,
        minutes=line.minutes,
        seats=_seats(line, homes),
        opens=opens,
        closes=closes,
        days=_days(line, homes),
        beside=frozenset(homes.plan.number(day) for day in homes.beside[line.id].days) if line.due else frozenset(),
        due=None if line.due is None else max(0, homes.plan.number(line.due.closes_on)),
        priority=_priority(line, homes.today),
        because=_because(line, homes.today),
        # a booked visit by one has the head's word
        has_safety_note=home.id in homes.noted and (line.is_free or line.mate_id is not None),
        sex=Sex(sex) if sex else None,
        skills=frozenset(skills),
        barred=_barred(line, homes.posts, wish),
        bond=frozenset(homes.before.get(home.id, ())),
        was=tuple(post for post in (line.lead_id, line.mate_id) if post is not None),
        was_day=homes.plan.number(line.on) if line.on in homes.days and line.visit_id is None else None,
        pin=_pin(line, homes),
    )


def _days(line: PlanLine, homes: _Homes) -> frozenset[int] | None:
    """A booked visit keeps its day; a turn of a week waits for its window and for a working day."""
    if line.visit is not None:
        return frozenset({homes.plan.number(line.visit.planned_on)})
    if line.due is None or not homes.plan.is_week:
        return None
    days = (day for day in homes.days if day >= line.due.opens_on and next_working_day(day) == day)
    return frozenset(homes.plan.number(day) for day in days)


def _window(line: PlanLine, homes: _Homes, wish: HomeWish | None) -> Span:
    """When somebody is at home. In the middle of the day a home that was told a time is not surprised: half an hour before
    or after it, later at a price."""
    begins = homes.begins(line.visit.planned_on) if line.visit is not None else BEGINS
    if line.visit is None or begins == BEGINS:
        opens = minute_of(wish.opens) if wish and wish.opens else 0
        return opens, max(minute_of(wish.closes), opens + line.minutes) if wish and wish.closes else DAY
    told = minute_of(line.visit.planned_at)
    return max(0, told - TOLD_WITHIN), max(told, begins) + line.minutes + TOLD_WITHIN


def _seats(line: PlanLine, homes: _Homes) -> tuple[Seat, ...]:
    """A booked visit keeps its people; a turn is led by whom the programme names, by two where two must go."""
    if line.is_released and line.visit is not None:
        lead = Seat(frozenset({NURSE})) if line.visit.lead.role == NURSE else Seat(_LEADERS)
        return (lead,) if line.mate_id is None else (lead, _mate(line, homes))
    if line.due is None:
        return (Seat(_ALL),) * (1 if line.mate_id is None else 2)
    rule = line.due.programme.pair_rule
    lead = Seat(frozenset({NURSE})) if rule.startswith("간호사") else Seat(_LEADERS)
    # as `needs_pair` for one home
    is_met = line.household_id in homes.before and line.household_id not in homes.noted
    if "+" not in rule and is_met:
        return (lead,)
    return lead, _mate(line, homes)


def _mate(line: PlanLine, homes: _Homes) -> Seat:
    """A neighbour comes only with a consent that lasts, and never where the address is sealed."""
    may = not line.household.is_sealed and line.household_id in homes.open_to_neighbours
    return Seat(_ALL if may else _LEADERS)


def _barred(line: PlanLine, posts: list[Post], wish: HomeWish | None) -> frozenset[Key]:
    """Kin and whom the home keeps away; residents of the same tong do not come into the home next door; a booked visit
    keeps its people."""
    if not line.is_free:
        return frozenset(post.id for post in posts) - {line.lead_id, line.mate_id}
    tong = line.household.tong_id
    away = set(wish.kept_away) if wish is not None else set[UUID]()
    next_door = {post.id for post in posts if is_resident(post) and tong is not None and post.area_id == tong}
    return frozenset(next_door | {post.id for post in posts if post.user_id in away})


def _priority(line: PlanLine, today: dt.date) -> int:
    """Booked homes first: they expect somebody. Then by how soon the window closes."""
    if line.due is None:
        return 1
    days = (line.due.closes_on - today).days
    return 2 if days <= SOON else 3 if days <= 14 else 4


def _because(line: PlanLine, today: dt.date) -> str:
    """What makes it weigh: a booking, or a window that closes within days (on the day itself the planner says so)."""
    if line.due is None:
        return "예약한 방문"
    days = (line.due.closes_on - today).days
    return f"기한까지 {days}일" if 0 < days <= SOON else ""


def _pin(line: PlanLine, homes: _Homes) -> Pin | None:
    if line.lead_id is None or line.at is None or line.is_released or line.on not in homes.days:
        return None
    begins = homes.begins(line.on)
    if begins > BEGINS and minute_of(line.at) < begins:
        return None  # its time has gone by and nobody has left: it is sought anew
    people = tuple(post for post in (line.lead_id, line.mate_id) if post is not None)
    promised = line.visit is not None and line.visit.is_time_promised
    return Pin(people, homes.plan.number(line.on), minute_of(line.at)) if line.is_pinned or promised else None


def _came_before(household_ids: list[UUID]) -> dict[UUID, set[UUID]]:
    """Who was let in before, home by home."""
    met = Visit.objects.filter(household_id__in=household_ids, state=Visit.State.DONE)
    found: dict[UUID, set[UUID]] = {}
    for household_id, lead_id, mate_id in met.values_list("household_id", "lead_id", "companions__post_id"):
        found.setdefault(household_id, set()).update(one for one in (lead_id, mate_id) if one is not None)
    return found


# ── no home twice in a week by two programmes ────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class Beside:
    """The days on which a turn would be a second knock within a week, and whose the first is."""

    days: frozenset[dt.date] = frozenset()
    words: str = ""


def besides_of(lines: Iterable[PlanLine], days: Iterable[dt.date]) -> dict[UUID, Beside]:
    """Turn by turn: closed by another programme's visit within six days, or by the home's turn that closes sooner."""
    turns = sorted((x for x in lines if x.due is not None), key=lambda x: (not x.is_pinned, x.due.closes_on, x.id))  # type: ignore[union-attr]
    span = sorted(days)
    visits = _visits_near([line.household_id for line in turns], span)
    found, first = dict[UUID, Beside](), dict[UUID, PlanLine]()
    for line in turns:
        assert line.due is not None
        sooner = first.setdefault(line.household_id, line)
        if sooner is not line and sooner.due is not None:
            found[line.id] = Beside(frozenset(span), f"{sooner.due.label}에 함께 봅니다")
            continue
        others = [v for v in visits.get(line.household_id, ()) if v.programme_id != line.due.programme_id]
        closed = frozenset(day for day in span for v in others if abs(v.planned_on - day) <= WEEK)
        found[line.id] = Beside(closed, ", ".join(beside_words(v) for v in others) if closed else "")
    return found


def _visits_near(household_ids: list[UUID], span: list[dt.date]) -> dict[UUID, list[Visit]]:
    """Visits booked or made at these homes within a week of the days."""
    found: dict[UUID, list[Visit]] = {}
    if not span:
        return found
    near = Visit.objects.filter(household_id__in=household_ids).filter(
        Q(state__in=Visit.OPEN) | Q(state=Visit.State.DONE)
    )
    near = near.filter(planned_on__gte=span[0] - WEEK, planned_on__lte=span[-1] + WEEK)
    for visit in near.select_related("programme", "lead__user").order_by("planned_on", "planned_at"):
        found.setdefault(visit.household_id, []).append(visit)
    return found


def minute_of(at: dt.time) -> int:
    """Minutes after midnight."""
    return at.hour * 60 + at.minute

"""방문 계획판: what the planner is given for a team's day, and the proposed day as the page shows it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from bokjihub.accounts.access.policy import Facts
from bokjihub.accounts.models import Post, User
from bokjihub.areas.models import Team
from bokjihub.areas.queries import city_of, covered_area_ids
from bokjihub.engines.routes.problem import Place
from bokjihub.engines.routes.roster import Call, Key, Pin, Roster, Seat, Shift, Worker
from bokjihub.partners.models import Volunteer
from bokjihub.people.models import Person, SafetyNote
from bokjihub.visits.models import Absence, Booking, DayPlan, Due, PlanLine, Visit
from bokjihub.visits.queries.due import dues_with_status
from bokjihub.visits.queries.pairs import LEADERS, RESIDENTS, absences_of, is_resident, needs_pair, volunteer_consent
from bokjihub.visits.queries.weights import standing_weights, weights_of

BEGINS, ENDS = 9 * 60 + 30, 17 * 60 + 30
DAY = 24 * 60
LUNCH = (12 * 60, 13 * 60)
MOST_TURNS = 40
NURSE = "visiting_nurse"
TOLD_WITHIN = 30  # minutes a booked time may move on the day itself
_LEADERS = frozenset(str(role) for role in LEADERS)
_ALL = _LEADERS | {str(role) for role in RESIDENTS}


@dataclass(frozen=True)
class BoardStop:
    """One home in somebody's proposed day."""

    line: PlanLine
    number: int
    name: str
    with_: str
    leads: bool


@dataclass(frozen=True)
class PersonDay:
    """Somebody's proposed day."""

    post: Post
    stops: tuple[BoardStop, ...]
    office: Place

    @property
    def travel(self) -> int:
        """Minutes on the road to the homes of this day."""
        return sum(stop.line.travel for stop in self.stops)

    @property
    def map_data(self) -> dict[str, object]:
        """The office, homes by number and the legs between them. No names."""
        homes = [
            (stop, home)
            for stop in self.stops
            if (home := stop.line.household).latitude is not None and home.longitude is not None
        ]
        points = [
            {
                "lat": home.latitude,
                "lng": home.longitude,
                "number": str(stop.number),
                "label": f"{stop.number}번 {stop.line.at:%H:%M}",
                "row": f"line-{stop.line.id}-{self.post.id}",
            }
            for stop, home in homes
        ]
        here = [self.office.latitude, self.office.longitude]
        start = {"lat": here[0], "lng": here[1], "number": "동", "label": "주민센터"}
        line = [here, *([home.latitude, home.longitude] for _, home in homes), here]
        return {"boundaries": None, "points": [start, *points], "line": line}


@dataclass(frozen=True)
class Board:
    """A team's day as proposed: everybody's round, what found no place and why."""

    plan: DayPlan
    people: tuple[PersonDay, ...]
    left: tuple[BoardStop, ...]

    @property
    def area_ids(self) -> set[UUID]:
        """The dongs somebody goes to: whose outlines the maps draw."""
        return {stop.line.household.area_id for person in self.people for stop in person.stops}

    @property
    def placed(self) -> int:
        """Homes that have a time."""
        return sum(stop.leads for person in self.people for stop in person.stops)

    @property
    def changed(self) -> int:
        """Booked visits the proposal moves or gives to others."""
        return sum(stop.leads and bool(stop.line.change) for person in self.people for stop in person.stops)

    @property
    def kept(self) -> int:
        """Booked visits that stay as they are."""
        booked = [stop.line for person in self.people for stop in person.stops if stop.leads and stop.line.visit_id]
        return sum(not line.change for line in booked)

    @property
    def by_two(self) -> int:
        """Of these, visited by two."""
        return sum(stop.leads and bool(stop.with_) for person in self.people for stop in person.stops)


def open_plan(team_id: UUID, day: dt.date) -> DayPlan | None:
    """The proposal that stands for this team and day."""
    return DayPlan.objects.filter(team_id=team_id, day=day, state__in=DayPlan.OPEN).first()


def line_facts(line_id: UUID) -> Facts | None:
    """Facts of the home on a line of a proposal."""
    found = PlanLine.objects.filter(id=line_id).values("household_id", "area_id").first()
    return Facts(household_id=found["household_id"], area_id=found["area_id"]) if found else None


def board(plan: DayPlan) -> Board:
    """The proposal, person by person in the order of the day."""
    lines = list(lines_of(plan))
    heads = head_names([line.household_id for line in lines])
    posts = {post.id: post for line in lines for post in (line.lead, line.mate) if post is not None}
    people, office = [], _office(plan.team)
    for post in sorted(posts.values(), key=lambda one: (is_resident(one), one.role, one.user.name)):
        mine = [line for line in lines if post.id in (line.lead_id, line.mate_id)]
        mine.sort(key=lambda line: (line.at or dt.time.max, line.id))
        people.append(
            PersonDay(post, tuple(_stop(n, line, post, heads) for n, line in enumerate(mine, start=1)), office)
        )
    left = tuple(_stop(n, line, None, heads) for n, line in enumerate((x for x in lines if x.lead_id is None), start=1))
    return Board(plan, tuple(people), left)


def name_of(line: PlanLine) -> str:
    """Who lives there."""
    return head_names([line.household_id]).get(line.household_id, "미상")


def lines_of(plan: DayPlan) -> QuerySet[PlanLine]:
    """Lines with everything a page or the planner names."""
    return plan.lines.select_related(
        "household__area",
        "household__tong",
        "visit__programme",
        "visit__lead",
        "due__programme",
        "lead__user",
        "mate__user",
    )


def _stop(number: int, line: PlanLine, post: Post | None, heads: dict[UUID, str]) -> BoardStop:
    leads = post is not None and line.lead_id == post.id
    other = line.mate if leads else line.lead
    return BoardStop(line, number, heads.get(line.household_id, "미상"), other.user.name if other else "", leads)


def head_names(household_ids: list[UUID]) -> dict[UUID, str]:
    """Whose home it is, by household."""
    found = Person.objects.filter(household_id__in=household_ids).order_by("is_head", "-lives_elsewhere", "-birth_year")
    return {person.household_id: person.name for person in found}


# ── what there is to plan ────────────────────────────────────────────────────────────────────────────────────────────
def visits_to_plan(team: Team, day: dt.date) -> list[tuple[Visit, UUID | None]]:
    """Booked visits of the team by one or two of its people, and who goes along. Others only take people's time."""
    own = {post.id for post in goers_of(team, day)}
    found = Visit.objects.filter(planned_on=day, state=Visit.State.SCHEDULED, lead__in=own)
    rows = [(visit, [one.post_id for one in visit.companions.all()]) for visit in found.prefetch_related("companions")]
    return [(visit, next(iter(along), None)) for visit, along in rows if len(along) < 2 and own.issuperset(along)]


def turns_to_plan(team: Team, day: dt.date) -> list[Due]:
    """Turns of the team's dongs that nobody has booked, the window closing soonest first."""
    areas = covered_area_ids({team.id}, day).get(team.id, set())
    waiting = dues_with_status(day).filter(area_id__in=areas, status__in=[Due.Status.DUE, Due.Status.NOT_MET])
    booked = Visit.objects.filter(planned_on=day, state__in=Visit.OPEN).values("household_id")
    return list(waiting.exclude(household_id__in=booked).order_by("closes_on", "id")[:MOST_TURNS])


def away_lines(plan: DayPlan) -> list[UUID]:
    """Lines of booked visits whose lead or companion is away at the booked time."""
    found = []
    for line in lines_of(plan).filter(visit__isnull=False):
        assert line.visit is not None
        people = {post.user_id for post in (line.lead, line.mate) if post is not None}
        visit = line.visit
        if absences_of(people, visit.planned_on, visit.planned_at, visit.minutes).exists():
            found.append(line.id)
    return found


def absences_on(team: Team, day: dt.date) -> list[Absence]:
    """Who of those who may go for the team is away on the day, and when."""
    midnight = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    users = {post.user_id for post in goers_of(team, day)}
    found = Absence.objects.filter(
        user_id__in=users, starts_at__lt=midnight + dt.timedelta(days=1), ends_at__gt=midnight
    )
    return list(found.select_related("user").order_by("starts_at", "id"))


def goers_of(team: Team, day: dt.date) -> list[Post]:
    """Everybody who may go for this team: its officers and nurses, and the neighbours of its dongs."""
    areas = covered_area_ids({team.id}, day).get(team.id, set())
    near = Q(team=team, role__in=LEADERS) | Q(role__in=RESIDENTS) & (Q(area__in=areas) | Q(area__parent__in=areas))
    found = Post.objects.on(day).filter(near, user__in=User.objects.filter(is_active=True))
    return list(found.select_related("user", "team__seat", "area").order_by("role", "user__name", "id"))


# ── as the engine reads it ───────────────────────────────────────────────────────────────────────────────────────────
def roster_of(plan: DayPlan, now: dt.datetime | None = None) -> Roster:
    """Who is there that day with which hours, and what each home on the proposal asks.

    In the middle of the day (`now`) nobody is planned before now, everybody begins where they are, and a booked time
    moves by half an hour at most without a price.
    """
    begins = _begins(plan.day, now or timezone.now())
    posts = goers_of(plan.team, plan.day)
    office = _office(plan.team)
    lines = list(lines_of(plan))
    closed, stands = _closed(posts, plan), _where_they_are(posts, plan.day) if begins > BEGINS else {}
    trained = _trained(posts, plan.day)
    workers = tuple(_worker(post, office, closed, trained, begins, stands.get(post.user_id)) for post in posts)
    noted = set(
        SafetyNote.objects.filter(
            household_id__in=[line.household_id for line in lines], expires_on__gte=plan.day
        ).values_list("household_id", flat=True)
    )
    before = _came_before([line.household_id for line in lines])
    calls = (_call(line, plan, posts, office, noted, before, begins) for line in lines)
    city = city_of(plan.team.seat)
    return Roster(workers, tuple(calls), weights_of(standing_weights(city.id) if city else None))


def call_of_line(line: PlanLine, posts: list[Post]) -> Call:
    """What one home asks of these people, nothing fixed."""
    home = line.household
    noted = SafetyNote.objects.filter(household=home, expires_on__gte=line.plan.day).values_list(
        "household_id", flat=True
    )
    call = _call(line, line.plan, posts, Place(0, 0), set(noted), _came_before([home.id]), BEGINS)
    return replace(call, pin=None)


def workers_of(posts: Sequence[Post], day: dt.date) -> list[Worker]:
    """These people as the planner knows them, at work the whole day."""
    trained = _trained(list(posts), day)
    return [_worker(post, Place(0, 0), {}, trained, BEGINS, None) for post in posts]


def _begins(day: dt.date, now: dt.datetime) -> int:
    """The minute from which people can be planned: the morning, or on the day itself the next five minutes from now."""
    here = timezone.localtime(now)
    if here.date() != day:
        return BEGINS
    return min(max(BEGINS, -(-(here.hour * 60 + here.minute) // 5) * 5), ENDS)


def _where_they_are(posts: list[Post], day: dt.date) -> dict[UUID, Place]:
    """The home each person was last at, or is at: where the rest of their day begins."""
    users = {post.id: post.user_id for post in posts}
    gone = Visit.objects.filter(planned_on=day, departed_at__isnull=False, household__latitude__isnull=False)
    rows = gone.order_by("departed_at").values_list(
        "lead_id", "companions__post_id", "household__latitude", "household__longitude"
    )
    found: dict[UUID, Place] = {}
    for lead_id, mate_id, latitude, longitude in rows:
        for one in (lead_id, mate_id):
            if one in users and latitude is not None and longitude is not None:
                found[users[one]] = Place(latitude, longitude)
    return found


def _worker(
    post: Post,
    office: Place,
    closed: dict[UUID, list[tuple[int, int]]],
    trained: set[UUID],
    begins: int,
    stands: Place | None,
) -> Worker:
    spans = (LUNCH, *closed.get(post.user_id, ()))
    return Worker(
        key=post.id,
        role=post.role,
        office=office,
        shifts=(Shift(0, begins, ENDS, tuple(spans), start=stands),),
        is_public=not is_resident(post),
        is_trained=not is_resident(post) or post.id in trained,
    )


def _trained(posts: list[Post], day: dt.date) -> set[UUID]:
    """Neighbours whose training and pledge hold on the day."""
    found = Volunteer.objects.on(day).filter(post__in=posts, trained_until__gte=day, pledged_on__isnull=False)
    return set(found.values_list("post_id", flat=True))


def _closed(posts: list[Post], plan: DayPlan) -> dict[UUID, list[tuple[int, int]]]:
    """Times somebody is taken by a visit that is not on this proposal, or away."""
    midnight = timezone.make_aware(dt.datetime.combine(plan.day, dt.time.min))
    ours = plan.lines.filter(visit__isnull=False).values("visit_id")
    found = Booking.objects.filter(
        user_id__in={post.user_id for post in posts},
        starts_at__lt=midnight + dt.timedelta(days=1),
        ends_at__gt=midnight,
    ).exclude(visit_id__in=ours)
    spans: dict[UUID, list[tuple[int, int]]] = {}
    taken: list[Booking | Absence] = [*found, *absences_on(plan.team, plan.day)]
    for one in taken:
        span = (_minutes(one.starts_at - midnight), _minutes(one.ends_at - midnight))
        spans.setdefault(one.user_id, []).append(span)
    return spans


def _call(
    line: PlanLine,
    plan: DayPlan,
    posts: list[Post],
    office: Place,
    noted: set[UUID],
    before: dict[UUID, set[UUID]],
    begins: int,
) -> Call:
    home = line.household
    opens, closes = _window(line, begins)
    place = Place(home.latitude, home.longitude) if home.latitude is not None and home.longitude is not None else office
    return Call(
        key=line.id,
        place=place,
        minutes=line.minutes,
        seats=_seats(line, plan.day),
        opens=opens,
        closes=closes,
        due=_due_in(line, plan.day),
        priority=_priority(line, plan.day),
        # a booked visit by one has the head's word
        has_safety_note=home.id in noted and (line.is_free or line.mate_id is not None),
        barred=_barred(line, posts),
        bond=frozenset(before.get(home.id, ())),
        was=tuple(post for post in (line.lead_id, line.mate_id) if post is not None),
        pin=_pin(line, begins),
    )


def _window(line: PlanLine, begins: int) -> tuple[int, int]:
    """In the middle of the day a home that was told a time is not surprised: half an hour before or after it, later at a price."""
    if line.visit is None or begins == BEGINS:
        return 0, DAY
    told = line.visit.planned_at.hour * 60 + line.visit.planned_at.minute
    return max(0, told - TOLD_WITHIN), max(told, begins) + line.minutes + TOLD_WITHIN


def _seats(line: PlanLine, day: dt.date) -> tuple[Seat, ...]:
    """A booked visit keeps its people; a turn is led by whom the programme names, by two where two must go."""
    if line.is_released and line.visit is not None:
        lead = Seat(frozenset({NURSE})) if line.visit.lead.role == NURSE else Seat(_LEADERS)
        return (lead,) if line.mate_id is None else (lead, Seat(_ALL if _may_neighbours(line, day) else _LEADERS))
    if line.due is None:
        return (Seat(_ALL),) * (1 if line.mate_id is None else 2)
    rule = line.due.programme.pair_rule
    lead = Seat(frozenset({NURSE})) if rule.startswith("간호사") else Seat(_LEADERS)
    if "+" not in rule and not needs_pair(line.household, day):
        return (lead,)
    return lead, Seat(_ALL if _may_neighbours(line, day) else _LEADERS)


def _may_neighbours(line: PlanLine, day: dt.date) -> bool:
    """A neighbour comes only with consent, and never where the address is sealed."""
    return not line.household.is_sealed and volunteer_consent(line.household_id, day) is not None


def _barred(line: PlanLine, posts: list[Post]) -> frozenset[Key]:
    """Residents of the same tong do not come into the home next door; a booked visit keeps its people."""
    if not line.is_free:
        return frozenset(post.id for post in posts) - {line.lead_id, line.mate_id}
    tong = line.household.tong_id
    return frozenset(post.id for post in posts if is_resident(post) and tong is not None and post.area_id == tong)


def _due_in(line: PlanLine, day: dt.date) -> int | None:
    return None if line.due is None else max(0, (line.due.closes_on - day).days)


def _priority(line: PlanLine, day: dt.date) -> int:
    """Booked homes first: they expect somebody. Then by how soon the window closes."""
    if line.due is None:
        return 1
    days = (line.due.closes_on - day).days
    return 2 if days <= 3 else 3 if days <= 14 else 4


def _pin(line: PlanLine, begins: int) -> Pin | None:
    if line.lead_id is None or line.at is None or line.is_released:
        return None
    if begins > BEGINS and line.at.hour * 60 + line.at.minute < begins:
        return None  # its time has gone by and nobody has left: it is sought anew
    people = tuple(post for post in (line.lead_id, line.mate_id) if post is not None)
    promised = line.visit is not None and line.visit.is_time_promised
    return Pin(people, 0, line.at.hour * 60 + line.at.minute) if line.is_pinned or promised else None


def _came_before(household_ids: list[UUID]) -> dict[UUID, set[UUID]]:
    """Who was let in before, home by home."""
    met = Visit.objects.filter(household_id__in=household_ids, state=Visit.State.DONE)
    found: dict[UUID, set[UUID]] = {}
    for household_id, lead_id, mate_id in met.values_list("household_id", "lead_id", "companions__post_id"):
        found.setdefault(household_id, set()).update(one for one in (lead_id, mate_id) if one is not None)
    return found


def _office(team: Team) -> Place:
    seat = team.seat
    return Place(seat.latitude or 0.0, seat.longitude or 0.0)


def _minutes(span: dt.timedelta) -> int:
    return int(span.total_seconds() // 60)

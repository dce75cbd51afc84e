"""A team's day as the engine reads it: who is there with which hours and skills, and what each home asks."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils import timezone

from bokjihub.accounts.models import Post
from bokjihub.areas.queries import city_of
from bokjihub.engines.routes.problem import Place
from bokjihub.engines.routes.roster import Call, Key, Pin, Roster, Seat, Sex, Shift, Worker
from bokjihub.partners.models import Volunteer
from bokjihub.people.models import SafetyNote
from bokjihub.visits.models import Absence, Booking, DayPlan, GoerTerms, HomeWish, PlanLine, Visit
from bokjihub.visits.queries.pairs import LEADERS, RESIDENTS, is_resident, needs_pair, volunteer_consent
from bokjihub.visits.queries.to_plan import absences_on, goers_of, lines_of, office_of
from bokjihub.visits.queries.weights import standing_weights, weights_of
from bokjihub.visits.queries.wishes import hours_on, terms_of, wishes_of

BEGINS, ENDS = 9 * 60 + 30, 17 * 60 + 30
DAY = 24 * 60
LUNCH = (12 * 60, 13 * 60)
NURSE = "visiting_nurse"
TOLD_WITHIN = 30  # minutes a booked time may move on the day itself
SOON = 3  # days before a window closes in which a home goes before others
A_WAY = 60  # minutes before and after a booked visit in which somebody of half a day travels
NOWHERE = Place(0.0, 0.0)
# The half days hold from Monday to Friday.
_A_SUNDAY = dt.date(2026, 1, 4)
Span = tuple[int, int]
_LEADERS = frozenset(str(role) for role in LEADERS)
_ALL = _LEADERS | {str(role) for role in RESIDENTS}


@dataclass(frozen=True)
class _Day:
    """What is read once about the people and the homes of a day."""

    day: dt.date
    office: Place
    begins: int
    posts: list[Post]
    trained: set[UUID]
    terms: dict[UUID, GoerTerms]
    wishes: dict[UUID, HomeWish]
    noted: set[UUID]
    before: dict[UUID, set[UUID]]


def _read(
    posts: list[Post], household_ids: list[UUID], day: dt.date, *, office: Place = NOWHERE, begins: int = BEGINS
) -> _Day:
    noted = SafetyNote.objects.filter(household_id__in=household_ids, expires_on__gte=day)
    return _Day(
        day=day,
        office=office,
        begins=begins,
        posts=posts,
        trained=_trained(posts, day),
        terms=terms_of({post.user_id for post in posts}),
        wishes=wishes_of(household_ids),
        noted=set(noted.values_list("household_id", flat=True)),
        before=_came_before(household_ids),
    )


def roster_of(plan: DayPlan, now: dt.datetime | None = None) -> Roster:
    """Who is there that day with which hours, and what each home on the proposal asks.

    In the middle of the day (`now`) nobody is planned before now, everybody begins where they are, and a booked time
    moves by half an hour at most without a price.
    """
    begins = _begins(plan.day, now or timezone.now())
    posts, lines = goers_of(plan.team, plan.day), list(lines_of(plan))
    known = _read(posts, [line.household_id for line in lines], plan.day, office=office_of(plan.team), begins=begins)
    closed, stands = _closed(posts, plan), _where_they_are(posts, plan.day) if begins > BEGINS else {}
    taken = _taken(lines)
    workers = tuple(
        _worker(post, known, closed.get(post.user_id, ()), stands.get(post.user_id), taken.get(post.id, ()))
        for post in posts
    )
    city = city_of(plan.team.seat)
    weights = weights_of(standing_weights(city.id) if city else None)
    return Roster(workers, tuple(_call(line, known) for line in lines), weights)


def call_of_line(line: PlanLine, posts: list[Post]) -> Call:
    """What one home asks of these people, nothing fixed."""
    return replace(_call(line, _read(posts, [line.household_id], line.plan.day)), pin=None)


def workers_of(posts: Sequence[Post], day: dt.date) -> list[Worker]:
    """These people as the planner knows them, at work the whole day: who is asked by name may come at another hour."""
    known = replace(_read(list(posts), [], day), day=_A_SUNDAY)
    return [_worker(post, known) for post in posts]


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
    known: _Day,
    closed: Sequence[Span] = (),
    stands: Place | None = None,
    taken: Sequence[Span] = (),
) -> Worker:
    """Somebody as the engine knows them: their half days, wider where they have said yes to a visit outside of them."""
    terms = known.terms.get(post.user_id)
    begins, ends = _shift(terms, known, taken)
    return Worker(
        key=post.id,
        role=post.role,
        office=known.office,
        shifts=(Shift(0, begins, ends, (LUNCH, *closed), start=stands),),
        skills=frozenset(terms.skills if terms else ()),
        sex=Sex(terms.sex) if terms and terms.sex else None,
        is_public=not is_resident(post),
        is_trained=not is_resident(post) or post.id in known.trained,
    )


def _shift(terms: GoerTerms | None, known: _Day, taken: Sequence[Span]) -> Span:
    whole = (known.begins, ENDS)
    begins, ends = hours_on(terms, known.day, whole)
    if (begins, ends) != whole:
        begins = max(known.begins, min([begins, *(span[0] for span in taken)]))
        ends = min(ENDS, max([ends, *(span[1] for span in taken)]))
    return min(begins, ends), ends


def _taken(lines: Sequence[PlanLine]) -> dict[UUID, list[Span]]:
    """When people said yes to a booked visit or were fixed by hand, the way there and back allowed for."""
    found: dict[UUID, list[Span]] = {}
    for line in lines:
        if line.at is None or (line.is_free and not line.is_pinned):
            continue
        at = _minute(line.at)
        for post_id in (line.lead_id, line.mate_id):
            if post_id is not None:
                found.setdefault(post_id, []).append((at - A_WAY, at + line.minutes + A_WAY))
    return found


def _trained(posts: list[Post], day: dt.date) -> set[UUID]:
    """Neighbours whose training and pledge hold on the day."""
    found = Volunteer.objects.on(day).filter(post__in=posts, trained_until__gte=day, pledged_on__isnull=False)
    return set(found.values_list("post_id", flat=True))


def _closed(posts: list[Post], plan: DayPlan) -> dict[UUID, list[Span]]:
    """Times somebody is taken by a visit that is not on this proposal, or away."""
    midnight = timezone.make_aware(dt.datetime.combine(plan.day, dt.time.min))
    ours = plan.lines.filter(visit__isnull=False).values("visit_id")
    found = Booking.objects.filter(
        user_id__in={post.user_id for post in posts},
        starts_at__lt=midnight + dt.timedelta(days=1),
        ends_at__gt=midnight,
    ).exclude(visit_id__in=ours)
    spans: dict[UUID, list[Span]] = {}
    taken: list[Booking | Absence] = [*found, *absences_on(plan.team, plan.day)]
    for one in taken:
        span = (_minutes(one.starts_at - midnight), _minutes(one.ends_at - midnight))
        spans.setdefault(one.user_id, []).append(span)
    return spans


def _call(line: PlanLine, known: _Day) -> Call:
    home = line.household
    wish = known.wishes.get(home.id)
    opens, closes = _window(line, known.begins, wish)
    placed = home.latitude is not None and home.longitude is not None
    # who goes to a booked visit was settled with the home's wishes in sight
    sex, skills = (wish.sex, wish.skills) if wish is not None and line.is_free else ("", [])
    return Call(
        key=line.id,
        place=Place(home.latitude or 0.0, home.longitude or 0.0) if placed else known.office,
        minutes=line.minutes,
        seats=_seats(line, known.day),
        opens=opens,
        closes=closes,
        due=_due_in(line, known.day),
        priority=_priority(line, known.day),
        because=_because(line, known.day),
        # a booked visit by one has the head's word
        has_safety_note=home.id in known.noted and (line.is_free or line.mate_id is not None),
        sex=Sex(sex) if sex else None,
        skills=frozenset(skills),
        barred=_barred(line, known.posts, wish),
        bond=frozenset(known.before.get(home.id, ())),
        was=tuple(post for post in (line.lead_id, line.mate_id) if post is not None),
        pin=_pin(line, known.begins),
    )


def _window(line: PlanLine, begins: int, wish: HomeWish | None) -> Span:
    """When somebody is at home. In the middle of the day a home that was told a time is not surprised: half an hour before
    or after it, later at a price."""
    if line.visit is None or begins == BEGINS:
        opens = _minute(wish.opens) if wish and wish.opens else 0
        return opens, max(_minute(wish.closes), opens + line.minutes) if wish and wish.closes else DAY
    told = _minute(line.visit.planned_at)
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


def _barred(line: PlanLine, posts: list[Post], wish: HomeWish | None) -> frozenset[Key]:
    """Kin and whom the home keeps away; residents of the same tong do not come into the home next door; a booked visit
    keeps its people."""
    if not line.is_free:
        return frozenset(post.id for post in posts) - {line.lead_id, line.mate_id}
    tong = line.household.tong_id
    away = set(wish.kept_away) if wish is not None else set[UUID]()
    next_door = {post.id for post in posts if is_resident(post) and tong is not None and post.area_id == tong}
    return frozenset(next_door | {post.id for post in posts if post.user_id in away})


def _due_in(line: PlanLine, day: dt.date) -> int | None:
    return None if line.due is None else max(0, (line.due.closes_on - day).days)


def _priority(line: PlanLine, day: dt.date) -> int:
    """Booked homes first: they expect somebody. Then by how soon the window closes."""
    if line.due is None:
        return 1
    days = (line.due.closes_on - day).days
    return 2 if days <= SOON else 3 if days <= 14 else 4


def _because(line: PlanLine, day: dt.date) -> str:
    """What makes it weigh: a booking, or a window that closes within days (on the day itself the planner says so)."""
    if line.due is None:
        return "예약한 방문"
    days = (line.due.closes_on - day).days
    return f"기한까지 {days}일" if 0 < days <= SOON else ""


def _pin(line: PlanLine, begins: int) -> Pin | None:
    if line.lead_id is None or line.at is None or line.is_released:
        return None
    if begins > BEGINS and _minute(line.at) < begins:
        return None  # its time has gone by and nobody has left: it is sought anew
    people = tuple(post for post in (line.lead_id, line.mate_id) if post is not None)
    promised = line.visit is not None and line.visit.is_time_promised
    return Pin(people, 0, _minute(line.at)) if line.is_pinned or promised else None


def _came_before(household_ids: list[UUID]) -> dict[UUID, set[UUID]]:
    """Who was let in before, home by home."""
    met = Visit.objects.filter(household_id__in=household_ids, state=Visit.State.DONE)
    found: dict[UUID, set[UUID]] = {}
    for household_id, lead_id, mate_id in met.values_list("household_id", "lead_id", "companions__post_id"):
        found.setdefault(household_id, set()).update(one for one in (lead_id, mate_id) if one is not None)
    return found


def _minute(at: dt.time) -> int:
    return at.hour * 60 + at.minute


def _minutes(span: dt.timedelta) -> int:
    return int(span.total_seconds() // 60)

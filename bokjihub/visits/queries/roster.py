"""A team's day or week as the engine reads it: who is there on which days with which hours and skills, and what each home asks."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.utils import timezone

from bokjihub.accounts.models import Post
from bokjihub.areas.models import Team
from bokjihub.areas.queries import city_of
from bokjihub.clocks.calendar import next_working_day
from bokjihub.engines.routes.problem import Place
from bokjihub.engines.routes.roster import Call, Key, Roster, Sex, Shift, Weights, Worker
from bokjihub.partners.models import Volunteer
from bokjihub.visits.models import Absence, Booking, DayPlan, GoerTerms, PlanLine, Visit
from bokjihub.visits.queries import calls
from bokjihub.visits.queries.calls import BEGINS, ENDS, Days, minute_of
from bokjihub.visits.queries.pairs import is_resident
from bokjihub.visits.queries.to_plan import absences_between, goers_of, lines_of, office_of
from bokjihub.visits.queries.weights import standing_weights, weights_of
from bokjihub.visits.queries.wishes import hours_on, terms_of

LUNCH = (12 * 60, 13 * 60)
A_WAY = 60  # minutes before and after a booked visit in which somebody of half a day travels
Span = tuple[int, int]
WHOLE = Shift(0, BEGINS, ENDS, (LUNCH,))


def roster_of(plan: DayPlan, now: dt.datetime | None = None) -> Roster:
    """Who is there on the days of the proposal with which hours, and what each home on it asks.

    In the middle of a day (`now`) nobody is planned before now, everybody begins where they are, and a booked time of
    that day moves by half an hour at most without a price.
    """
    lines = list(lines_of(plan))
    days = days_to_plan(plan, lines, now or timezone.now())
    people = _people(plan, lines, days)
    asked = calls.calls_of(plan, lines, list(people.posts.values()), days)
    return Roster(tuple(_workers(people)), asked, _weights(plan))


def days_to_plan(plan: DayPlan, lines: Iterable[PlanLine], now: dt.datetime) -> Days:
    """The days that can still be planned, each with the minute from which: of a week its working days from today, and a
    day off on which somebody is booked all the same."""
    booked = {line.on for line in lines if line.visit_id is not None}
    today = timezone.localtime(now).date()
    span = [plan.date(n) for n in range(plan.number(plan.until) + 1)]
    if plan.is_week:
        span = [day for day in span if day >= today and (next_working_day(day) == day or day in booked)]
    return {day: _begins(day, now) for day in span}


def beside_notes(plan: DayPlan) -> dict[Key, str]:
    """Line by line, whose visit it is that comes to the home in the same week."""
    lines = list(lines_of(plan))
    found = calls.besides_of(lines, days_to_plan(plan, lines, timezone.now()))
    return {key: one.words for key, one in found.items() if one.words}


def asked_of(line: PlanLine, goers: Sequence[Post], day: dt.date) -> tuple[Call, list[Worker], Weights]:
    """One home of a proposal and these people on one day: what it asks, nothing fixed, and they with their hours of that day."""
    lines = list(lines_of(line.plan))
    people = _people(line.plan, lines, {day: BEGINS})
    same_home = [one for one in lines if one.household_id == line.household_id]
    asked = calls.calls_of(line.plan, same_home, list(people.posts.values()), {day: BEGINS})
    call = next(call for call in asked if call.key == line.id)
    known = {worker.key: worker for worker in _workers(people)}
    return replace(call, pin=None), [known[post.id] for post in goers if post.id in known], _weights(line.plan)


def _weights(plan: DayPlan) -> Weights:
    city = city_of(plan.team.seat)
    return weights_of(standing_weights(city.id) if city else None)


def call_of_line(line: PlanLine, posts: list[Post]) -> Call:
    """What one home asks of these people on the plan's day, nothing fixed, not even the day it was booked for."""
    (call,) = calls.calls_of(line.plan, [line], posts, {line.plan.day: BEGINS})
    return replace(call, pin=None, days=None)


def workers_of(posts: Sequence[Post], day: dt.date) -> list[Worker]:
    """These people as the planner knows them, at work the whole day: who is asked by name may come at another hour."""
    terms, trained = terms_of({post.user_id for post in posts}), _trained(posts, day)
    return [_worker(post, terms.get(post.user_id), (WHOLE,), is_trained=post.id in trained) for post in posts]


def _begins(day: dt.date, now: dt.datetime) -> int:
    """The minute from which people can be planned: the morning, or on the day itself the next five minutes from now."""
    here = timezone.localtime(now)
    if here.date() != day:
        return BEGINS
    return min(max(BEGINS, -(-(here.hour * 60 + here.minute) // 5) * 5), ENDS)


# ── people ───────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True)
class _People:
    """What is read once about those who may go: who is there on which day, what is noted, what takes their time."""

    plan: DayPlan
    days: Days
    office: Place
    posts: dict[UUID, Post]
    there: dict[dt.date, set[UUID]]
    trained: dict[dt.date, set[UUID]]
    terms: dict[UUID, GoerTerms]
    closed: dict[tuple[UUID, dt.date], list[Span]]
    taken: dict[tuple[UUID, dt.date], list[Span]]
    stands: dict[tuple[UUID, dt.date], Place]


def _people(plan: DayPlan, lines: Sequence[PlanLine], days: Days) -> _People:
    there = {day: goers_of(plan.team, day) for day in days}
    posts = {post.id: post for own in there.values() for post in own}
    stands = [_where_they_are(list(posts.values()), day) for day, begins in days.items() if begins > BEGINS]
    return _People(
        plan=plan,
        days=days,
        office=office_of(plan.team),
        posts=posts,
        there={day: {post.id for post in own} for day, own in there.items()},
        trained={day: _trained(own, day) for day, own in there.items()},
        terms=terms_of({post.user_id for post in posts.values()}),
        closed=_closed(plan.team, list(posts.values()), lines, days),
        taken=_taken(lines),
        stands={key: place for one in stands for key, place in one.items()},
    )


def _workers(people: _People) -> list[Worker]:
    return [
        _worker(
            post,
            people.terms.get(post.user_id),
            _shifts(post, people),
            office=people.office,
            is_trained=any(post.id in trained for trained in people.trained.values()),
        )
        for post in people.posts.values()
    ]


def _worker(
    post: Post,
    terms: GoerTerms | None,
    shifts: tuple[Shift, ...],
    *,
    office: Place = calls.NOWHERE,
    is_trained: bool,
) -> Worker:
    return Worker(
        key=post.id,
        role=post.role,
        office=office,
        shifts=shifts,
        skills=frozenset(terms.skills if terms else ()),
        sex=Sex(terms.sex) if terms and terms.sex else None,
        is_public=not is_resident(post),
        is_trained=not is_resident(post) or is_trained,
        most_days=terms.most_days if terms else None,
    )


def _shifts(post: Post, people: _People) -> tuple[Shift, ...]:
    """Somebody's days. Of days on which they cannot be asked one stays, so that the rule is known that keeps them away."""
    mine = [day for day in people.days if post.id in people.there[day]]
    if is_resident(post):
        mine = [day for day in mine if post.id in people.trained[day]] or mine
    shifts = [_shift(post, day, people) for day in mine]
    return tuple([shift for shift in shifts if shift.begins < shift.ends] or shifts[:1])


def _shift(post: Post, day: dt.date, people: _People) -> Shift:
    """One day: the half days, wider where somebody has said yes to a visit outside of them."""
    whole = (people.days[day], ENDS)
    begins, ends = hours_on(people.terms.get(post.user_id), day, whole)
    if (begins, ends) != whole:
        taken = people.taken.get((post.id, day), ())
        begins = max(people.days[day], min([begins, *(span[0] for span in taken)]))
        ends = min(ENDS, max([ends, *(span[1] for span in taken)]))
    closed = people.closed.get((post.user_id, day), ())
    return Shift(
        people.plan.number(day),
        min(begins, ends),
        ends,
        (LUNCH, *closed),
        start=people.stands.get((post.user_id, day)),
    )


def _where_they_are(posts: list[Post], day: dt.date) -> dict[tuple[UUID, dt.date], Place]:
    """The home each person was last at, or is at: where the rest of their day begins."""
    users = {post.id: post.user_id for post in posts}
    gone = Visit.objects.filter(planned_on=day, departed_at__isnull=False, household__latitude__isnull=False)
    rows = gone.order_by("departed_at").values_list(
        "lead_id", "companions__post_id", "household__latitude", "household__longitude"
    )
    found: dict[tuple[UUID, dt.date], Place] = {}
    for lead_id, mate_id, latitude, longitude in rows:
        for one in (lead_id, mate_id):
            if one in users and latitude is not None and longitude is not None:
                found[users[one], day] = Place(latitude, longitude)
    return found


def _taken(lines: Sequence[PlanLine]) -> dict[tuple[UUID, dt.date], list[Span]]:
    """When people said yes to a booked visit or were fixed by hand, the way there and back allowed for."""
    found: dict[tuple[UUID, dt.date], list[Span]] = {}
    for line in lines:
        if line.at is None or line.on is None or (line.is_free and not line.is_pinned):
            continue
        at = minute_of(line.at)
        for post_id in (line.lead_id, line.mate_id):
            if post_id is not None:
                found.setdefault((post_id, line.on), []).append((at - A_WAY, at + line.minutes + A_WAY))
    return found


def _trained(posts: Sequence[Post], day: dt.date) -> set[UUID]:
    """Neighbours whose training and pledge hold on the day."""
    found = Volunteer.objects.on(day).filter(post__in=posts, trained_until__gte=day, pledged_on__isnull=False)
    return set(found.values_list("post_id", flat=True))


def _closed(
    team: Team, posts: list[Post], lines: Sequence[PlanLine], days: Days
) -> dict[tuple[UUID, dt.date], list[Span]]:
    """Times somebody is taken by a visit that is not on this proposal, or away."""
    spans: dict[tuple[UUID, dt.date], list[Span]] = {}
    if not days:
        return spans
    ours = [line.visit_id for line in lines if line.visit_id is not None]
    first, last = min(days), max(days)
    found = Booking.objects.filter(
        user_id__in={post.user_id for post in posts},
        starts_at__lt=_midnight(last + dt.timedelta(days=1)),
        ends_at__gt=_midnight(first),
    ).exclude(visit_id__in=ours)
    taken: list[Booking | Absence] = [*found, *absences_between(team, first, last)]
    for day in days:
        midnight = _midnight(day)
        for one in taken:
            span = (_minutes(one.starts_at - midnight), _minutes(one.ends_at - midnight))
            if span[0] < calls.DAY and span[1] > 0:
                spans.setdefault((one.user_id, day), []).append(span)
    return spans


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def _minutes(span: dt.timedelta) -> int:
    return int(span.total_seconds() // 60)

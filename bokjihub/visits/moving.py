"""옮기기, before it is done: where a visit is to stand, and the rule that forbids it. Changes nothing."""

import datetime as dt
from dataclasses import dataclass

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post
from bokjihub.ui.words import with_particle
from bokjihub.visits import errors
from bokjihub.visits.bookings import (
    Appointment,
    Pair,
    guard_companion,
    guard_free,
    guard_week,
    guard_wish,
    people_of,
    placement,
)
from bokjihub.visits.models import PlanLine, Visit
from bokjihub.visits.queries.calls import minute_of
from bokjihub.visits.queries.pairs import LEADERS, is_near, needs_pair
from bokjihub.visits.queries.rules import forbidden_on, forbidden_to

MOVABLE = (Visit.State.SCHEDULED, Visit.State.WAITING)


@dataclass(frozen=True)
class Move:
    """Where a visit is to stand: day, time and people; whether the home was told of a promised time that changes."""

    on: dt.date
    at: dt.time
    lead: Post
    companions: tuple[Post, ...] = ()
    is_told: bool = False
    beside_reason: str = ""
    wish_reason: str = ""
    was: str = ""  # where it stood on the page the move was made on; empty where nobody looked at a page

    @property
    def goers(self) -> tuple[Post, ...]:
        """Who goes, the lead first."""
        return (self.lead, *self.companions)

    @property
    def mate(self) -> Post | None:
        """The second of the two; a proposal knows no third."""
        return next(iter(self.companions), None)


def guard_move(*, visit: Visit, to: Move, by: Actor) -> None:
    """Refuse with the rule that forbids the move; changes nothing. The board asks this while a visit is being dragged."""
    if visit.state not in MOVABLE:
        raise errors.NotPlanned
    if to.was and to.was != placement(visit.planned_on, visit.planned_at, people_of(visit)):
        raise errors.MovedMeanwhile
    if to.on < by.day:
        raise errors.DayIsPast(field="planned_on")
    if visit.is_time_promised and not to.is_told and (to.on, to.at) != (visit.planned_on, visit.planned_at):
        raise errors.TimeIsPromised(field="is_told")
    appointment = Appointment(to.on, to.at, visit.minutes, beside_reason=to.beside_reason or visit.beside_reason)
    guard_companion(visit.household, Pair(to.lead, to.companions, volunteer_basis=visit.volunteer_basis), appointment)
    if people_of(visit) != to.goers:
        _guard_people(visit, to)
        guard_wish(visit.household, to.goers, to.wish_reason or visit.wish_reason)
    if not to.companions and not visit.alone_reason and (why := needs_pair(visit.household, to.on)):
        raise errors.PairNeeded(field="companions", hint=why)
    if to.on != visit.planned_on:
        guard_week(visit.household, visit.programme, appointment)
    guard_free(to.goers, appointment, but=visit.id)


def _guard_people(visit: Visit, to: Move) -> None:
    if to.lead.role not in LEADERS:
        raise errors.NotALeader(field="lead")
    if len(set(to.goers)) < len(to.goers):
        raise errors.MayNotGo("서로 다른 두 분이 가야 합니다.", field="companions")
    new = set(to.goers) - set(people_of(visit))
    if any(not is_near(post, visit.household, to.on) for post in new):
        raise errors.MayNotGo("이 집의 동네를 맡지 않는 분입니다. 다른 분을 골라 주세요.", field="lead")
    if said := forbidden_to(visit, to.goers, to.on):
        raise errors.MayNotGo(said[0], field="companions" if said[1] == "mate" else "lead")


# ── a home of a proposal ─────────────────────────────────────────────────────────────────────────────────────────────
def guard_place(*, line: PlanLine, to: Move, by: Actor) -> None:
    """Refuse with the rule that forbids a turn of the week's proposal to stand there; changes nothing."""
    if not line.is_free or line.due is None:
        raise errors.NotPlanned
    if to.was and to.was != placement(line.on, line.at, line.goers):
        raise errors.MovedMeanwhile
    if to.on < by.day:
        raise errors.DayIsPast(field="planned_on")
    if not line.plan.day <= to.on <= line.plan.until:
        raise errors.NotOfThisWeek(field="planned_on")
    guard_rules(line, to)
    guard_free(to.goers, Appointment(to.on, to.at, line.minutes))
    _guard_proposed(line, to)


def guard_rules(line: PlanLine, to: Move) -> None:
    """The same rules the planner keeps, asked for these people on this day alone."""
    if len(to.companions) > 1:
        raise errors.MayNotGo(
            "계획안에는 두 분까지 담습니다. 세 분이 가시려면 확정한 뒤 방문에서 더합니다.", field="companions"
        )
    if to.lead.role not in LEADERS:
        raise errors.NotALeader(field="lead")
    if said := forbidden_on(line, to.goers, to.on):
        raise errors.MayNotGo(said[0], field=said[1])


def _guard_proposed(line: PlanLine, to: Move) -> None:
    """Nobody of them stands in another proposed turn at that time."""
    people, begins = {post.id for post in to.goers}, minute_of(to.at)
    others = PlanLine.objects.filter(plan_id=line.plan_id, on=to.on, due__isnull=False).exclude(id=line.id)
    for other in others.select_related("lead__user", "mate__user"):
        assert other.at is not None
        taken = [post for post in other.goers if post.id in people]
        apart = minute_of(other.at) >= begins + line.minutes or minute_of(other.at) + other.minutes <= begins
        if taken and not apart:
            who = with_particle(f"{taken[0].user.name} 님", "은/는")
            raise errors.SomebodyTaken(
                f"{who} {other.at:%H:%M}에 다른 집에 가는 것으로 짜여 있습니다. 다른 시각이나 다른 분을 골라 주세요.",
                field="planned_at",
            )

"""옮기기, before it is done: where a visit is to stand, and the rule that forbids it. Changes nothing."""

import datetime as dt
from dataclasses import dataclass

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post
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
from bokjihub.visits.models import Visit
from bokjihub.visits.queries.pairs import LEADERS, is_near, needs_pair
from bokjihub.visits.queries.rules import forbidden_to

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


def guard_move(*, visit: Visit, to: Move, by: Actor) -> None:
    """Refuse with the rule that forbids the move; changes nothing. The board asks this while a visit is being dragged."""
    if visit.state not in MOVABLE:
        raise errors.NotPlanned
    if to.was and to.was != placement(visit, people_of(visit)):
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

"""방문 계획판: ask for a day's plan, take in what the planner finds, fix a line by hand, adopt or drop the proposal."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post
from bokjihub.areas.models import Team
from bokjihub.areas.queries import city_of
from bokjihub.audit import actions as audit
from bokjihub.engines.routes.roster import Call, Plan, Roster, Worker
from bokjihub.ui.errors import OfficerError
from bokjihub.visits import errors
from bokjihub.visits.actions.move import hand_visit_over, move_visits
from bokjihub.visits.actions.plan import order_by_hours, schedule_visit
from bokjihub.visits.bookings import Appointment, Pair
from bokjihub.visits.gather import gather
from bokjihub.visits.models import DayPlan, PlanLine
from bokjihub.visits.queries.board import open_plan
from bokjihub.visits.queries.roster import roster_of
from bokjihub.visits.queries.rules import forbidden
from bokjihub.visits.queries.to_plan import lines_of


@dataclass(frozen=True)
class Adopted:
    """What became of a proposal: new visits, moved ones, and the homes that could not be booked with the reason."""

    booked: int
    moved: int
    handed: int
    refused: tuple[str, ...]


@transaction.atomic
def ask_plan(*, team: Team, on: dt.date, by: Actor) -> DayPlan:
    """▶ 계획 짜기: gather the day's homes and have the planner at work. What was fixed by hand stays fixed."""
    if on < by.day:
        raise errors.DayIsPast
    plan = open_plan(team.id, on) or DayPlan(team=team, day=on)
    plan.state = DayPlan.State.SEEKING
    plan.asked_by = by.id
    plan.improved = 0
    plan.save()
    gather(plan)
    if not plan.lines.exists():
        raise errors.NobodyToPlan
    audit.record("visit.ask_plan", detail={"plan": plan.id, "on": on, "team": team.id}, by=by)
    _set_to_work(plan)
    return plan


def _set_to_work(plan: DayPlan) -> None:
    city = city_of(plan.team.seat)
    job = app.configure_task("visits.make_plan", allow_unknown=False)
    job.defer(plan_id=str(plan.id), city_id=str(city.id if city else plan.team.seat_id))


@transaction.atomic
def write_plan(*, plan: DayPlan, found: Plan, words: dict[UUID, str], is_last: bool, by: Actor) -> None:
    """Take in a better plan while somebody looks; the last one makes the proposal ready."""
    if not DayPlan.objects.select_for_update().filter(id=plan.id, state=DayPlan.State.SEEKING).exists():
        return  # dropped or asked for again meanwhile
    rows = {line.id: line for line in plan.lines.all()}
    out = {left.call: str(left.rule) for left in found.left_out}
    for line in rows.values():
        if line.is_free:  # a booked visit that found no place keeps its people and time
            line.lead_id = line.mate_id = line.at = None
        line.words = words.get(line.id, "")[:300]
        line.rule = out.get(line.id, "")
    for round_ in found.rounds:
        for stop in round_.stops:
            line = rows[stop.call]  # type: ignore[index]
            if stop.seat == 0:
                line.at, line.travel = dt.time(stop.start // 60, stop.start % 60), stop.travel
            if line.is_free and stop.seat == 0:
                line.lead_id = round_.worker  # type: ignore[assignment]
            elif line.is_free:
                line.mate_id = round_.worker  # type: ignore[assignment]
    PlanLine.objects.bulk_update(rows.values(), ["lead", "mate", "at", "travel", "words", "rule"])
    plan.improved += 1
    plan.travel_minutes, plan.seconds = found.travel, found.seconds
    plan.state = DayPlan.State.READY if is_last else DayPlan.State.SEEKING
    plan.save(update_fields=["improved", "travel_minutes", "seconds", "state"])
    if is_last:
        audit.record("visit.propose_plan", detail={"plan": plan.id, "on": plan.day}, by=by)


@transaction.atomic
def fail_plan(*, plan: DayPlan, by: Actor) -> None:
    """The planner could not finish; the page says so and offers to try again."""
    DayPlan.objects.filter(id=plan.id, state=DayPlan.State.SEEKING).update(state=DayPlan.State.FAILED)
    audit.record("visit.fail_plan", detail={"plan": plan.id}, by=by)


@transaction.atomic
def pin_line(*, line: PlanLine, is_pinned: bool, by: Actor) -> PlanLine:
    """📌 고정: people and time of this home stay when the day is planned again."""
    _guard_open(line.plan)
    line.is_pinned = is_pinned and line.at is not None
    line.save(update_fields=["is_pinned"])
    audit.record("visit.pin_line", subjects=[line.household_id], detail={"pinned": line.is_pinned}, by=by)
    return line


@transaction.atomic
def change_line(*, line: PlanLine, lead: Post, mate: Post | None, at: dt.time, by: Actor) -> PlanLine:
    """Put a home with other people or at another time; it stays so, and the rest of the day is planned around it.

    Refused at once where a rule forbids it, with that rule. A booked visit changes its time only.
    """
    _guard_open(line.plan)
    if line.is_free:
        _guard_rules(line, lead, mate)
        line.lead, line.mate = lead, mate
    line.at, line.is_pinned = at, True
    line.save(update_fields=["lead", "mate", "at", "is_pinned"])
    line.plan.state = DayPlan.State.SEEKING
    line.plan.save(update_fields=["state"])
    audit.record("visit.change_line", subjects=[line.household_id], detail={"at": at, "lead": lead.id}, by=by)
    _set_to_work(line.plan)
    return line


def _guard_rules(line: PlanLine, lead: Post, mate: Post | None) -> None:
    """The same rules the planner keeps, asked for these people alone."""
    roster = roster_of(line.plan)
    call = next(one for one in roster.calls if one.key == line.id)
    people = [_worker_of(roster, post) for post in (lead, mate) if post is not None]
    if said := forbidden(_free(call), people, roster.weights):
        raise errors.MayNotGo(said[0], field=said[1])


def _worker_of(roster: Roster, post: Post) -> Worker:
    found = next((one for one in roster.workers if one.key == post.id), None)
    if found is None:
        raise errors.MayNotGo
    return found


def _free(call: Call) -> Call:
    """The call as if nothing were fixed: the hand that moves it may undo its own pin."""
    return replace(call, pin=None)


@transaction.atomic
def adopt_plan(*, plan: DayPlan, by: Actor) -> Adopted:
    """확정: booked visits take their new times, turns become visits; who goes along is told. One refusal stops no other."""
    _guard_open(plan)
    if plan.state == DayPlan.State.SEEKING:
        raise errors.PlanIsBeingMade
    lines = list(lines_of(plan).filter(at__isnull=False))
    # Who is away goes first: their hours must be free before others take them.
    handed, refused = _each([line for line in lines if line.visit is not None and line.is_released], _hand_over, by)
    times = {x.visit_id: x.at for x in lines if x.visit_id is not None and x.at is not None and not x.is_released}
    moved = move_visits(on=plan.day, times=times, by=by)
    booked, also_refused = _each([line for line in lines if line.due is not None], _book_line, by)
    for lead in {line.lead for line in lines if line.lead is not None}:
        order_by_hours(lead=lead, on=plan.day, by=by)
    plan.state = DayPlan.State.ADOPTED
    plan.save(update_fields=["state"])
    audit.record(
        "visit.adopt_plan",
        subjects=[line.household_id for line in lines],
        detail={"plan": plan.id, "booked": booked, "moved": moved, "handed": handed, "refused": len(refused)},
        by=by,
    )
    return Adopted(booked, moved, handed, (*refused, *also_refused))


def _each(lines: list[PlanLine], deed: Callable[..., None], by: Actor) -> tuple[int, tuple[str, ...]]:
    """Do it for each line; one refusal stops no other. How many were done, and what was refused in words."""
    refused = list[str]()
    for line in lines:
        try:
            with transaction.atomic():
                deed(line, by=by)
        except OfficerError as error:
            refused.append(f"{line.at:%H:%M} {line.label}: {error.sentence}")
    return len(lines) - len(refused), tuple(refused)


def _hand_over(line: PlanLine, *, by: Actor) -> None:
    assert line.visit is not None
    assert line.lead is not None
    assert line.at is not None
    hand_visit_over(visit=line.visit, pair=Pair(line.lead, (line.mate,) if line.mate else ()), at=line.at, by=by)


def _book_line(line: PlanLine, *, by: Actor) -> None:
    assert line.due is not None
    assert line.lead is not None
    assert line.at is not None
    schedule_visit(
        household=line.household,
        programme=line.due.programme,
        pair=Pair(line.lead, (line.mate,) if line.mate else ()),
        appointment=Appointment(line.plan.day, line.at, line.minutes, purpose=line.due.label),
        by=by,
    )


@transaction.atomic
def drop_plan(*, plan: DayPlan, by: Actor) -> DayPlan:
    """버림: the proposal goes, nothing that was booked changes."""
    _guard_open(plan)
    plan.state = DayPlan.State.DROPPED
    plan.save(update_fields=["state"])
    audit.record("visit.drop_plan", detail={"plan": plan.id, "on": plan.day}, by=by)
    return plan


def _guard_open(plan: DayPlan) -> None:
    if not plan.is_open:
        raise errors.PlanIsSettled

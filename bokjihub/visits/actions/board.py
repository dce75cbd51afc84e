"""방문 계획판: ask for a day's or a week's plan, take in what the planner finds, fix a line by hand, adopt or drop the proposal."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from bokjihub.accounts.access.actors import Actor
from bokjihub.areas.models import Team
from bokjihub.areas.queries import city_of
from bokjihub.audit import actions as audit
from bokjihub.engines.routes.roster import Plan
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.words import short_date
from bokjihub.visits import errors
from bokjihub.visits.actions.move import hand_visit_over, move_visits
from bokjihub.visits.actions.plan import order_by_hours, schedule_visit
from bokjihub.visits.bookings import Appointment, Pair
from bokjihub.visits.gather import gather
from bokjihub.visits.models import DayPlan, PlanLine
from bokjihub.visits.moving import Move, guard_place, guard_rules
from bokjihub.visits.queries.board import open_plan
from bokjihub.visits.queries.to_plan import lines_of


@dataclass(frozen=True)
class Adopted:
    """What became of a proposal: new visits, moved ones, and the homes that could not be booked with the reason."""

    booked: int
    moved: int
    handed: int
    refused: tuple[str, ...]


@transaction.atomic
def ask_plan(*, team: Team, on: dt.date, until: dt.date | None = None, by: Actor) -> DayPlan:
    """▶ 계획 짜기: gather the homes of the day, or of the days until another, and have the planner at work.

    What was fixed by hand stays fixed. A day that belongs to a week's proposal is planned with its week; the proposals of
    single days become part of the week's.
    """
    last = until or on
    if last < by.day:
        raise errors.DayIsPast
    plan = open_plan(team.id, on)
    if plan is None or plan.until < last:
        plan = _of_these_days(team, on, last, by)
    plan.state = DayPlan.State.SEEKING
    plan.asked_by = by.id
    plan.improved = 0
    plan.save()
    gather(plan, by.day)
    if not plan.lines.exists():
        raise errors.NobodyToPlan
    audit.record(
        "visit.ask_plan", detail={"plan": plan.id, "on": plan.day, "until": plan.until, "team": team.id}, by=by
    )
    _set_to_work(plan)
    return plan


def _of_these_days(team: Team, day: dt.date, until: dt.date, by: Actor) -> DayPlan:
    """A new proposal over the days; what smaller ones of these days hold comes into it."""
    smaller = list(DayPlan.objects.filter(team=team, day__gte=day, until__lte=until, state__in=DayPlan.OPEN))
    DayPlan.objects.filter(id__in=[one.id for one in smaller]).update(state=DayPlan.State.DROPPED)
    plan = DayPlan.objects.create(team=team, day=day, until=until, asked_by=by.id)
    PlanLine.objects.filter(plan__in=smaller, visit__isnull=False).update(plan=plan)
    for one in smaller:
        known = plan.lines.filter(due__isnull=False).values("due_id")
        one.lines.filter(due__isnull=False).exclude(due_id__in=known).update(plan=plan)
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
            line.lead_id = line.mate_id = line.on = line.at = None
        line.words = words.get(line.id, "")[:300]
        line.rule = out.get(line.id, "")
    for round_ in found.rounds:
        for stop in round_.stops:
            line = rows[stop.call]  # type: ignore[index]
            if stop.seat == 0:
                line.on, line.at = plan.date(round_.day), dt.time(stop.start // 60, stop.start % 60)
                line.travel = stop.travel
            if line.is_free and stop.seat == 0:
                line.lead_id = round_.worker  # type: ignore[assignment]
            elif line.is_free:
                line.mate_id = round_.worker  # type: ignore[assignment]
    PlanLine.objects.bulk_update(rows.values(), ["lead", "mate", "on", "at", "travel", "words", "rule"])
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
def change_line(*, line: PlanLine, to: Move, by: Actor) -> PlanLine:
    """Put a home with other people or at another time; it stays so, and the rest of the day is planned around it.

    Refused at once where a rule forbids it, with that rule. A booked visit changes its time only.
    """
    _guard_open(line.plan)
    if line.is_free:
        guard_rules(line, to)
        line.lead, line.mate = to.lead, to.mate
    _stand(line, to, by=by)
    line.plan.state = DayPlan.State.SEEKING
    line.plan.save(update_fields=["state"])
    _set_to_work(line.plan)
    return line


@transaction.atomic
def place_line(*, line: PlanLine, to: Move, by: Actor) -> PlanLine:
    """옮기기 on the week's proposal: a turn goes to another day, time or people and stays there; nothing else moves.

    Refused by the rule that forbids it (`guard_place`), and when somebody else moved it since the page was shown.
    """
    line = lines_of(line.plan).select_for_update(of=("self",)).get(id=line.id)
    line.plan = DayPlan.objects.select_related("team__seat").get(id=line.plan_id)
    _guard_made(line.plan)
    guard_place(line=line, to=to, by=by)
    line.lead, line.mate = to.lead, to.mate
    _stand(line, to, by=by)
    line.words, line.rule = "손으로 정한 자리", ""
    line.save(update_fields=["words", "rule"])
    return line


def _stand(line: PlanLine, to: Move, *, by: Actor) -> None:
    line.on, line.at, line.is_pinned = to.on, to.at, True
    line.save(update_fields=["lead", "mate", "on", "at", "is_pinned"])
    detail = {"on": to.on, "at": to.at, "lead": to.lead.id}
    audit.record("visit.change_line", subjects=[line.household_id], detail=detail, by=by)


@transaction.atomic
def adopt_plan(*, plan: DayPlan, on: dt.date | None = None, by: Actor) -> Adopted:
    """확정: booked visits take their new times, turns become visits; who goes along is told. One refusal stops no other.

    Of a week one day alone may be adopted; the others stay proposed.
    """
    _guard_made(plan)
    placed = lines_of(plan).filter(at__isnull=False, on__gte=by.day)
    lines = list(placed.filter(on=on) if on is not None else placed)
    # Who is away goes first: their hours must be free before others take them.
    handed, refused = _each([line for line in lines if line.visit is not None and line.is_released], _hand_over, by)
    moved = sum(_move_times(day, lines, by) for day in _days_of(lines))
    booked, also_refused = _each([line for line in lines if line.due is not None], _book_line, by)
    for lead, day in {(line.lead, line.on) for line in lines if line.lead is not None and line.on is not None}:
        order_by_hours(lead=lead, on=day, by=by)
    if plan.is_week:
        gather(plan, by.day)
    if not plan.is_week or not any(line.is_proposed for line in lines_of(plan)):
        plan.state = DayPlan.State.ADOPTED
        plan.save(update_fields=["state"])
    audit.record(
        "visit.adopt_plan",
        subjects=[line.household_id for line in lines],
        detail={
            "plan": plan.id, "on": on, "booked": booked, "moved": moved, "handed": handed, "refused": len(refused)
        },
        by=by,
    )  # fmt: skip
    return Adopted(booked, moved, handed, (*refused, *also_refused))


def _days_of(lines: list[PlanLine]) -> list[dt.date]:
    return sorted({line.on for line in lines if line.on is not None})


def _move_times(day: dt.date, lines: list[PlanLine], by: Actor) -> int:
    """Booked visits of one day take the times the proposal gives them."""
    own = [line for line in lines if line.on == day and line.visit_id is not None and not line.is_released]
    times = {line.visit_id: line.at for line in own if line.visit_id is not None and line.at is not None}
    return move_visits(on=day, times=times, by=by)


def _each(lines: list[PlanLine], deed: Callable[..., None], by: Actor) -> tuple[int, tuple[str, ...]]:
    """Do it for each line; one refusal stops no other. How many were done, and what was refused in words."""
    refused = list[str]()
    for line in lines:
        try:
            with transaction.atomic():
                deed(line, by=by)
        except OfficerError as error:
            refused.append(f"{_when(line)} {line.label}: {error.sentence}")
    return len(lines) - len(refused), tuple(refused)


def _when(line: PlanLine) -> str:
    return f"{short_date(line.on)} {line.at:%H:%M}" if line.on else ""


def _hand_over(line: PlanLine, *, by: Actor) -> None:
    assert line.visit is not None
    assert line.lead is not None
    assert line.at is not None
    hand_visit_over(visit=line.visit, pair=Pair(line.lead, (line.mate,) if line.mate else ()), at=line.at, by=by)


def _book_line(line: PlanLine, *, by: Actor) -> None:
    assert line.due is not None
    assert line.lead is not None
    assert line.on is not None
    assert line.at is not None
    schedule_visit(
        household=line.household,
        programme=line.due.programme,
        pair=Pair(line.lead, (line.mate,) if line.mate else ()),
        appointment=Appointment(line.on, line.at, line.minutes, purpose=line.due.label),
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


def _guard_made(plan: DayPlan) -> None:
    _guard_open(plan)
    if plan.state == DayPlan.State.SEEKING:
        raise errors.PlanIsBeingMade

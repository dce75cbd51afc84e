"""The homes of a team's day or week: one line each, before anybody plans."""

import datetime as dt

from bokjihub.visits.models import DayPlan, PlanLine
from bokjihub.visits.queries.to_plan import away_lines, turns_to_plan, visits_to_plan


def gather(plan: DayPlan, today: dt.date) -> None:
    """One line for each home of the days still to come; lines whose visit or turn is gone go with it. Who is away gives
    their homes free."""
    first = min(max(plan.day, today), plan.until)
    visits, turns = visits_to_plan(plan.team, first, plan.until), turns_to_plan(plan.team, first, plan.until)
    plan.lines.filter(visit__isnull=False).exclude(visit__in=[visit.id for visit, _ in visits]).delete()
    plan.lines.filter(due__isnull=False).exclude(due__in=[turn.id for turn in turns]).delete()
    plan.lines.filter(due__isnull=False, on__lt=first).update(lead=None, mate=None, on=None, at=None, is_pinned=False)
    has = set(plan.lines.values_list("visit_id", flat=True)) | set(plan.lines.values_list("due_id", flat=True))
    lines = [
        PlanLine(
            plan=plan, household_id=visit.household_id, area_id=visit.area_id, visit=visit, minutes=visit.minutes,
            lead_id=visit.lead_id, mate_id=mate_id, on=visit.planned_on, at=visit.planned_at,
            is_pinned=visit.is_time_promised or visit.is_pinned,
        )
        for visit, mate_id in visits
        if visit.id not in has
    ]  # fmt: skip
    lines += [
        PlanLine(
            plan=plan, household_id=turn.household_id, area_id=turn.area_id, due=turn, minutes=turn.programme.minutes
        )
        for turn in turns
        if turn.id not in has
    ]
    PlanLine.objects.bulk_create(lines)
    _release(plan)


def _release(plan: DayPlan) -> None:
    """Booked visits of somebody who is away that hour: people and time are sought anew, others stay."""
    away = away_lines(plan)
    plan.lines.filter(visit__isnull=False).exclude(id__in=away).update(is_released=False)
    plan.lines.filter(id__in=away).update(is_released=True, is_pinned=False)

"""방문 주간판: a team's week by person or by pair, what is proposed for it, adopted by day or whole."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.audit.models import Entry
from bokjihub.ui.errors import OfficerError
from bokjihub.visits.actions import board as boards
from bokjihub.visits.models import DayPlan
from bokjihub.visits.queries import week as weeks
from bokjihub.visits.views.board import own_team, team_of, tell_adopted
from bokjihub.visits.views.plan import printed

PAIR = "pair"


@route(Act.VISITS, methods=("GET",))
def week_today(request: Request) -> HttpResponse:
    """방문 주간판 of this week; at the weekend of the next."""
    day = request.access.actor.day
    shown = day + dt.timedelta(days=2) if day.weekday() >= weeks.DAYS else day
    return redirect(week_url(shown, request.GET.get("view", "")))


@route(Act.VISITS, methods=("GET",))
def week(request: Request, day: dt.date) -> HttpResponse:
    """방문 주간판: who goes where and when this week, by person or by pair; while the planner is at work, better plans arrive."""
    template = "visits/week.html#week" if request.headers.get("HX-Request") else "visits/week.html"
    return render(request, template, week_context(request, day, request.GET.get("view", "")))


@route(Act.VISITS, methods=("GET",))
def week_sheet(request: Request, day: dt.date) -> HttpResponse:
    """주간표: the week on one sheet, A4 landscape, names masked; on record as an export."""
    context = week_context(request, day, request.GET.get("view", ""))
    request.access.kind = Entry.Kind.EXPORT
    return render(request, "visits/week_sheet.html", context | {"title": "방문 주간표", **printed(request)})


@route(Act.VISIT_PLAN, methods=("POST",))
def ask_week(request: Request, day: dt.date) -> HttpResponse:
    """이 주 계획 짜기: who goes where on which day of the week."""
    monday = monday_of(day)
    until = monday + dt.timedelta(days=weeks.DAYS - 1)
    boards.ask_plan(team=own_team(request), on=monday, until=until, by=request.access.actor)
    return redirect(week_url(monday, request.POST.get("view", "")))


@route(Act.VISIT_PLAN, methods=("POST",))
def settle_week(request: Request, day: dt.date) -> HttpResponse:
    """이 주 확정, one day of it 확정, or 버림."""
    monday = monday_of(day)
    plan = weeks.open_week(own_team(request).id, monday)
    if plan is None:
        raise OfficerError("이 주의 계획안이 없습니다. ‘이 주 계획 짜기’를 먼저 눌러 주세요.")
    if request.POST.get("deed") == "drop":
        boards.drop_plan(plan=plan, by=request.access.actor)
        messages.info(request, "계획안을 버렸습니다. 예약한 방문은 그대로입니다.")
    else:
        on = day if request.POST.get("deed") == "day" else None
        tell_adopted(request, boards.adopt_plan(plan=plan, on=on, by=request.access.actor))
    return redirect(week_url(monday, request.POST.get("view", "")))


def week_context(request: Request, day: dt.date, view: str) -> dict[str, Any]:
    """What the board of a week shows."""
    team, monday = team_of(request), monday_of(day)
    by_pair = view == PAIR
    found = weeks.week(request.access.actor, team, monday, by_pair=by_pair) if team else None
    if found:
        cards = [c for row in found.rows for hour in row.hours for cell in hour.cells for c, _ in cell.cards]
        request.access.show(card.of.household_id for card in cards)
        request.access.show(due.household_id for due, _ in found.waiting)
        request.access.show(found.proposal.household_ids if found.proposal else ())
    return {
        "title": f"방문 주간판 {monday.month}. {monday.day}.–{(end := monday + dt.timedelta(days=4)).month}. {end.day}.",
        "team": team,
        "week": found,
        "is_seeking": bool(found and found.proposal and found.proposal.plan.state == DayPlan.State.SEEKING),
        "is_failed": bool(found and found.proposal and found.proposal.plan.state == DayPlan.State.FAILED),
        "may_ask": found is not None and not found.days[weeks.DAYS - 1].is_past,
        "monday": monday,
        "before": monday - dt.timedelta(days=7),
        "after": monday + dt.timedelta(days=7),
        "today": request.access.actor.day,
        "by_pair": by_pair,
        "view": PAIR if by_pair else "person",
        "views": [
            {"label": "사람별", "url": week_url(monday, ""), "current": not by_pair},
            {"label": "짝별", "url": week_url(monday, PAIR), "current": by_pair},
        ],
    }


def week_url(day: dt.date, view: str) -> str:
    """The board of the week of a day."""
    return reverse("visits:week", args=[day]) + (f"?view={PAIR}" if view == PAIR else "")


def monday_of(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())

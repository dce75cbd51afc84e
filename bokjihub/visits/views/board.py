"""방문 계획판: the team's day as the planner proposes it, fixed by hand where somebody knows better, adopted or dropped."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.accounts.models import Post
from bokjihub.areas.models import Team
from bokjihub.areas.queries import boundaries_of
from bokjihub.ui.errors import OfficerError, told_to
from bokjihub.ui.words import short_date
from bokjihub.visits.actions import absence
from bokjihub.visits.actions import board as actions
from bokjihub.visits.actions.board import Adopted
from bokjihub.visits.forms import AbsenceForm, LineForm
from bokjihub.visits.models import Absence, DayPlan, PlanLine
from bokjihub.visits.queries import board as boards
from bokjihub.visits.queries import to_plan
from bokjihub.visits.views.plan import next_day


@route(Act.VISITS, methods=("GET",))
def board(request: Request, day: dt.date) -> HttpResponse:
    """방문 계획판: everybody's proposed round, what found no place and why."""
    team = team_of(request)
    plan = boards.open_plan(team.id, day) if team else None
    found = boards.board(plan, day) if plan else None
    if found:
        request.access.show(stop.line.household_id for person in found.people for stop in person.stops)
        request.access.show(stop.line.household_id for stop in found.left)
    context = {
        "title": f"방문 계획판 {short_date(day, today=request.access.actor.day)}",
        "day": day,
        "before": next_day(day, -1),
        "after": next_day(day, +1),
        "team": team,
        "outlines": boundaries_of(found.area_ids, day) if found else None,
        "board": found,
        "is_seeking": plan is not None and plan.state == DayPlan.State.SEEKING,
        "is_failed": plan is not None and plan.state == DayPlan.State.FAILED,
        "may_ask": team is not None and day >= request.access.actor.day,
        "absences": to_plan.absences_between(team, day) if team else [],
        "absence_form": AbsenceForm(goers=to_plan.goers_of(team, day)) if team else None,
        "today": request.access.actor.day,
        "is_today": day == request.access.actor.day,
    }
    template = "visits/board.html#proposal" if request.headers.get("HX-Request") else "visits/board.html"
    return render(request, template, context)


@route(Act.VISITS, methods=("GET",))
def board_today(request: Request) -> HttpResponse:
    """방문 계획판 of the next working day: what is planned is tomorrow."""
    return redirect("visits:board", day=next_day(request.access.actor.day, 1))


@route(Act.VISIT_PLAN, methods=("POST",))
def ask_plan(request: Request, day: dt.date) -> HttpResponse:
    """▶ 계획 짜기."""
    actions.ask_plan(team=own_team(request), on=day, by=request.access.actor)
    return redirect("visits:board", day=day)


@route(Act.VISIT_PLAN, methods=("POST",))
def settle_plan(request: Request, day: dt.date) -> HttpResponse:
    """확정 or 버림."""
    plan = boards.open_plan(own_team(request).id, day)
    if plan is None:
        raise OfficerError("이 날의 계획안이 없습니다. ‘계획 짜기’를 먼저 눌러 주세요.")
    if request.POST.get("deed") == "drop":
        actions.drop_plan(plan=plan, by=request.access.actor)
        messages.info(request, "계획안을 버렸습니다. 예약한 방문은 그대로입니다.")
        return redirect("visits:board", day=day)
    done = actions.adopt_plan(plan=plan, on=day, by=request.access.actor)
    tell_adopted(request, done)
    return redirect(f"{reverse('visits:day_plan', args=[day])}?who=team")


def tell_adopted(request: Request, done: Adopted) -> None:
    """What became of the proposal, in words for the next page."""
    handed = f", 다른 분이 가는 방문 {done.handed}곳" if done.handed else ""
    messages.success(request, f"확정했습니다: 새 방문 {done.booked}곳, 시각을 옮긴 방문 {done.moved}곳{handed}.")
    for sentence in done.refused:
        messages.warning(request, f"예약하지 못했습니다 — {sentence}")


@route(Act.VISIT_PLAN, methods=("POST",))
def note_absence(request: Request, day: dt.date) -> HttpResponse:
    """오늘 못 나오는 분 적기."""
    goers = to_plan.goers_of(own_team(request), day)
    form = AbsenceForm(request.POST, goers=goers)
    if not form.is_valid():
        raise OfficerError("누가 몇 시부터 몇 시까지 자리를 비우는지 골라 주세요.")
    data = form.cleaned_data
    absence.note_absence(
        post=_posts(goers)[data["who"]],
        on=day,
        begins=data["begins"],
        ends=data["ends"],
        reason=Absence.Reason(data["reason"]),
        by=request.access.actor,
    )
    messages.info(request, "적었습니다. ‘다시 짜기’를 누르면 이분이 갈 집을 다른 분이 갑니다.")
    return redirect("visits:board", day=day)


@route(Act.VISIT_PLAN, methods=("POST",))
def end_absence(request: Request, absence_id: UUID) -> HttpResponse:
    """다시 나옴: of somebody of the own team's dongs."""
    row = get_object_or_404(Absence, id=absence_id)
    day = timezone.localtime(row.starts_at).date()
    if row.id not in {one.id for one in to_plan.absences_between(own_team(request), day)}:
        raise OfficerError("다른 팀의 자리 비움은 바꿀 수 없습니다.")
    absence.end_absence(absence=row, by=request.access.actor)
    return redirect("visits:board", day=day)


@route(Act.VISIT_PLAN, subject=boards.line_facts)
def change_line(request: Request, line_id: UUID) -> HttpResponse:
    """한 집 옮기기: fix as it stands, let go, or choose people and time; a rule that forbids it says so at once."""
    line = boards.line_of(line_id)
    if request.method == "POST" and request.POST.get("deed") in ("pin", "unpin"):
        actions.pin_line(line=line, is_pinned=request.POST["deed"] == "pin", by=request.access.actor)
        return redirect("visits:board", day=line.on or line.plan.day)
    if line.plan.is_week:  # a week is moved on its own board
        if line.visit_id is not None:
            return redirect("visits:move_visit", visit_id=line.visit_id)
        return redirect("visits:place_line", line_id=line_id)
    goers = to_plan.goers_of(line.plan.team, line.plan.day)
    form = LineForm(request.POST or None, goers=goers, initial=_stands(line))
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            actions.change_line(line=line, to=form.chosen(_posts(goers), line.plan.day), by=request.access.actor)
            return redirect("visits:board", day=line.plan.day)
    request.access.show([line.household_id])
    context = {
        "title": "한 집 옮기기",
        "line": line,
        "name": boards.name_of(line),
        "form": form,
        "is_booked": not line.is_free,
    }
    return render(request, "visits/change_line.html", context, status=422 if form.is_bound else 200)


def _stands(line: PlanLine) -> dict[str, object]:
    return {"lead": str(line.lead_id or ""), "mate": str(line.mate_id or ""), "at": line.at or dt.time(10, 0)}


def _posts(goers: list[Post]) -> dict[str, Post]:
    return {str(post.id): post for post in goers}


def team_of(request: Request) -> Team | None:
    """The team whose day it is: that of the person's own post."""
    mine = [post.team_id for post in request.access.actor.posts if post.team_id and not post.standing_in_for]
    return Team.objects.select_related("seat").filter(id__in=mine[:1]).first()


def own_team(request: Request) -> Team:
    """The team whose plan the person may make."""
    team = team_of(request)
    if team is None:
        raise OfficerError("팀에 속한 분만 방문 계획을 짤 수 있습니다.")
    return team

"""The day in order, and 방문 잡기."""

import datetime as dt
from uuid import UUID

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.accounts.models import Post
from bokjihub.areas.models import Area
from bokjihub.areas.queries import boundaries_of
from bokjihub.audit.models import Entry
from bokjihub.clocks.calendar import next_working_day
from bokjihub.discovery.models import WorkItem
from bokjihub.people.models import Household
from bokjihub.people.queries import head_of, household_facts
from bokjihub.ui.errors import OfficerError, told_to
from bokjihub.ui.words import masked_name, short_date
from bokjihub.visits.actions import move
from bokjihub.visits.actions import plan as actions
from bokjihub.visits.bookings import Appointment, Pair
from bokjihub.visits.forms import ScheduleForm
from bokjihub.visits.models import VisitProgramme
from bokjihub.visits.queries import day as days
from bokjihub.visits.queries.due import others_near
from bokjihub.visits.queries.pairs import goers, leaders, needs_pair, volunteer_consent
from bokjihub.visits.queries.wishes import wish_of


@route(Act.VISITS, methods=("GET",))
def day_plan_today(request: Request) -> HttpResponse:
    """방문: today's day plan."""
    return redirect(f"{reverse('visits:day_plan', args=[request.access.actor.day])}")


@route(Act.VISITS, methods=("GET",))
def day_plan(request: Request, day: dt.date) -> HttpResponse:
    """하루 방문: whom, in which order, with whom, how far; the map beside the same rows."""
    actor = request.access.actor
    team = request.GET.get("who") == "team"
    plans = days.day_plan(actor, day, team=team)
    request.access.show(stop.visit.household_id for one in plans for stop in one.stops)
    here = reverse("visits:day_plan", args=[day])
    context = {
        "title": f"방문 {short_date(day, today=actor.day)}",
        "day": day,
        "plans": plans,
        "outlines": boundaries_of({stop.visit.household.area_id for one in plans for stop in one.stops}, day),
        "before": next_day(day, -1),
        "after": next_day(day, +1),
        "filters": [
            {"label": "내 방문", "url": here, "current": not team},
            {"label": "팀 전체", "url": f"{here}?who=team", "current": team},
        ],
        "now": timezone.now(),
    }
    return render(request, "visits/day_plan.html", context)


@route(Act.VISITS, methods=("GET",))
def day_sheet(request: Request, day: dt.date) -> HttpResponse:
    """하루표: the day on one sheet with full addresses; on record as an export."""
    actor = request.access.actor
    plans = [one for one in days.day_plan(actor, day) if one.is_mine] or days.day_plan(actor, day)
    request.access.show(stop.visit.household_id for one in plans for stop in one.stops)
    request.access.kind = Entry.Kind.EXPORT
    return render(
        request, "visits/day_sheet.html", {"title": "방문 하루표", "day": day, "plans": plans, **printed(request)}
    )


@route(Act.VISIT_PLAN, methods=("POST",))
def set_order(request: Request, day: dt.date) -> HttpResponse:
    """위로·아래로, or back to nearest first."""
    actor = request.access.actor
    lead = _lead(actor, request.POST.get("lead", ""))
    plan = days.lead_day(actor, lead, day)
    ids: list[UUID] = []
    asked = request.POST.get("visit", "")
    if plan and asked:
        order = [stop.visit.id for stop in plan.stops]
        if asked not in map(str, order):
            raise OfficerError("이 방문은 그날 그분의 방문이 아닙니다. 화면을 새로 고쳐 주세요.")
        ids = days.moved(order, UUID(asked), -1 if request.POST.get("step") == "up" else 1)
    actions.set_order(lead=lead, on=day, visit_ids=ids, by=actor)
    return redirect(_back(request, day))


@route(Act.VISIT_PLAN, methods=("POST",))
def set_times(request: Request, day: dt.date) -> HttpResponse:
    """이 차례로 시각 맞추기."""
    actor = request.access.actor
    lead = _lead(actor, request.POST.get("lead", ""))
    plan = days.lead_day(actor, lead, day)
    if plan:
        move.set_times(lead=lead, on=day, times=plan.times, by=actor)
    return redirect(_back(request, day))


@route(Act.VISIT_PLAN, subject=household_facts)
def plan_visit(request: Request, household_id: UUID) -> HttpResponse:
    """방문 잡기: day, time, two people."""
    actor = request.access.actor
    household = Household.objects.select_related("area").get(id=household_id)
    work_item = WorkItem.objects.filter(household=household, closed_on__isnull=True).first()
    day = next_working_day(actor.day + dt.timedelta(days=1))
    form = ScheduleForm(
        request.POST or None,
        leaders=leaders(household, day),
        goers=goers(household, *_when(request, day)),
        initial=_proposal(request, actor, work_item, day),
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            visit = actions.schedule_visit(
                household=household,
                programme=form.cleaned_data["programme"],
                pair=_pair(form),
                appointment=_appointment(form),
                work_item=work_item,
                by=actor,
            )
            return redirect("visits:visit", visit_id=visit.id)
    if form.is_bound:
        status = 422
    person = head_of(household_id)
    context = {
        "title": f"방문 잡기 — {masked_name(person.name) if person else '미상'}",
        "form": form,
        "household": household,
        "why_pair": needs_pair(household, actor.day),
        "consent": volunteer_consent(household_id, day),
        "others": others_near(household_id, day),
        "wish": wish_of(household_id),
    }
    return render(request, "visits/plan_visit.html", context, status=status)


def next_day(day: dt.date, step: int) -> dt.date:
    """The working day before or after."""
    day += dt.timedelta(days=step)
    if step > 0:
        return next_working_day(day)
    while next_working_day(day) != day:
        day -= dt.timedelta(days=1)
    return day


def printed(request: Request) -> dict[str, object]:
    """The foot of a printed page."""
    actor = request.access.actor
    post = actor.main_post
    office = Area.objects.filter(id=post.area_id).values_list("name", flat=True).first() if post else ""
    return {"printed_by": actor.name, "printed_at": timezone.now(), "office_name": office}


def _lead(actor: Actor, post_id: str) -> Post:
    """A lead whose day the actor may put in order: their own, or one of their team."""
    teams = {post.team_id for post in actor.posts if post.team_id}
    mine = {post.id for post in actor.posts}
    near = Post.objects.select_related("user", "team__seat", "area").filter(Q(id__in=mine) | Q(team_id__in=teams))
    found = next((post for post in near if str(post.id) == post_id), None)
    if found is None:
        raise OfficerError("다른 팀의 방문 차례는 바꿀 수 없습니다.")
    return found


def _back(request: Request, day: dt.date) -> str:
    query = urlencode({"who": "team"}) if request.POST.get("who") == "team" else ""
    return f"{reverse('visits:day_plan', args=[day])}{'?' if query else ''}{query}"


def _when(request: Request, day: dt.date) -> tuple[dt.date, dt.time | None]:
    """The day and time asked about so far, so that the list says who is taken."""
    form = ScheduleForm(request.POST or request.GET or None, leaders=[], goers=[])
    form.is_valid()
    found = getattr(form, "cleaned_data", {})
    return found.get("planned_on") or day, found.get("planned_at")


def _proposal(request: Request, actor: Actor, work_item: WorkItem | None, day: dt.date) -> dict[str, object]:
    mine = actor.main_post
    return {
        "planned_on": day,
        "planned_at": dt.time(10, 0),
        "lead": str(work_item.owner_id if work_item and work_item.owner_id else mine.id if mine else ""),
        "purpose": request.GET.get("purpose", "")[:120],
        "programme": VisitProgramme.objects.filter(code=request.GET.get("programme", ""), is_open=True).first(),
    }


def _pair(form: ScheduleForm) -> Pair:
    data = form.cleaned_data
    return Pair(
        lead=data["lead"],
        companions=data["companions"],
        alone_reason=data["alone_reason"],
        volunteer_basis=data["volunteer_basis"],
    )


def _appointment(form: ScheduleForm) -> Appointment:
    data = form.cleaned_data
    return Appointment(
        on=data["planned_on"],
        at=data["planned_at"],
        minutes=data["minutes"],
        is_promised=data["is_time_promised"],
        purpose=data["purpose"],
        take_along=data["take_along"],
        beside_reason=data["beside_reason"],
        wish_reason=data["wish_reason"],
    )

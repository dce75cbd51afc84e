"""방문형서비스 요일표 (process §6.4): who visits which home when, across programmes; clashes and gaps."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.people.models import Household
from bokjihub.people.queries import head_of, household_facts
from bokjihub.resources.actions.visiting import Regular, end_slot, enter_slot
from bokjihub.resources.forms import SlotForm
from bokjihub.resources.models import VisitingSlot
from bokjihub.resources.queries.visiting import visited_homes, weeks
from bokjihub.ui.errors import told_to
from bokjihub.ui.forms import NO_ID, id_in

DAYS = [str(label) for label in VisitingSlot.Weekday.labels]
SHOWN = 200


@route(Act.LINK, methods=("GET",))
def visiting(request: Request) -> HttpResponse:
    """방문 요일표: homes somebody visits, those with a clash or a gap first."""
    homes = visited_homes(request.access.actor.day)
    wrong = [home for home in homes if not home.week.is_fine]
    only = request.GET.get("only") == "wrong"
    shown = (wrong if only else homes)[:SHOWN]
    request.access.show(home.week.household_id for home in shown)
    context = {
        "title": "방문 요일표",
        "page_note": f"{len(homes)}가구 · 살펴볼 곳 {len(wrong)}",
        "homes": shown,
        "days": DAYS,
        "chips": [
            {"label": "모두", "url": "?", "current": not only},
            {"label": "겹치거나 비는 곳", "url": "?only=wrong", "current": only},
        ],
    }
    return render(request, "resources/visiting.html", context)


@route(Act.LINK, subject=household_facts)
def visiting_home(request: Request, household_id: UUID) -> HttpResponse:
    """한 집의 일주일, and the form of what a body told."""
    household = get_object_or_404(Household.objects.select_related("area"), id=household_id)
    actor = request.access.actor
    form = SlotForm(
        request.POST or None, city_id=household.area.parent_id, initial={"starts_on": actor.day, "rhythm": "weekly"}
    )
    if form.is_bound and form.is_valid():
        data: dict[str, Any] = dict(form.cleaned_data)
        data["programme"] = VisitingSlot.Programme(data["programme"])
        data["rhythm"] = VisitingSlot.Rhythm(data["rhythm"])
        with told_to(form):
            enter_slot(household=household, regular=Regular(**data), by=actor)
            messages.success(request, "방문 요일을 적었습니다.")
            return redirect("resources:visiting_home", household_id)
    slots = VisitingSlot.objects.on(actor.day).filter(household=household).select_related("agency")
    context = {
        "title": "방문 요일표",
        "household": household,
        "head": head_of(household.id),
        "week": weeks([household.id], actor.day)[household.id],
        "slots": slots.order_by("weekday", "begins_at"),
        "days": DAYS,
        "form": form,
        "today": actor.day,
    }
    return render(request, "resources/visiting_home.html", context, status=422 if form.is_bound else 200)


@route(Act.LINK, subject=household_facts, methods=("POST",))
def end_visiting(request: Request, household_id: UUID) -> HttpResponse:
    """방문이 끝났음: today is its last day."""
    slot = VisitingSlot.objects.filter(
        household_id=household_id, id=id_in(request.POST.get("slot", "")) or NO_ID
    ).first()
    if slot is None:
        messages.warning(request, "방문 요일을 찾을 수 없습니다. 화면을 새로 고쳐 주세요.")
    else:
        end_slot(slot=slot, ends_on=max(request.access.actor.day, slot.starts_on), by=request.access.actor)
        messages.success(request, "오늘까지로 적었습니다.")
    return redirect("resources:visiting_home", household_id)

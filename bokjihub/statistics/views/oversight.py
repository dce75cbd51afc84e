"""시·도와 시·군·구의 현황: the province by town, a town by dong, on any day; sending a month upward."""

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import TABLE, Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.areas.models import Area
from bokjihub.areas.queries import dongs_of
from bokjihub.rollout.queries.hub import cities_of, hub_state
from bokjihub.statistics import actions
from bokjihub.statistics.forms import MonthForm, OnForm
from bokjihub.statistics.queries import oversight as queries
from bokjihub.ui.errors import told_to
from bokjihub.ui.words import official_date


@route(Act.ROLLOUT, methods=("GET",))
def oversight(request: Request) -> HttpResponse:
    """Every town in reach on a day, or one of them by dong. Who sees no home reads only what was sent."""
    actor = request.access.actor
    cities = cities_of(actor)
    if not cities:
        raise Refused
    form = OnForm({"on": request.GET.get("on") or official_date(actor.day)})
    form.is_valid()
    day = form.cleaned_data.get("on") or actor.day
    chosen = next((city for city in cities if str(city.id) == request.GET.get("city")), None)
    city = chosen or (cities[0] if len(cities) == 1 else None)
    if city is not None:
        return render(request, "statistics/town.html", _town(request, city, day, form))
    lines = [(one, hub_state(one, day), queries.sent(one, day)) for one in cities]
    context = {
        "title": "시·군·구 현황",
        "page_note": f"{official_date(day)} 기준",
        "form": form,
        "day": day,
        "lines": lines,
        "crumbs": _crumbs("시·군·구 현황"),
    }
    return render(request, "statistics/province.html", context)


@route(Act.REPORT_CLOSE)
def send_figures(request: Request) -> HttpResponse:
    """시·도에 보내기: a month's figures, small cells hidden."""
    form = MonthForm(request.POST or None)
    form.fields["month"].label = "보낼 달의 하루"
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            made = actions.send_figures(day=form.cleaned_data["month"], by=request.access.actor)
            away = sum(row.is_hidden for row in made)
            messages.success(request, f"{made[0].first:%Y년 %-m월}의 집계를 보냈습니다. 가린 칸 {away}개.")
            return redirect("statistics:oversight")
    context = {"title": "시·도에 집계 보내기", "form": form, "crumbs": _crumbs("집계 보내기")}
    return render(request, "statistics/send_figures.html", context, status=422 if form.errors else 200)


def _town(request: Request, city: Area, day: dt.date, form: OnForm) -> dict[str, object]:
    actor = request.access.actor
    is_live = _sees_homes(actor, city, day)
    found = queries.counted(city, day.replace(day=1), day) if is_live else queries.sent(city, day)
    return {
        "title": f"{city.name} 현황",
        "page_note": f"{official_date(day)} 기준",
        "form": form,
        "city": city,
        "day": day,
        "state": hub_state(city, day),
        "found": found,
        "drawing": queries.drawing(found) if found else None,
        "is_live": is_live,
        "may_send": bool(actor.roles & set(TABLE[Act.REPORT_CLOSE])),
        "crumbs": _crumbs(city.name),
    }


def _sees_homes(actor: Actor, city: Area, day: dt.date) -> bool:
    """A count is a town's only where every dong of it is in reach; anybody else reads what was sent."""
    return {dong.id for dong in dongs_of(city, day)} <= actor.areas


def _crumbs(here: str) -> list[dict[str, str]]:
    return [
        {"label": "현황", "url": reverse("statistics:reports")},
        {"label": "시·군·구 현황", "url": reverse("statistics:oversight")},
        {"label": here, "url": ""},
    ]

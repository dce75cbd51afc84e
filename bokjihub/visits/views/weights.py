"""계획 무게: what the town's plans weigh, tried on one day before it stands."""

import datetime as dt

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.areas.models import Area, Team
from bokjihub.areas.queries import city_of
from bokjihub.clocks.calendar import next_working_day
from bokjihub.ui.errors import OfficerError
from bokjihub.visits.actions import weights as actions
from bokjihub.visits.forms import WeightsForm
from bokjihub.visits.models import PlanWeights
from bokjihub.visits.queries.weights import compared, open_weights, standing_weights


@route(Act.SETTINGS)
def weights(request: Request) -> HttpResponse:
    """계획 무게: what stands, what is being tried, both plans side by side."""
    city, day = _city(request), request.access.actor.day
    tried, standing = open_weights(city.id), standing_weights(city.id)
    shown = tried or standing or PlanWeights()
    asked = (*PlanWeights.AIMS, "km_per_hour", "detour", "door_minutes", "ways_source")
    initial = {name: getattr(shown, name) for name in asked} | {
        "day": tried.day if tried else next_working_day(day + dt.timedelta(days=1))
    }
    if tried:
        initial["team"] = tried.team_id
    form = WeightsForm(request.POST or None, teams=_teams(city, day), initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.try_weights(
            city=city, team=data["team"], on=data["day"], levels=form.levels, ways=form.ways, by=request.access.actor
        )
        return redirect("visits:weights")
    context = {
        "title": "계획 무게",
        "form": form,
        "aims": [(form[aim], PlanWeights.Level.choices) for aim in PlanWeights.AIMS],
        "tried": tried,
        "standing": standing,
        "ways": (standing or PlanWeights()).ways,
        "compared": compared(tried) if tried else None,
        "is_trying": tried is not None and tried.state == PlanWeights.State.TRYING,
        "is_failed": tried is not None and tried.state == PlanWeights.State.FAILED,
    }
    template = "visits/weights.html#compared" if request.headers.get("HX-Request") else "visits/weights.html"
    return render(request, template, context, status=422 if form.errors else 200)


@route(Act.SETTINGS, methods=("POST",))
def settle_weights(request: Request) -> HttpResponse:
    """이 무게로 씁니다 or 버림."""
    tried = open_weights(_city(request).id)
    if tried is None:
        raise OfficerError("견주어 보는 무게가 없습니다.")
    if request.POST.get("deed") == "drop":
        actions.drop_weights(row=tried, by=request.access.actor)
        messages.info(request, "버렸습니다. 쓰던 무게 그대로입니다.")
    else:
        actions.adopt_weights(row=tried, by=request.access.actor)
        messages.success(request, "이제부터 짜는 계획에 이 무게를 씁니다. 이미 짠 계획은 그대로입니다.")
    return redirect("visits:weights")


def _city(request: Request) -> Area:
    post = request.access.actor.main_post
    area = Area.objects.filter(id=post.area_id).first() if post else None
    city = city_of(area) if area else None
    if city is None:
        raise OfficerError("시·군·구에서 일하는 분만 계획 무게를 정합니다.")
    return city


def _teams(city: Area, day: dt.date) -> QuerySet[Team]:
    """The outreach teams of the town."""
    found = Team.objects.on(day).filter(kind=Team.Kind.OUTREACH, seat__parent=city)
    return found.select_related("seat").order_by("seat__name")

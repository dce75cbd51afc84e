"""허브화 현황과 인력: aggregates and offices; no household is asked for anywhere on these pages."""

import datetime as dt
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import TABLE, Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.areas.models import Area
from bokjihub.areas.queries import boundaries_of, dongs_of
from bokjihub.rollout.actions import hub as actions
from bokjihub.rollout.boundaries import Dong, Read, read
from bokjihub.rollout.drawing import draw
from bokjihub.rollout.forms import (
    AwardForm,
    BoundaryForm,
    DayForm,
    EstablishmentForm,
    EvaluationForm,
    HubPlanForm,
    LogForm,
    MendForm,
    StandardForm,
)
from bokjihub.rollout.models import Award, Evaluation, HubPlan, LogEntry, StaffingStandard
from bokjihub.rollout.queries import hub as queries
from bokjihub.ui.errors import told_to
from bokjihub.ui.words import official_date, with_particle

CRUMB = {"label": "허브화 현황", "url": "/rollout/"}


@route(Act.ROLLOUT, methods=("GET",))
def map(request: Request) -> HttpResponse:
    """허브화 현황 on a date: the drawing and the same as a table; teams and covered dongs as two figures."""
    form, city, day = asked_day(request)
    state = queries.hub_state(city, day)
    outlines = boundaries_of([dong.area.id for dong in state.dongs], day)
    context = {
        "title": "허브화 현황",
        "outlines": outlines,
        "page_note": f"{city.name} · {day.year}. {day.month}. {day.day}. 기준",
        "form": form,
        "city": city,
        "day": day,
        "state": state,
        "drawing": draw(state.dongs, outlines),
        "before": _with(request, on=day - dt.timedelta(days=30)),
        "after": _with(request, on=day + dt.timedelta(days=30)),
        "logs": LogEntry.objects.filter(area__in=_around(city), held_on__lte=day).order_by("-held_on")[:12],
        "evaluations": Evaluation.objects.filter(area__in=_around(city), year__lt=day.year).order_by(
            "-year", "subject"
        ),
        "awards": Award.objects.filter(area__in=_around(city), given_on__lte=day).order_by("-given_on"),
        "may_edit": may_edit(request),
    }
    return render(request, "rollout/map.html", context)


@route(Act.ROLLOUT, methods=("GET",))
def staffing(request: Request) -> HttpResponse:
    """인력·권역 on a date: team x people, the standard as this city reads it, two dates side by side."""
    form, city, day = asked_day(request, compares=True)
    rows = queries.staffing(city, day)
    before: dt.date | None = form.cleaned_data.get("before")
    context = {
        "title": "인력·권역",
        "page_note": f"{city.name} · {day.year}. {day.month}. {day.day}. 기준",
        "form": form,
        "city": city,
        "day": day,
        "rows": rows,
        "standard": queries.standard_on(city, day),
        "readings": StaffingStandard.Reading.labels,
        "people": sum(row.people for row in rows),
        "kept": sum(row.keeps is True for row in rows),
        "before": before,
        "changes": queries.staffing_change(city, before, day) if before else [],
        "may_edit": may_edit(request),
    }
    return render(request, "rollout/staffing.html", context)


@route(Act.ROLLOUT_EDIT)
def boundaries(request: Request) -> HttpResponse:
    """읍·면·동 경계: what the maps draw today, and a town's own file, refused as a whole with every mistake named."""
    city, actor = first_city(request), request.access.actor
    dongs = dongs_of(city, actor.day)
    form = BoundaryForm(request.POST or None, request.FILES or None, initial={"as_of": actor.day})
    found: Read | None = None
    if request.method == "POST" and form.is_valid():
        found = read(form.cleaned_data["file"], [_as_named(dong) for dong in dongs])
        if not found.problems:
            with told_to(form):
                words = {"source": form.cleaned_data["source"], "as_of": form.cleaned_data["as_of"]}
                rows = actions.load_boundaries(city=city, shapes=found.shapes, by=actor, **words)
                messages.success(request, f"{len(rows)}개 읍·면·동의 경계를 올렸습니다.")
                return redirect("rollout:boundaries")
    outlines = boundaries_of([dong.id for dong in dongs], actor.day)
    known = {row.area_id: row for row in outlines.rows}
    context = {
        "title": "읍·면·동 경계",
        "page_note": city.name,
        "crumbs": [CRUMB, {"label": "경계", "url": ""}],
        "form": form,
        "problems": found.problems if found else (),
        "dongs": [(dong, known.get(dong.id)) for dong in dongs],
        "outlines": outlines,
    }
    return render(request, "rollout/boundaries.html", context, status=422 if form.is_bound else 200)


def _as_named(dong: Area) -> Dong:
    placed = dong.longitude is not None and dong.latitude is not None
    return Dong(dong.id, dong.name, dong.code, (dong.longitude or 0, dong.latitude or 0) if placed else None)


@route(Act.ROLLOUT_EDIT)
def plan(request: Request) -> HttpResponse:
    """허브화 계획 적기."""
    city = first_city(request)
    form = HubPlanForm(request.POST or None, dongs=dongs_of(city, request.access.actor.day))
    return written(
        request,
        form,
        "허브화 계획",
        reverse("rollout:map"),
        lambda data: actions.plan_dong(kind=HubPlan.Kind(data.pop("kind")), by=request.access.actor, **data),
    )


@route(Act.ROLLOUT_EDIT)
def log(request: Request) -> HttpResponse:
    """회의·설명회·워크숍·점검·의견 적기."""
    city = first_city(request)
    form = LogForm(request.POST or None, initial={"held_on": request.access.actor.day})
    return written(
        request,
        form,
        "추진 기록",
        reverse("rollout:map"),
        lambda data: actions.write_log(
            area=city,
            kind=LogEntry.Kind(data.pop("kind")),
            attendees=data.pop("attendees"),
            by=request.access.actor,
            **data,
        ),
    )


@route(Act.ROLLOUT_EDIT)
def finding(request: Request, entry_id: UUID) -> HttpResponse:
    """점검에서 고칠 것: what was found, and how it was mended."""
    entry = LogEntry.objects.select_related("area").filter(id=entry_id).exclude(follow_up="").first()
    if entry is None or entry.area_id not in places_of(queries.cities_of(request.access.actor)):
        raise Refused
    form = MendForm(request.POST or None, initial={"on": request.access.actor.day})
    if form.is_bound and form.is_valid():
        with told_to(form):
            actions.mend_finding(entry=entry, **form.cleaned_data, by=request.access.actor)
            messages.success(request, "고친 것을 적었습니다.")
            return redirect("rollout:finding", entry.id)
    context = {
        "title": "고칠 것",
        "page_note": f"{entry.area.name} · {official_date(entry.held_on)} {entry.get_kind_display()}",
        "crumbs": [CRUMB, {"label": "고칠 것", "url": ""}],
        "entry": entry,
        "form": form,
    }
    return render(request, "rollout/finding.html", context, status=422 if form.is_bound else 200)


@route(Act.ROLLOUT_EDIT)
def evaluation(request: Request) -> HttpResponse:
    """평가 결과 적기: where the city stood in a year."""
    city = first_city(request)
    form = EvaluationForm(request.POST or None)
    return written(
        request,
        form,
        "평가 결과",
        reverse("rollout:map"),
        lambda data: actions.record_evaluation(area=city, by=request.access.actor, **data),
    )


@route(Act.ROLLOUT_EDIT)
def award(request: Request) -> HttpResponse:
    """상 적기: what the city was given for the work."""
    city = first_city(request)
    form = AwardForm(request.POST or None)
    return written(
        request,
        form,
        "받은 상",
        reverse("rollout:map"),
        lambda data: actions.record_award(area=city, by=request.access.actor, **data),
    )


@route(Act.ROLLOUT_EDIT)
def establishment(request: Request) -> HttpResponse:
    """정원 바꾸기: what a team is allowed from a day on; the vacancies of 인력·권역 are counted from it."""
    day = request.access.actor.day
    teams = queries.staffing(first_city(request), day)
    form = EstablishmentForm(request.POST or None, teams=teams, initial={"starts_on": day})
    return written(
        request,
        form,
        "정원",
        reverse("rollout:staffing"),
        lambda data: actions.set_establishment(by=request.access.actor, **data),
    )


@route(Act.ROLLOUT_EDIT)
def standard(request: Request) -> HttpResponse:
    """인력 기준 바꾸기."""
    city = first_city(request)
    form = StandardForm(request.POST or None, initial={"starts_on": request.access.actor.day})
    return written(
        request,
        form,
        "인력 기준",
        reverse("rollout:staffing"),
        lambda data: actions.set_standard(
            city=city, reading=StaffingStandard.Reading(data.pop("reading")), by=request.access.actor, **data
        ),
    )


def written(
    request: Request, form: Any, title: str, then: str, deed: Any, trail: Sequence[dict[str, str]] = (CRUMB,)
) -> HttpResponse:
    """One form on a page of its own: the deed is done and said, or refused in its own words."""
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            deed(dict(form.cleaned_data))
            messages.success(request, f"{with_particle(title, '을/를')} 적었습니다.")
            return redirect(then)
    note = trail[-1]["label"] if len(trail) > 1 else ""
    context = {
        "title": title,
        "page_note": note,
        "form": form,
        "crumbs": [*trail, {"label": title, "url": ""}],
        "then": then,
    }
    return render(request, "rollout/write.html", context, status=422 if form.is_bound else 200)


def asked_day(request: Request, *, compares: bool = False) -> tuple[DayForm, Area, dt.date]:
    """Which city and which day the page is asked for; the reader's first city, today."""
    cities = queries.cities_of(request.access.actor)
    if not cities:
        raise Refused
    asked = request.GET.copy()
    if not asked.get("on"):
        asked["on"] = official_date(request.access.actor.day)
    form = DayForm(asked, cities=cities, compares=compares)
    form.is_valid()
    city = form.cleaned_data.get("city") or cities[0]
    return form, city, form.cleaned_data.get("on") or request.access.actor.day


def first_city(request: Request) -> Area:
    """The city the reader writes about."""
    cities = queries.cities_of(request.access.actor)
    if not cities:
        raise Refused
    return cities[0]


def places_of(cities: list[Area]) -> set[UUID]:
    """The cities and their dongs."""
    ids = [city.id for city in cities]
    return {*ids, *Area.objects.filter(parent__in=ids).values_list("id", flat=True)}


def _around(city: Area) -> list[Any]:
    """The city, its province and its dongs: whose meetings and awards stand beside the map."""
    return [city.id, city.parent_id, *Area.objects.filter(parent=city).values_list("id", flat=True)]


def _with(request: Request, *, on: dt.date) -> str:
    asked = request.GET.copy()
    asked["on"] = on.isoformat()
    return f"?{asked.urlencode()}"


def may_edit(request: Request) -> bool:
    """Whether the reader writes about the roll-out."""
    return bool(request.access.actor.roles & set(TABLE[Act.ROLLOUT_EDIT]))

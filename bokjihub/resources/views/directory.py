"""자원 찾기 (V33): who gives what, here, now."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import TABLE, Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.areas.models import Area
from bokjihub.areas.queries import dongs_of
from bokjihub.partners import actions as partners
from bokjihub.partners.models import Agency
from bokjihub.resources.actions import directory as actions
from bokjihub.resources.forms import DirectoryForm, PlacesForm, ServiceForm
from bokjihub.resources.models import Need, Service
from bokjihub.resources.queries.directory import Wish, is_stale, services_for
from bokjihub.resources.queries.home import (
    chest_waiting,
    councils_waiting,
    lists_under_way,
    offers_waiting,
    stale_places,
    store,
)
from bokjihub.ui.errors import told_to
from bokjihub.ui.forms import id_in
from bokjihub.ui.words import short_date, with_particle


def area_choices(request: Request) -> list[tuple[str, str]]:
    """The dongs of the officer's city."""
    post = request.access.actor.main_post
    city = Area.objects.filter(id=post.city_id).first() if post and post.city_id else None
    return [(str(dong.id), dong.name) for dong in dongs_of(city, request.access.actor.day)] if city else []


@route(Act.DIRECTORY, methods=("GET",))
def home(request: Request) -> HttpResponse:
    """자원: what waits for this desk, what spoils next, whom to ask again; each line leads where it is done."""
    actor = request.access.actor
    may = {name: actor.has(*TABLE[act]) for name, act in MAY.items()}
    post = actor.main_post
    city = Area.objects.filter(id=post.city_id).first() if post and post.city_id and may["council"] else None
    context = {
        "title": "자원",
        "page_note": short_date(actor.day),
        "may": may,
        "offers": offers_waiting() if may["ledger"] else [],
        "lists": lists_under_way() if may["ledger"] else [],
        "chest": chest_waiting() if may["ledger"] else [],
        "store": store(actor.day) if may["ledger"] else None,
        "stale": stale_places(actor.day),
        "councils": councils_waiting(city, actor.day) if city else [],
    }
    return render(request, "resources/home.html", context)


MAY = {"link": Act.LINK, "ledger": Act.LEDGER, "council": Act.PARTNERS_EDIT, "deliver": Act.DELIVER}


@route(Act.DIRECTORY, methods=("GET",))
def directory(request: Request) -> HttpResponse:
    """Services by need and dong. `?household=` carries a household to the send buttons; `?income_free=1` comes from a refusal."""
    form = DirectoryForm(request.GET, areas=area_choices(request))
    data = form.cleaned_data if form.is_valid() else {}
    area_id = data.get("area") or None
    wish = Wish(
        data.get("need", ""), area_id=UUID(area_id) if area_id else None, income_free=bool(data.get("income_free"))
    )
    day = request.access.actor.day
    rows = [(service, is_stale(service, day)) for service in services_for(wish, day)]
    wider = request.GET.copy()
    wider["area"], wider["income_free"] = "", ""
    context = {
        "title": "자원 찾기",
        "form": form,
        "rows": rows,
        "household": id_in(request.GET.get("household", "")),
        "wider": wider.urlencode(),
        "may_enter": request.access.actor.has(*TABLE[Act.LEDGER]),
    }
    return render(request, "resources/directory.html", context)


@route(Act.DIRECTORY, methods=("GET",))
def service(request: Request, service_id: UUID) -> HttpResponse:
    """One service with its provider."""
    found = Service.objects.filter(id=service_id).select_related("provider__agency").first()
    if found is None:
        raise Refused
    context = {
        "title": found.name,
        "crumbs": [{"label": "자원 찾기", "url": "/resources/directory/"}, {"label": found.name}],
        "service": found,
        "areas": list(found.areas.order_by("code")),
        "is_stale": is_stale(found, request.access.actor.day),
        "household": id_in(request.GET.get("household", "")),
        "places_form": PlacesForm(initial={"places": found.places, "waiting": found.waiting}),
        "may_confirm": request.access.actor.has(*TABLE[Act.LINK]),
    }
    return render(request, "resources/service.html", context)


@route(Act.LEDGER)
def enter_service(request: Request) -> HttpResponse:
    """자원 올리기: a service with its provider, for everybody of the city who looks for help."""
    actor = request.access.actor
    post = actor.main_post
    city = Area.objects.filter(id=post.city_id).first() if post and post.city_id else None
    if city is None:
        raise Refused
    form = ServiceForm(request.POST or None, city=city, areas=area_choices(request))
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            row = _enter(form.cleaned_data, city, actor)
            messages.success(request, f"{with_particle(row.name, '을/를')} 자원에 올렸습니다.")
            return redirect("resources:service", row.id)
    crumbs = [{"label": "자원 찾기", "url": reverse("resources:directory")}, {"label": "자원 올리기", "url": ""}]
    context = {"title": "자원 올리기", "form": form, "crumbs": crumbs}
    return render(request, "resources/enter_service.html", context, status=422 if form.is_bound else 200)


@route(Act.LINK, methods=("POST",))
def confirm_places(request: Request, service_id: UUID) -> HttpResponse:
    """자리 확인, by whoever just asked the provider."""
    found = Service.objects.filter(id=service_id).first()
    form = PlacesForm(request.POST)
    if found is None:
        raise Refused
    if form.is_valid():
        day = request.access.actor.day
        actions.confirm_places(service=found, **form.cleaned_data, on=day, by=request.access.actor)
        messages.success(request, "오늘 확인한 것으로 적었습니다.")
    else:
        messages.warning(request, "빈 자리와 기다리는 사람을 숫자로 적어 주세요.")
    return redirect("resources:service", service_id)


@transaction.atomic
def _enter(data: dict[str, Any], city: Area, actor: Actor) -> Service:
    agency = data["agency"] or partners.enter_agency(
        name=data["agency_name"],
        sector=Agency.Sector(data["sector"]),
        phone=data["phone"],
        city=city,
        starts_on=actor.day,
        by=actor,
    )
    names = ("name", "for_whom", "rhythm", "places", "waiting", "is_income_tested", "papers")
    offer = actions.Offer(need=Need(data["need"]), **{name: data[name] for name in names})
    areas = Area.objects.filter(id__in=data["areas"])
    return actions.enter_service(agency=agency, offer=offer, areas=areas, on=actor.day, by=actor)

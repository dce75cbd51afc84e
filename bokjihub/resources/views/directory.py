"""자원 찾기 (V33): who gives what, here, now."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from bokjihub.accounts.access.policy import TABLE, Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.areas.models import Area
from bokjihub.areas.queries import dongs_of
from bokjihub.resources.forms import DirectoryForm
from bokjihub.resources.models import Service
from bokjihub.resources.queries.directory import Wish, is_stale, services_for


def area_choices(request: Request) -> list[tuple[str, str]]:
    """The dongs of the officer's city."""
    post = request.access.actor.main_post
    city = Area.objects.filter(id=post.city_id).first() if post and post.city_id else None
    return [(str(dong.id), dong.name) for dong in dongs_of(city, request.access.actor.day)] if city else []


@route(Act.DIRECTORY, methods=("GET",))
def home(request: Request) -> HttpResponse:
    """자원: the doors of this place, by what the person may do."""
    roles = request.access.actor.roles
    may = {name: bool(roles & set(TABLE[act])) for name, act in MAY.items()}
    return render(request, "resources/home.html", {"title": "자원", "may": may})


MAY = {"link": Act.LINK, "ledger": Act.LEDGER, "approve": Act.LEDGER_APPROVE, "deliver": Act.DELIVER}


@route(Act.DIRECTORY, methods=("GET",))
def directory(request: Request) -> HttpResponse:
    """Services by need and dong. `?household=` carries a household to the send buttons; `?income_free=1` comes from a refusal."""
    form = DirectoryForm(request.GET, areas=area_choices(request))
    data = form.cleaned_data if form.is_valid() else {}
    area_id = data.get("area") or None
    wish = Wish(data.get("need", ""), UUID(area_id) if area_id else None, bool(data.get("income_free")))
    day = request.access.actor.day
    rows = [(service, is_stale(service, day)) for service in services_for(wish, day)]
    wider = request.GET.copy()
    wider["area"], wider["income_free"] = "", ""
    context = {
        "title": "자원 찾기",
        "form": form,
        "rows": rows,
        "household": _uuid(request.GET.get("household", "")),
        "wider": wider.urlencode(),
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
        "household": _uuid(request.GET.get("household", "")),
    }
    return render(request, "resources/service.html", context)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

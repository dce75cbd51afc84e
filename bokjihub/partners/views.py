"""협의체·봉사자 (V36): per dong, who stands beside the officers."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import TABLE, Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.areas.models import Area
from bokjihub.areas.queries import city_of
from bokjihub.partners import actions
from bokjihub.partners.forms import TermForm, VolunteerForm
from bokjihub.partners.models import CouncilTerm, Volunteer
from bokjihub.partners.queries import people_by_dong, terms_of, volunteers_of


@route(Act.PARTNERS, methods=("GET",))
def council(request: Request) -> HttpResponse:
    """Every dong of the city with its council and volunteers."""
    post = request.access.actor.main_post
    city = Area.objects.filter(id=post.city_id).first() if post and post.city_id else None
    rows = people_by_dong(city, request.access.actor.day) if city else []
    totals = {name: sum(getattr(row, name) for row in rows) for name in ("members", "ending", "volunteers", "ready")}
    return render(request, "partners/council.html", {"title": "협의체·봉사자", "rows": rows, "totals": totals})


@route(Act.PARTNERS, methods=("GET",))
def dong_council(request: Request, area_id: UUID) -> HttpResponse:
    """Members and volunteers of one dong."""
    actor = request.access.actor
    area = _dong(actor, area_id)
    may_edit = bool(actor.roles & set(TABLE[Act.PARTNERS_EDIT]))
    context = {
        "title": f"{area.name} 협의체·봉사자",
        "crumbs": [{"label": "협의체·봉사자", "url": "/partners/council/"}, {"label": area.name}],
        "area": area,
        "terms": terms_of(area.id, actor.day),
        "volunteers": [(one, one.may_walk(actor.day)) for one in volunteers_of(area.id, actor.day)],
        "may_edit": may_edit,
    }
    return render(request, "partners/dong_council.html", context)


@route(Act.PARTNERS_EDIT)
def appoint_member(request: Request, area_id: UUID) -> HttpResponse:
    """위촉 올리기, one by one."""
    area = _dong(request.access.actor, area_id)
    form = TermForm(request.POST or None, initial={"seat": CouncilTerm.Seat.MEMBER})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.appoint_member(
            area=area,
            name=data["name"],
            seat=CouncilTerm.Seat(data["seat"]),
            calling=data["calling"],
            starts_on=data["starts_on"],
            trained_on=data["trained_on"],
            by=request.access.actor,
        )
        return redirect("partners:dong_council", area.id)
    return render(request, "partners/enter.html", {"title": f"{area.name} 위촉", "form": form, "verb": "위촉 올리기"})


@route(Act.PARTNERS_EDIT)
def register_volunteer(request: Request, area_id: UUID) -> HttpResponse:
    """봉사자 적기."""
    area = _dong(request.access.actor, area_id)
    form = VolunteerForm(request.POST or None, initial={"kind": Volunteer.Kind.GOOD_NEIGHBOUR})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        actions.register_volunteer(
            name=data["name"],
            kind=Volunteer.Kind(data["kind"]),
            area=area,
            starts_on=data["starts_on"],
            trained_until=data["trained_until"],
            pledged_on=data["pledged_on"],
            by=request.access.actor,
        )
        return redirect("partners:dong_council", area.id)
    return render(request, "partners/enter.html", {"title": f"{area.name} 봉사자", "form": form, "verb": "봉사자 적기"})


def _dong(actor: Actor, area_id: UUID) -> Area:
    """A dong of one's own city: members and volunteers are persons too."""
    area = Area.objects.filter(id=area_id, level=Area.Level.DONG).first()
    city = city_of(area) if area else None
    if area is None or city is None or city.id not in {post.city_id for post in actor.posts}:
        raise Refused
    return area

"""협의체·봉사자 (V36): per dong, who stands beside the officers."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import TABLE, Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.areas.models import Area
from bokjihub.areas.queries import city_of, dongs_of
from bokjihub.partners import actions
from bokjihub.partners.forms import (
    AppointmentsForm,
    MeetingForm,
    MinutesForm,
    RenewForm,
    TermForm,
    ThanksForm,
    VolunteerForm,
)
from bokjihub.partners.models import CouncilMeeting, CouncilTerm, Thanks, Volunteer
from bokjihub.partners.queries import meetings_of, members_at, people_by_dong, terms_of, volunteers_of
from bokjihub.ui.errors import told_to


@route(Act.PARTNERS, methods=("GET",))
def council(request: Request) -> HttpResponse:
    """Every dong of the city with its council and volunteers."""
    post = request.access.actor.main_post
    city = Area.objects.filter(id=post.city_id).first() if post and post.city_id else None
    rows = people_by_dong(city, request.access.actor.day) if city else []
    totals = {name: sum(getattr(row, name) for row in rows) for name in ("members", "ending", "volunteers", "ready")}
    actor = request.access.actor
    context = {
        "title": "협의체·봉사자",
        "rows": rows,
        "totals": totals,
        "city": city,
        "city_members": len(terms_of(city.id, actor.day)) if city else 0,
        "may_edit": bool(actor.roles & set(TABLE[Act.PARTNERS_EDIT])),
    }
    return render(request, "partners/council.html", context)


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
        "is_city": area.level == Area.Level.SIGUNGU,
        "meetings": meetings_of(area.id),
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


@route(Act.PARTNERS, methods=("GET",))
def volunteer(request: Request, volunteer_id: UUID) -> HttpResponse:
    """One who helps: training, pledge, what the town thanked them for."""
    return _volunteer_page(request, _helper(request.access.actor, volunteer_id))


@route(Act.PARTNERS_EDIT, methods=("POST",))
def renew_volunteer(request: Request, volunteer_id: UUID) -> HttpResponse:
    """교육·서약 고치기."""
    found, form = _helper(request.access.actor, volunteer_id), RenewForm(request.POST)
    if form.is_valid():
        with told_to(form):
            actions.renew_volunteer(volunteer=found, **form.cleaned_data, by=request.access.actor)
            messages.success(request, "교육과 서약을 고쳤습니다.")
            return redirect("partners:volunteer", found.id)
    return _volunteer_page(request, found, renew=form)


@route(Act.PARTNERS_EDIT, methods=("POST",))
def thank_volunteer(request: Request, volunteer_id: UUID) -> HttpResponse:
    """감사 인사 적기."""
    found, form = _helper(request.access.actor, volunteer_id), ThanksForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        with told_to(form):
            actions.thank_volunteer(
                volunteer=found,
                kind=Thanks.Kind(data["kind"]),
                given_on=data["given_on"],
                words=data["words"],
                by=request.access.actor,
            )
            messages.success(request, "감사 인사를 적었습니다.")
            return redirect("partners:volunteer", found.id)
    return _volunteer_page(request, found, thank=form)


def _volunteer_page(request: Request, found: Volunteer, **forms: Any) -> HttpResponse:
    actor = request.access.actor
    standing = {name: getattr(found, name) for name in ("trained_until", "pledged_on", "ends_on")}
    context = {
        "title": found.name,
        "page_note": f"{found.area.name} · {found.get_kind_display()}",
        "crumbs": [
            {"label": "협의체·봉사자", "url": reverse("partners:council")},
            {"label": found.area.name, "url": reverse("partners:dong_council", args=[found.area_id])},
            {"label": found.name},
        ],
        "volunteer": found,
        "rows": [(found, found.may_walk(actor.day))],
        "may_walk": found.may_walk(actor.day),
        "thanks": list(found.thanks.order_by("-given_on", "-id")),
        "renew_form": forms.get("renew") or RenewForm(initial=standing),
        "thanks_form": forms.get("thank") or ThanksForm(initial={"given_on": actor.day, "kind": Thanks.Kind.WORDS}),
        "may_edit": bool(actor.roles & set(TABLE[Act.PARTNERS_EDIT])),
    }
    return render(request, "partners/volunteer.html", context, status=422 if forms else 200)


def _helper(actor: Actor, volunteer_id: UUID) -> Volunteer:
    """A volunteer of a dong in reach; others are not found."""
    found = Volunteer.objects.select_related("area").filter(id=volunteer_id).first()
    if found is None:
        raise Refused
    _dong(actor, found.area_id)
    return found


@route(Act.PARTNERS_EDIT)
def appoint_members(request: Request) -> HttpResponse:
    """위촉식: a whole list in one go."""
    actor = request.access.actor
    post = actor.main_post
    city = Area.objects.filter(id=post.city_id).first() if post and post.city_id else None
    if city is None:
        raise Refused
    form = AppointmentsForm(request.POST or None, dongs=dongs_of(city, actor.day), initial={"starts_on": actor.day})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        with told_to(form):
            terms = actions.appoint_members(
                appointments=data["lines"], starts_on=data["starts_on"], trained_on=data["trained_on"], by=actor
            )
            messages.success(request, f"위원 {len(terms)}명을 위촉했습니다.")
            return redirect("partners:council")
    context = {"title": "위촉 올리기", "form": form, "verb": "모두 올리기"}
    return render(request, "partners/enter.html", context, status=422 if form.errors else 200)


@route(Act.PARTNERS_EDIT)
def call_meeting(request: Request, area_id: UUID) -> HttpResponse:
    """회의 부르기."""
    area = _dong(request.access.actor, area_id)
    initial = {"body": CouncilTerm.Body.MAIN, "kind": CouncilMeeting.Kind.REGULAR, "held_at": "14:00"}
    form = MeetingForm(request.POST or None, of_city=area.level == Area.Level.SIGUNGU, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        with told_to(form):
            made = actions.call_meeting(
                area=area,
                body=CouncilTerm.Body(data.pop("body", CouncilTerm.Body.MAIN)),
                kind=CouncilMeeting.Kind(data.pop("kind")),
                by=request.access.actor,
                **data,
            )
            return redirect("partners:meeting", made.id)
    context = {"title": f"{area.name} 회의 부르기", "form": form, "verb": "회의 부르기"}
    return render(request, "partners/enter.html", context, status=422 if form.errors else 200)


@route(Act.PARTNERS)
def meeting(request: Request, meeting_id: UUID) -> HttpResponse:
    """One meeting: the notice, who came, the minutes."""
    actor = request.access.actor
    found = _meeting(actor, meeting_id)
    may_edit = bool(actor.roles & set(TABLE[Act.PARTNERS_EDIT]))
    form = MinutesForm(request.POST or None)
    ticked = set(request.POST.getlist("present"))
    members = members_at(found)
    if request.method == "POST" and not may_edit:
        raise Refused
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            actions.write_minutes(
                meeting=found,
                present=[term.id for term in members if str(term.id) in ticked],
                minutes=form.cleaned_data["minutes"],
                votes=form.cleaned_data["votes"],
                by=actor,
            )
            messages.success(request, "회의록을 적었습니다.")
            return redirect("partners:meeting", found.id)
    context = {
        "title": f"{found.area.name} {found.get_body_display()} {found.get_kind_display()}회의",
        "crumbs": [
            {"label": "협의체·봉사자", "url": "/partners/council/"},
            {"label": found.area.name, "url": f"/partners/council/{found.area_id}/"},
            {"label": "회의"},
        ],
        "meeting": found,
        "members": [(term, str(term.id) in ticked) for term in members],
        "came": found.attendances.select_related("term").order_by("term__name"),
        "decisions": found.decisions.order_by("id"),
        "form": form,
        "may_edit": may_edit,
        "is_held": found.held_on <= actor.day,
    }
    return render(request, "partners/meeting.html", context, status=422 if form.errors else 200)


@route(Act.PARTNERS_EDIT, methods=("POST",))
def notify_members(request: Request, meeting_id: UUID) -> HttpResponse:
    """서면으로 알림을 적기."""
    found = _meeting(request.access.actor, meeting_id)
    actions.notify_members(meeting=found, urgent_reason=request.POST.get("urgent_reason", ""), by=request.access.actor)
    messages.success(request, "서면으로 알렸음을 적었습니다.")
    return redirect("partners:meeting", found.id)


def _meeting(actor: Actor, meeting_id: UUID) -> CouncilMeeting:
    """A meeting of one's own city; any other is not there."""
    found = CouncilMeeting.objects.select_related("area").filter(id=meeting_id).first()
    if found is None:
        raise Refused
    _dong(actor, found.area_id)
    return found


def _dong(actor: Actor, area_id: UUID) -> Area:
    """A dong of one's own city, or the city itself: members and volunteers are persons too."""
    area = Area.objects.filter(id=area_id, level__in=[Area.Level.DONG, Area.Level.SIGUNGU]).first()
    city = city_of(area) if area else None
    if area is None or city is None or city.id not in {post.city_id for post in actor.posts}:
        raise Refused
    return area

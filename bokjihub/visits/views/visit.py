"""One visit: before, at the door, after."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from bokjihub.accounts.access.policy import Act, Facts, decide
from bokjihub.accounts.access.route import Request, route
from bokjihub.accounts.models import Post, Role
from bokjihub.audit.ids import uuid7
from bokjihub.audit.models import Entry
from bokjihub.people.queries import addenda_of, head_of
from bokjihub.ui.errors import OfficerError, told_to
from bokjihub.ui.words import masked_name, short_date
from bokjihub.visits.actions import plan, record
from bokjihub.visits.forms import CancelForm, IncidentForm, RecordForm
from bokjihub.visits.models import Companion, Incident, Invitation, Visit, VisitRule
from bokjihub.visits.queries.facts import companion_facts, visit_facts, visit_of
from bokjihub.visits.queries.household import sheet_of
from bokjihub.visits.queries.next_date import proposed_next
from bokjihub.visits.queries.pairs import goers
from bokjihub.visits.queries.signs import door_words
from bokjihub.visits.views.invite import TOKEN_KEY
from bokjihub.visits.views.plan import printed


def incident_facts(incident_id: UUID) -> Facts | None:
    """Facts of the home an incident happened at."""
    found = Incident.objects.filter(id=incident_id).values_list("visit_id", flat=True).first()
    return visit_facts(found) if found else None


@route(Act.VISITS, subject=visit_facts, methods=("GET",))
def visit(request: Request, visit_id: UUID) -> HttpResponse:
    """One visit: whom, why, with whom, what to take, what to look out for; then leave, arrive, record."""
    found = visit_of(visit_id)
    person = head_of(found.household_id)
    context: dict[str, Any] = {
        "title": f"{masked_name(person.name) if person else '미상'} 방문",
        "visit": found,
        "sheet": sheet_of(found),
        "now": timezone.now(),
        "is_long_inside": found.is_long_inside(timezone.now()),
        "along": _along(request, found),
        "door_words": door_words(found.door_signs),
        "incidents": found.incidents.order_by("at"),
        "may_approve": request.access.actor.has(Role.TEAM_HEAD) and found.lead.user_id != request.access.actor.id,
        "goers": goers(found.household, found.planned_on, found.planned_at, found.minutes) if found.is_open else [],
        "cancel_form": CancelForm(),
        "incident_form": IncidentForm(initial={"incident_level": Incident.Level.NOTICE}),
        "counselling_url": _counselling_url(found),
        "turns_an_age": found.programme.rules.filter(kind=VisitRule.Kind.AGE).exists(),
        "addenda": addenda_of([found.id]),
        "may_amend": decide(request.access.actor, Act.VISIT_RECORD, request.access.facts).allowed,
        "health_url": _health_url(found) if request.access.actor.has(Role.VISITING_NURSE) else "",
    }
    return render(request, "visits/visit.html", context)


def _along(request: Request, found: Visit) -> list[tuple[Companion, Invitation | None, str]]:
    """Who goes along, what they answered, and the message to send where an address was made a moment ago."""
    fresh = request.session.get(TOKEN_KEY, {})
    asked = {row.post_id: row for row in found.invitations.exclude(answer=Invitation.Answer.DECLINED)}
    rows = []
    for companion in found.companions.all():
        row = asked.get(companion.post_id)
        token = fresh.pop(str(row.id), "") if row else ""
        words = _message(request, row, token) if row and token else ""
        rows.append((companion, row, words))
    request.session[TOKEN_KEY] = fresh
    return rows


def _message(request: Request, row: Invitation, token: str) -> str:
    """What goes to the neighbour's phone: day, time, dong, the address. No name of the home."""
    where = request.build_absolute_uri(reverse("portal:invitation", args=[token]))
    return f"{short_date(row.on)} {row.at:%H:%M} {row.area.name} 방문에 함께 가실 수 있나요? {where}"


@route(Act.VISITS, subject=companion_facts, methods=("GET",))
def accompany(request: Request, companion_id: UUID) -> HttpResponse:
    """The visit somebody goes along to, from their Today."""
    return redirect("visits:visit", visit_id=Companion.objects.get(id=companion_id).visit_id)


@route(Act.VISIT_RECORD, subject=visit_facts)
def record_visit(request: Request, visit_id: UUID) -> HttpResponse:
    """방문 기록: result, what was said and seen, the next date."""
    found = visit_of(visit_id)
    actor = request.access.actor
    form = RecordForm(request.POST or None, initial={"client_id": uuid7()})
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            done = record.record_visit(visit=found, outcome=_outcome(form), by=actor)
            return redirect(_after(done))
    person = head_of(found.household_id)
    context = {
        "title": f"{masked_name(person.name) if person else '미상'} 방문 기록",
        "visit": found,
        "form": form,
        "proposed": [
            {"result": one.value, "label": one.label, "day": proposed_next(one, actor.day)} for one in Visit.Result
        ],
        "quick": [("+1", "내일"), ("+3", "사흘 뒤"), ("+7", "1주 뒤"), ("+14", "2주 뒤"), ("+30", "한 달 뒤")],
    }
    return render(request, "visits/record_visit.html", context, status=422 if form.is_bound else 200)


@route(Act.VISIT_RECORD, subject=visit_facts, methods=("POST",))
def depart(request: Request, visit_id: UUID) -> HttpResponse:
    """출발."""
    record.depart(visit=visit_of(visit_id), by=request.access.actor)
    return redirect("visits:visit", visit_id=visit_id)


@route(Act.VISIT_RECORD, subject=visit_facts, methods=("POST",))
def check_in(request: Request, visit_id: UUID) -> HttpResponse:
    """도착."""
    found = visit_of(visit_id)
    if found.state != Visit.State.CHECKED_IN:  # the other of the pair may have said so on the card
        record.check_in(visit=found, by=request.access.actor)
    return redirect("visits:record_visit", visit_id=visit_id)


@route(Act.VISIT_PLAN, subject=visit_facts, methods=("POST",))
def cancel_visit(request: Request, visit_id: UUID) -> HttpResponse:
    """취소, with the reason."""
    plan.cancel_visit(visit=visit_of(visit_id), reason=request.POST.get("reason", ""), by=request.access.actor)
    return redirect("visits:visit", visit_id=visit_id)


@route(Act.APPROVE, subject=visit_facts, methods=("POST",))
def approve_visit(request: Request, visit_id: UUID) -> HttpResponse:
    """혼자 가기 승인."""
    plan.approve_visit(visit=visit_of(visit_id), by=request.access.actor)
    return redirect("visits:visit", visit_id=visit_id)


@route(Act.VISIT_PLAN, subject=visit_facts, methods=("POST",))
def add_companion(request: Request, visit_id: UUID) -> HttpResponse:
    """함께 갈 분 더하기."""
    found = visit_of(visit_id)
    near = {str(one.post_id) for one in goers(found.household, found.planned_on)}
    asked = request.POST.get("post", "")
    if asked not in near:
        raise OfficerError("함께 갈 분을 목록에서 골라 주세요.")
    post = Post.objects.select_related("user").get(id=asked)
    basis = request.POST.get("volunteer_basis", "")
    plan.add_companion(visit=found, post=post, volunteer_basis=basis, by=request.access.actor)
    return redirect("visits:visit", visit_id=visit_id)


@route(Act.VISIT_RECORD, subject=visit_facts, methods=("POST",))
def report_incident(request: Request, visit_id: UUID) -> HttpResponse:
    """방문 중 안전 일."""
    form = IncidentForm(request.POST)
    if not form.is_valid():
        raise OfficerError("무슨 일이 있었는지 한 줄로 적고 정도를 골라 주세요.")
    record.report_incident(visit=visit_of(visit_id), trouble=_trouble(form.cleaned_data), by=request.access.actor)
    return redirect("visits:visit", visit_id=visit_id)


@route(Act.APPROVE, subject=incident_facts, methods=("POST",))
def review_incident(request: Request, incident_id: UUID) -> HttpResponse:
    """안전 일 확인."""
    incident = Incident.objects.get(id=incident_id)
    record.review_incident(incident=incident, by=request.access.actor)
    return redirect("visits:visit", visit_id=incident.visit_id)


@route(Act.VISITS, subject=visit_facts, methods=("GET",))
def sheet(request: Request, visit_id: UUID) -> HttpResponse:
    """방문지: one A4 for one home; on record as an export."""
    request.access.kind = Entry.Kind.EXPORT
    request.access.detail["visit"] = str(visit_id)
    found = visit_of(visit_id)
    return render(
        request, "visits/sheet.html", {"title": "방문지", "sheet": sheet_of(found), "visit": found, **printed(request)}
    )


def _outcome(form: RecordForm) -> record.Outcome:
    data = form.cleaned_data
    return record.Outcome(
        result=Visit.Result(data["result"]),
        next_on=data["next_on"],
        words=data["words"],
        observation=data["observation"],
        door_signs=tuple(data["door_signs"]),
        notice_left=data["notice_left"],
        trouble=_trouble(data) if data["incident_what"].strip() else None,
        client_id=data["client_id"],
    )


def _trouble(data: dict[str, Any]) -> record.Trouble:
    return record.Trouble(
        what=data["incident_what"],
        level=Incident.Level(data["incident_level"] or Incident.Level.NOTICE),
        help_called=data["incident_help"],
    )


def _after(done: Visit) -> str:
    return _counselling_url(done) if done.is_met and _counselling_url(done) else reverse("visits:visit", args=[done.id])


def _health_url(visit: Visit) -> str:
    """Where the nurse writes what was measured at this visit; the room above serves it."""
    try:
        return f"{reverse('assessments:health', args=[visit.household_id])}?visit={visit.id}"
    except NoReverseMatch:
        return ""


def _counselling_url(found: Visit) -> str:
    """Where the counselling record of this visit is written; the room above is linked by name only."""
    try:
        return f"{reverse('counselling:record', args=[found.household_id])}?visit={found.id}"
    except NoReverseMatch:
        return ""

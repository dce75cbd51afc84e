"""기기에서 온 기록: what clashed or is held, decided by a person; and whose devices are out."""

import base64
import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act, decide
from bokjihub.accounts.access.route import Request, route
from bokjihub.field.actions import decide as deciding
from bokjihub.field.actions import devices, intake
from bokjihub.field.effects import needed_act
from bokjihub.field.merge import Value
from bokjihub.field.models import Attachment, Clash, Device, Write
from bokjihub.field.queries import inbox as reading
from bokjihub.people.queries import head_of
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.forms import id_in
from bokjihub.ui.words import masked_name, parse_day
from bokjihub.visits.models import Visit
from bokjihub.visits.queries.facts import visit_of


def attachment_facts(attachment_id: UUID) -> Any:
    """Facts of the home an attachment belongs to."""
    found = Attachment.objects.filter(id=attachment_id).values_list("of_id", flat=True).first()
    return reading.write_facts(found) if found else None


@route(Act.FIELD_DAY, methods=("GET",))
def inbox(request: Request) -> HttpResponse:
    """기기에서 온 것: what waits for a decision in my dongs, and the devices I answer for."""
    actor = request.access.actor
    waiting = [write for write in reading.waiting_writes(actor)[:100] if _may_read(request, write)]
    request.access.show(write.household_id for write in waiting)
    rows = [{"write": write, "what": reading.label_of(write), "who": _name(write)} for write in waiting]
    context = {"title": "기기에서 온 기록", "rows": rows, "devices": reading.devices_of(actor)}
    return render(request, "field/inbox.html", context)


@route(Act.FIELD_DAY, subject=reading.write_facts)
def write(request: Request, write_id: UUID) -> HttpResponse:
    """One write: what was written, why it waits, and the decision."""
    found = reading.write_of(write_id)
    if not _may_read(request, found):
        raise Http404
    error: OfficerError | None = None
    if request.method == "POST":
        try:
            _decide(request, found)
            messages.success(request, "정한 대로 적었습니다.")
            return redirect("field:write", write_id=write_id)
        except OfficerError as refused:
            error = refused
    found.refresh_from_db()
    return render(request, "field/write.html", _page(request, found, error), status=422 if error else 200)


@route(Act.FIELD_DAY, subject=attachment_facts, methods=("GET",))
def picture(request: Request, attachment_id: UUID) -> HttpResponse:
    """The photo or signature, drawn anew from its pixels."""
    found = Attachment.objects.select_related("of").get(id=attachment_id)
    if not _may_read(request, found.of) or not found.image_sealed:
        raise Http404
    kind = "image/png" if found.kind == Attachment.Kind.SIGNATURE else "image/jpeg"
    return HttpResponse(base64.b64decode(found.image()), content_type=kind)


@route(Act.FIELD_DAY, methods=("POST",))
def revoke_device(request: Request, device_id: UUID) -> HttpResponse:
    """기기 닫기: my own, or as head one of the team's."""
    _close(request, reading.devices_of(request.access.actor), device_id)
    return redirect("field:inbox")


@route(Act.AUDIT)
def devices_out(request: Request) -> HttpResponse:
    """현장 기기: every tablet of the city that carries homes out of the house; a lost one is closed here at any hour."""
    found = reading.devices_in_city(request.access.actor)
    if request.method == "POST":
        _close(request, found, request.POST.get("device", ""))
        return redirect("field:devices_out")
    context = {"title": "현장 기기", "devices": found, "close_url": reverse("field:devices_out")}
    return render(request, "field/devices_out.html", context)


def _close(request: Request, among: QuerySet[Device], device_id: UUID | str) -> None:
    device = get_object_or_404(among, id=id_in(str(device_id)))
    try:
        devices.revoke_device(device=device, reason=request.POST.get("reason", ""), by=request.access.actor)
    except OfficerError as error:
        messages.warning(request, error.sentence)
    else:
        messages.success(request, "기기를 닫았습니다. 다음에 망에 닿으면 오늘 자료가 지워집니다.")


def _decide(request: Request, found: Write) -> None:
    actor = request.access.actor
    what = request.POST.get("what", "")
    if what == "merge":
        visit = visit_of(found.subject_id) if found.subject_id else None
        if visit is None:
            raise Http404
        deciding.decide_clashes(visit=visit, decided=_decided(request, visit), by=actor)
    elif what == "accept":
        intake.accept(write=found, next_on=parse_day(request.POST.get("next_on", ""), actor.day), by=actor)
    elif what == "aside":
        intake.set_aside(write=found, reason=request.POST.get("reason", ""), by=actor)


def _decided(request: Request, visit: Visit) -> dict[str, deciding.Decided]:
    """The answers of the form: `choice_<field>` is server, both or the id of a clash; `seen_<field>` what stood there."""
    answers = {}
    for question in reading.questions_of(visit):
        answer = request.POST.get(f"choice_{question.field}", "")
        if answer:
            seen = _value(request.POST.get(f"seen_{question.field}", ""))
            choice, clash_id = _choice(answer)
            answers[question.field] = deciding.Decided(choice, clash_id, seen)
    return answers


def _choice(answer: str) -> tuple[Clash.Choice, UUID | None]:
    if answer in (Clash.Choice.SERVER, Clash.Choice.BOTH):
        return Clash.Choice(answer), None
    try:
        return Clash.Choice.DEVICE, UUID(answer)
    except ValueError:
        return Clash.Choice.DEVICE, None


def _value(text: str) -> Value:
    try:
        found = json.loads(text)
    except ValueError:
        return ""
    return tuple(found) if isinstance(found, list) else found


def _page(request: Request, found: Write, error: OfficerError | None) -> dict[str, Any]:
    visit = Visit.objects.filter(id=found.subject_id).first() if found.subject_id else None
    return {
        "title": f"{_name(found)} {reading.label_of(found)} — 기기에서 온 기록",
        "write": found,
        "rows": reading.rows_of(found),
        "questions": reading.questions_of(visit) if visit else (),
        "visit": visit,
        "pictures": found.attachments.order_by("id"),
        "followers": Write.objects.filter(after_id=found.id, state=Write.State.WAITING).count(),
        "is_open": found.state in (Write.State.HELD, Write.State.WAITING),
        "asks_date": found.kind in ("visit.result", "counselling.record", "draft"),
        "error": error,
    }


def _may_read(request: Request, found: Write) -> bool:
    """Words of a counselling are read by those who counsel; the author reads their own."""
    if found.author_id == request.access.actor.id:
        return True
    return decide(request.access.actor, needed_act(found), request.access.facts).allowed


def _name(found: Write) -> str:
    person = head_of(found.household_id) if found.household_id else None
    return masked_name(person.name) if person else "이동상담"

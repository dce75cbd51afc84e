"""같은 사람인가요 (V08): the signal beside who is known, and four answers."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.areas.models import Area
from bokjihub.discovery.actions import identity as actions
from bokjihub.discovery.forms.report import NewHomeForm
from bokjihub.discovery.models import Signal, WorkItem
from bokjihub.discovery.queries import inbox
from bokjihub.discovery.queries.files import tong_in
from bokjihub.discovery.queries.identity import Match, Sure, describe, match, side_by_side
from bokjihub.discovery.queries.receipts import short
from bokjihub.people.models import Household

PAGE = 40


@route(Act.MERGE, methods=("GET",))
def identity_list(request: Request) -> HttpResponse:
    """What waits for a person's eyes: urgent first, then the oldest."""
    page = Paginator(inbox.to_identify(), PAGE).get_page(request.GET.get("page"))
    return render(request, "discovery/identity_list.html", {"title": "누구인지 확인", "page": page})


@route(Act.MERGE, subject=inbox.signal_facts, methods=("GET",))
def signal(request: Request, signal_id: UUID) -> HttpResponse:
    """One signal, the homes it may mean side by side, and the answers. Afterwards: what it became."""
    row = _signal(signal_id)
    found = match(describe(row)) if row.work_item_id is None else Match(Sure.NEW)
    shown = side_by_side(row, found)
    request.access.show(one.household.id for one in shown if one.household)
    context = {
        "title": "누구인지 확인" if row.work_item_id is None else f"신호 {short(row.receipt)}",
        "row": inbox.signal_page(row),
        "number": short(row.receipt),
        "shown": shown,
        "new_home": _new_home_form(row),
        "dongs": [dong for dong in inbox.dongs_beside(row) if dong.id != row.area_id],
        "left": inbox.to_identify().count(),
        "later": inbox.next_to_identify(row),
    }
    return render(request, "discovery/signal.html", context)


@route(Act.MERGE, subject=inbox.signal_facts, methods=("POST",))
def settle(request: Request, signal_id: UUID) -> HttpResponse:
    """1 같은 사람 or 2 같은 집, 다른 사람."""
    row, actor = _signal(signal_id), request.access.actor
    household = get_object_or_404(Household, id=request.POST.get("household", ""))
    request.access.show([household.id])
    candidates = match(describe(row)).candidates
    evidence = next((one.evidence for one in candidates if one.household_id == household.id), "")
    answer = actions.same_home if request.POST.get("answer") == "home" else actions.same_person
    item = answer(signal=row, household=household, evidence=evidence, by=actor)
    return _done(request, row, item)


@route(Act.MERGE, subject=inbox.signal_facts, methods=("POST",))
def settle_new(request: Request, signal_id: UUID) -> HttpResponse:
    """3 다른 집·새 가구."""
    row = _signal(signal_id)
    form = NewHomeForm(request.POST, dong=row.area)
    if not form.is_valid():
        messages.error(request, "사는 곳을 한 가지만 적어 주세요.")
        return redirect("discovery:signal", signal_id)
    given = form.cleaned_data
    item = actions.new_home(
        signal=row,
        address=given["address"],
        name=given["name"],
        tong=given["tong"],
        kind=Household.Kind(given["kind"]),
        by=request.access.actor,
    )
    request.access.show([item.household_id])
    return _done(request, row, item)


@route(Act.MERGE, subject=inbox.signal_facts, methods=("POST",))
def move(request: Request, signal_id: UUID) -> HttpResponse:
    """다른 동으로 넘기기."""
    row = _signal(signal_id)
    area = get_object_or_404(Area, id=request.POST.get("area", ""), level=Area.Level.DONG)
    actions.move_signal(signal=row, area=area, by=request.access.actor)
    messages.success(request, f"{area.name}으로 넘겼습니다. 그 동의 팀장에게 알림이 갑니다.")
    return redirect("discovery:identity_list")


def _signal(signal_id: UUID) -> Signal:
    row = Signal.objects.select_related("area", "work_item", "household", "file").filter(id=signal_id).first()
    if row is None:
        raise Refused
    return row


def _new_home_form(row: Signal) -> NewHomeForm:
    tongs = Area.objects.filter(parent=row.area, level=Area.Level.TONG)
    initial = {"name": row.name, "address": row.place, "tong": tong_in(row.place, tongs)}
    return NewHomeForm(initial=initial, dong=row.area)


def _done(request: Request, row: Signal, item: WorkItem) -> HttpResponse:
    words = f"{item.number}에 더했습니다" if item.signals.count() > 1 else f"새 작업 {item.number}을 열었습니다"
    times = f" · {item.times_flagged}번째 발굴" if item.times_flagged > 1 else ""
    messages.success(request, f"{words}{times}. 팀장이 담당을 정합니다.")
    later = inbox.next_to_identify(row)
    return redirect("discovery:signal", later.id) if later else redirect("discovery:inbox")

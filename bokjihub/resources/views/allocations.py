"""나눔 (V35): make a list, have it approved, bring it to the doors."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bokjihub.accounts.access.policy import Act, Facts
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.accounts.models import ApprovalLine, Post, Role, User
from bokjihub.accounts.queries import approval_line
from bokjihub.areas.models import Area
from bokjihub.audit.models import Entry as AuditEntry
from bokjihub.clocks.queries import signing_of
from bokjihub.people.models import Person
from bokjihub.resources.actions import allocations as actions
from bokjihub.resources.actions.ledger import NotEnough
from bokjihub.resources.forms import AllocationForm, HandOverForm
from bokjihub.resources.models import Allocation, AllocationLine, Lot
from bokjihub.resources.queries.ledger import balance
from bokjihub.resources.views.directory import area_choices
from bokjihub.ui.errors import OfficerError, told_to
from bokjihub.ui.forms import NO_ID, id_in
from bokjihub.ui.papers.printing import Signed

State, LineState = Allocation.State, AllocationLine.State
DELIVERERS = (Role.VILLAGE_HEAD, Role.COUNCIL_MEMBER, Role.VOLUNTEER, Role.DONG_OFFICER)
PAPERS = {"list": "전달표", "receipts": "인수증"}


def line_facts(line_id: UUID) -> Facts | None:
    """Facts of one door for the access decision."""
    found = AllocationLine.objects.filter(id=line_id).values("household_id", "area_id").first()
    return Facts(household_id=found["household_id"], area_id=found["area_id"]) if found else None


@route(Act.LEDGER, methods=("GET",))
def allocations(request: Request) -> HttpResponse:
    """나눔: newest first."""
    found = Allocation.objects.select_related("lot").annotate(lines_count=Count("lines"))
    rows = list(found.order_by("-made_on", "-id")[:100])
    return render(request, "resources/allocations.html", {"title": "나눔", "rows": rows})


@route(Act.LEDGER)
def new_allocation(request: Request, lot_id: UUID) -> HttpResponse:
    """명단 짜기 for one lot."""
    lot = Lot.objects.filter(id=lot_id).first()
    if lot is None:
        raise Refused
    areas, stock = area_choices(request), balance(lot).stock
    form = AllocationForm(request.POST or None, areas=areas, initial={"title": f"{lot.name} 나눔", "places": stock})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        chosen = frozenset(UUID(one) for one in data["areas"] or [key for key, _ in areas])
        wish = actions.ListWish(
            data["title"], data["places"], data["each"], chosen, frozenset(data["marks"]), data["months"]
        )
        try:
            made = actions.draft_allocation(lot=lot, wish=wish, by=request.access.actor)
            return redirect("resources:allocation", made.id)
        except OfficerError as error:
            form.add_error(None, error.sentence)
    context = {"title": f"나눔 짜기 — {lot.name}", "form": form, "lot": lot, "stock": stock}
    return render(request, "resources/new_allocation.html", context, status=422 if form.errors else 200)


@route(Act.LEDGER, methods=("GET",))
def allocation(request: Request, allocation_id: UUID) -> HttpResponse:
    """One list: who, why, what they got, how far it is."""
    return render(request, "resources/allocation.html", _context(request, _allocation(allocation_id)))


@route(Act.LEDGER, methods=("POST",))
def change_allocation(request: Request, allocation_id: UUID) -> HttpResponse:
    """빼기, 두기, 미루기, 올리기, 마치기, 거두기: one button each."""
    found, by, deed = _allocation(allocation_id), request.access.actor, request.POST.get("deed", "")
    line = found.lines.filter(id=id_in(request.POST.get("line", "")) or NO_ID).first()
    if line is not None:
        line.allocation = found
    try:
        if deed == "leave_out" and line:
            actions.leave_out(line=line, by=by)
        elif deed == "keep" and line:
            actions.keep_line(line=line, reason=request.POST.get("reason", ""), by=by)
        elif deed == "put_off":
            messages.success(request, f"{actions.put_off(allocation=found, by=by)}가구를 다음 차례로 미뤘습니다.")
        elif deed == "propose":
            actions.propose_allocation(allocation=found, by=by)
            messages.success(request, "나눔 확정을 올렸습니다.")
        elif deed == "finish":
            actions.finish_allocation(allocation=found, by=by)
        elif deed == "drop":
            actions.drop_allocation(allocation=found, by=by)
            messages.success(request, "초안을 거두었습니다.")
    except OfficerError as error:
        context = {
            **_context(request, found),
            "refusal": error.sentence,
            "is_short": isinstance(error, NotEnough),
        }
        return render(request, "resources/allocation.html", context, status=422)
    return redirect("resources:allocation", allocation_id)


@route(Act.LEDGER_APPROVE)
def approve(request: Request, allocation_id: UUID) -> HttpResponse:
    """승인: the list as it went up; yes, or back with words. Where several sign, whose turn it is."""
    found, by = _allocation(allocation_id), request.access.actor
    refusal = ""
    if request.method == "POST":
        try:
            if "return" in request.POST:
                actions.return_allocation(allocation=found, answer=request.POST.get("answer", ""), by=by)
            else:
                actions.approve_allocation(allocation=found, by=by)
            messages.success(request, "결정을 적었습니다.")
            return redirect("resources:approve", allocation_id)
        except OfficerError as error:
            refusal = error.sentence
    signing = signing_of(found.id)
    turn = signing.is_for(by) if signing.turn else by.has(*actions.APPROVERS) and found.made_by != by.id
    may_sign = found.state == State.PROPOSED and turn
    context = {**_context(request, found), "signing": signing, "may_sign": may_sign, "refusal": refusal}
    return render(request, "resources/approve.html", context, status=422 if refusal else 200)


@route(Act.LEDGER, methods=("POST",))
def name_deliverer(request: Request, allocation_id: UUID) -> HttpResponse:
    """전달할 분 정하기 for a dong."""
    area = Area.objects.filter(id=id_in(request.POST.get("area", "")) or NO_ID).first()
    post = Post.objects.filter(id=id_in(request.POST.get("post", "")) or NO_ID).first()
    if area is None or post is None:
        messages.warning(request, "동과 전달할 분을 골라 주세요.")
    else:
        count = actions.name_deliverer(
            allocation=_allocation(allocation_id), area=area, post=post, by=request.access.actor
        )
        messages.success(request, f"{area.name} {count}가구를 {post.user.name} 님께 맡겼습니다.")
    return redirect("resources:allocation", allocation_id)


@route(Act.LEDGER, methods=("GET",))
def paper(request: Request, allocation_id: UUID, paper: str) -> HttpResponse:
    """전달표 (name, address, thing, room to sign) or 인수증."""
    found = _allocation(allocation_id)
    if paper not in PAPERS:
        raise Refused
    rows = doors_of(found.lines.filter(state__in=[LineState.RESERVED, LineState.DELIVERED]))
    request.access.show(row["line"].household_id for row in rows)
    request.access.kind = AuditEntry.Kind.EXPORT
    request.access.detail = {"paper": paper, "rows": len(rows)}
    context = {
        "title": f"{PAPERS[paper]} — {found.title}",
        "allocation": found,
        "rows": rows,
        "approval_posts": _box(found) if paper == "list" else None,
        "printed_by": request.access.actor.label,
        "printed_at": timezone.now(),
    }
    return render(request, f"resources/paper_{paper}.html", context)


def _box(found: Allocation) -> list[Signed]:
    """결재란 of the list: every turn where it went up the line, else who made it and who approved it as what, 전결, 대결."""
    names = dict(User.objects.filter(id__in=[found.made_by, found.approved_by]).values_list("id", "name"))
    drafted = (names.get(found.made_by, ""), found.made_on)
    signing = signing_of(found.id)
    line = approval_line(ApprovalLine.Paper.ALLOCATION, signing.sent_on or found.made_on, ApprovalLine.Office.CITY)
    if signing.turns:
        return signing.box(line, drafted)
    decided = (names.get(found.approved_by, ""), found.approved_on) if found.approved_by else ("", None)
    return line.signed(drafted, decided, found.approved_for, found.approved_as or line.final)


@route(Act.DELIVER, methods=("GET",))
def deliveries(request: Request) -> HttpResponse:
    """전달할 곳: name, address, thing; nothing else, and only what is still to be handed over."""
    actor = request.access.actor
    found = AllocationLine.objects.filter(state=LineState.RESERVED)
    if not actor.roles & {Role.DONG_OFFICER, Role.TEAM_HEAD, Role.RESOURCE_DESK}:
        found = found.filter(deliverer_id__in=[post.id for post in actor.posts])
    rows = doors_of(found)
    request.access.show(row["line"].household_id for row in rows)
    return render(request, "resources/deliveries.html", {"title": "전달할 곳", "rows": rows})


@route(Act.DELIVER, subject=line_facts)
def hand_over(request: Request, line_id: UUID) -> HttpResponse:
    """One door: handed over, or nobody there."""
    line = AllocationLine.objects.select_related("allocation__lot", "household").get(id=line_id)
    form = HandOverForm(request.POST or None, initial={"on": request.access.actor.day})
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            _at_the_door(request, line, form.cleaned_data)
            return redirect("resources:deliveries")
    (door,) = doors_of(AllocationLine.objects.filter(id=line_id))
    context = {"title": "전달 적기", "form": form, "door": door, "waits": line.state == LineState.RESERVED}
    return render(request, "resources/hand_over.html", context, status=422 if form.errors else 200)


@route(Act.LEDGER, subject=line_facts, methods=("POST",))
def put_back(request: Request, line_id: UUID) -> HttpResponse:
    """창고로 되돌림, or 전달 바로잡기."""
    line = AllocationLine.objects.select_related("allocation").get(id=line_id)
    deed = actions.take_back if line.state == LineState.DELIVERED else actions.release
    key = id_in(request.POST.get("once_key")) or NO_ID
    if not key.int:
        raise Refused
    deed(line=line, words=request.POST.get("words", ""), once_key=key, by=request.access.actor)
    return redirect("resources:allocation", line.allocation_id)


def _at_the_door(request: Request, line: AllocationLine, data: dict[str, Any]) -> None:
    by = request.access.actor
    if "missed" in request.POST:
        actions.miss(line=line, on=data["on"], words=data["words"], once_key=data["once_key"], by=by)
        messages.success(request, "부재를 적었습니다. 두 번째면 동에 알립니다.")
    else:
        actions.hand_over(line=line, on=data["on"], receiver=data["receiver"], once_key=data["once_key"], by=by)
        messages.success(request, "전달을 적었습니다.")


def _context(request: Request, found: Allocation) -> dict[str, Any]:
    lines = list(
        found.lines.select_related("area", "deliverer__user").annotate(tries=Count("hand_overs")).order_by("place")
    )
    names = _heads(lines)
    request.access.show(line.household_id for line in lines)
    listed = [line for line in lines if line.state != LineState.LEFT_OUT]
    areas = sorted({line.area for line in listed}, key=lambda area: area.name)
    posts = Post.objects.on(request.access.actor.day).filter(role__in=DELIVERERS, area__in=areas).select_related("user")
    done = [line for line in listed if line.state == LineState.DELIVERED]
    return {
        "title": found.title,
        "allocation": found,
        "rows": [(line, names.get(line.household_id, "")) for line in lines],
        "listed": listed,
        "left_out": len(lines) - len(listed),
        "pieces": sum(line.quantity for line in listed),
        "done": len(done),
        "waiting": sum(line.state == LineState.RESERVED for line in listed),
        "missed": sum(line.tries > 1 and line.state == LineState.RESERVED for line in listed),
        "stock": balance(found.lot).stock,
        "areas": areas,
        "posts": list(posts.order_by("area__name", "role", "user__name")[:200]),
        "whole": len(listed) >= found.line_count,
    }


def _heads(lines: Sequence[AllocationLine]) -> dict[UUID, str]:
    found = Person.objects.filter(household_id__in=[line.household_id for line in lines], is_head=True)
    return dict(found.values_list("household_id", "name"))


def doors_of(found: Any, *, most: int | None = None) -> list[dict[str, Any]]:
    """Lines as doors: the name, the place, the thing; the first `most` of them."""
    lines = list(found.select_related("allocation__lot", "household", "area").order_by("area__name", "place")[:most])
    names = _heads(lines)
    return [{"line": line, "name": names.get(line.household_id, "미상"), "lot": line.allocation.lot} for line in lines]


def _allocation(allocation_id: UUID) -> Allocation:
    found = Allocation.objects.filter(id=allocation_id).select_related("lot").first()
    if found is None:
        raise Refused
    return found

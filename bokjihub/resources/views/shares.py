"""나눔 제안, 그 한 번의 나눔, 그리고 인수증을 한꺼번에 적는 화면."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.accounts.models import Role
from bokjihub.resources.actions.allocations import ListWish, drop_round, hand_over_many, propose_round
from bokjihub.resources.actions.shares import propose_shares
from bokjihub.resources.forms import SharesForm, TickForm
from bokjihub.resources.models import Allocation, AllocationLine, Lot
from bokjihub.resources.queries.ledger import balances
from bokjihub.resources.views.allocations import doors_of
from bokjihub.resources.views.directory import area_choices
from bokjihub.ui.errors import OfficerError, told_to
from bokjihub.ui.words import short_date

LineState = AllocationLine.State
SHEET = 200
RECEIVERS = ("본인", "가족", "이웃", "문 앞(사진)")
OFFICERS = frozenset({Role.DONG_OFFICER, Role.TEAM_HEAD, Role.RESOURCE_DESK})


@route(Act.LEDGER)
def new_shares(request: Request) -> HttpResponse:
    """나눔 제안: choose what is shared out and among whom; draft lists come back to be edited."""
    actor = request.access.actor
    lots = _in_stock(actor.day)
    areas = area_choices(request)
    choices = [(str(lot.id), _lot_words(lot, left)) for lot, left in lots]
    # Money is shared out by what a home lacks, not one won a home: whoever means it ticks it.
    initial = {"title": "명절 나눔", "lots": [str(lot.id) for lot, _ in lots if lot.kind != Lot.Kind.CASH]}
    form = SharesForm(request.POST or None, lots=choices, areas=areas, initial=initial)
    if form.is_bound and form.is_valid():
        data = form.cleaned_data
        chosen = [lot for lot, _ in lots if str(lot.id) in data["lots"]]
        dongs = frozenset(UUID(one) for one in data["areas"] or [key for key, _ in areas])
        wish = ListWish(data["title"], 0, data["each"], dongs, frozenset(data["marks"]), data["months"])
        with told_to(form):
            made = propose_shares(lots=chosen, wish=wish, most_each=data["most_each"], by=actor)
            why = " · ".join(f"{words} {many:,}가구" for words, many in made.reasons.items())
            messages.success(
                request,
                f"{made.homes:,}가구에 나누는 명단 {len(made.lists)}개를 제안했습니다. 남는 것 {made.left_over:,}.",
            )
            if why:
                messages.info(request, f"이번에 없는 집: {why}")
            return redirect("resources:round", made.round_id)
    context = {"title": "나눔 제안", "form": form, "lots": lots}
    return render(request, "resources/new_shares.html", context, status=422 if form.is_bound else 200)


@route(Act.LEDGER, methods=("GET",))
def round_page(request: Request, round_id: UUID) -> HttpResponse:
    """한 번의 나눔: its lists, how far each is."""
    found = Allocation.objects.filter(round_id=round_id).select_related("lot").order_by("title", "id")
    listed = ~Q(lines__state=LineState.LEFT_OUT)
    rows = list(
        found.annotate(
            homes=Count("lines", filter=listed), done=Count("lines", filter=Q(lines__state=LineState.DELIVERED))
        )
    )
    if not rows:
        raise Refused
    context = {
        "title": rows[0].title.partition(" — ")[0],
        "rows": rows,
        "drafts": sum(row.state == Allocation.State.DRAFT for row in rows),
        "round_id": round_id,
        "page_note": f"명단 {len(rows)}개",
    }
    return render(request, "resources/round.html", context)


@route(Act.LEDGER, methods=("POST",))
def change_round(request: Request, round_id: UUID) -> HttpResponse:
    """초안 모두 올리기, or 모두 거두기."""
    by, deed = request.access.actor, request.POST.get("deed", "")
    try:
        if deed == "propose":
            messages.success(request, f"명단 {propose_round(round_id=round_id, by=by)}개를 올렸습니다.")
        elif deed == "drop":
            messages.success(request, f"초안 {drop_round(round_id=round_id, by=by)}개를 거두었습니다.")
    except OfficerError as error:
        messages.warning(request, error.sentence)
    return redirect("resources:round", round_id)


@route(Act.DELIVER)
def tick(request: Request, allocation_id: UUID) -> HttpResponse:
    """인수증 한꺼번에 적기: the doors of a sheet, each with a tick and who took it; two hundred a page."""
    found = Allocation.objects.filter(id=allocation_id).select_related("lot").first()
    if found is None or not request.access.actor.roles & OFFICERS or not found.lines.exists():
        raise Refused  # no door of it is in reach
    form = TickForm(request.POST or None, initial={"on": request.access.actor.day})
    if form.is_bound and form.is_valid():
        receivers = _ticked(request)
        with told_to(form):
            many = hand_over_many(
                allocation=found,
                receivers=receivers,
                on=form.cleaned_data["on"],
                once_key=form.cleaned_data["once_key"],
                by=request.access.actor,
            )
            messages.success(request, f"{many:,}곳의 전달을 적었습니다.")
            return redirect("resources:tick", allocation_id)
    rows = doors_of(found.lines.filter(state=LineState.RESERVED), most=SHEET)
    request.access.show(row["line"].household_id for row in rows)
    context: dict[str, Any] = {
        "title": f"인수증 적기 — {found.title}",
        "allocation": found,
        "form": form,
        "rows": rows,
        "receivers": RECEIVERS,
        "all_ticked": request.GET.get("all") == "1",
        "left": found.lines.filter(state=LineState.RESERVED).count(),
        "done": found.lines.filter(state=LineState.DELIVERED).count(),
    }
    return render(request, "resources/tick.html", context, status=422 if form.is_bound else 200)


def _in_stock(day: dt.date) -> list[tuple[Lot, int]]:
    """Lots with something left that has not expired, what expires first on top."""
    lots = [
        lot for lot in Lot.objects.filter(state=Lot.State.RECEIVED) if lot.expires_on is None or lot.expires_on >= day
    ]
    left = balances(lot.id for lot in lots)
    found = [(lot, left[lot.id].stock) for lot in lots if left[lot.id].stock]
    return sorted(found, key=lambda pair: (pair[0].expires_on or dt.date.max, pair[0].name))


def _lot_words(lot: Lot, left: int) -> str:
    expires = f" · {short_date(lot.expires_on)}까지" if lot.expires_on else ""
    return f"{lot.name} · {lot.get_kind_display()} · 창고 {left:,}{lot.unit}{expires}"


def _ticked(request: Request) -> dict[UUID, str]:
    found = {}
    for text in request.POST.getlist("line"):
        try:
            found[UUID(text)] = request.POST.get(f"receiver-{text}", "")
        except ValueError:
            continue
    return found

"""기탁·배분 (V35): what came in, what is in the store, the book that must be even."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.exports import actions as exports
from bokjihub.exports.door import hand_out
from bokjihub.resources.actions import ledger as actions
from bokjihub.resources.forms import DonorNoticeForm, LeaveForm, LotForm
from bokjihub.resources.models import DonorNotice, Lot
from bokjihub.resources.queries.ledger import balance, balances, entries_of
from bokjihub.ui import sheets
from bokjihub.ui.errors import told_to


@route(Act.LEDGER, methods=("GET",))
def lots(request: Request) -> HttpResponse:
    """들어온 것: newest first, with what is left of each."""
    rows = list(Lot.objects.order_by("-received_on", "-id")[:200])
    found = balances(row.id for row in rows)
    in_stock = request.GET.get("stock") == "1"
    shown = [(row, found[row.id]) for row in rows if not in_stock or found[row.id].stock]
    chips = [
        {"label": "모두", "url": "?", "current": not in_stock},
        {"label": "창고에 남은 것", "url": "?stock=1", "current": in_stock},
    ]
    return render(request, "resources/lots.html", {"title": "기탁·배분", "rows": shown, "chips": chips})


@route(Act.LEDGER)
def receive_lot(request: Request) -> HttpResponse:
    """들어온 것 받기, or 모금회로 넘기기."""
    form = LotForm(request.POST or None, initial={"received_on": request.access.actor.day})
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            lot = _take(request, form)
            return redirect("resources:lot", lot.id)
    context = {"title": "들어온 것 받기", "form": form}
    return render(request, "resources/receive_lot.html", context, status=422 if form.errors else 200)


@route(Act.LEDGER, methods=("GET",))
def lot(request: Request, lot_id: UUID) -> HttpResponse:
    """One gift: where it came from, its book, its lists."""
    found = _lot(lot_id)
    now = balance(found)
    context = {
        "title": f"{found.name} {found.quantity:,}{found.unit}",
        "crumbs": [{"label": "기탁·배분", "url": "/resources/lots/"}, {"label": found.name}],
        "lot": found,
        "balance": now,
        "entries": list(entries_of(found)),
        "allocations": list(found.allocations.order_by("-made_on", "-id")),
        "form": LeaveForm(),
        "notices": list(found.notices.all()),
        "notice_form": DonorNoticeForm(initial={"told_on": request.access.actor.day}),
    }
    return render(request, "resources/lot.html", context)


@route(Act.LEDGER, methods=("POST",))
def tell_donor(request: Request, lot_id: UUID) -> HttpResponse:
    """알림 적기: how and when the giver heard."""
    found, form = _lot(lot_id), DonorNoticeForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        actions.tell_donor(
            lot=found, how=DonorNotice.How(data["how"]), told_on=data["told_on"], by=request.access.actor
        )
        messages.success(request, "알린 것을 적었습니다.")
    for errors in form.errors.values():
        messages.warning(request, " ".join(map(str, errors)))
    return redirect("resources:lot", lot_id)


@route(Act.LEDGER, methods=("POST",))
def leave(request: Request, lot_id: UUID) -> HttpResponse:
    """버림 or 돌려보냄."""
    found, form = _lot(lot_id), LeaveForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        deed = actions.send_back if request.POST.get("deed") == "send_back" else actions.discard
        deed(
            lot=found,
            quantity=data["quantity"],
            words=data["words"],
            on=request.access.actor.day,
            once_key=data["once_key"],
            by=request.access.actor,
        )
        messages.success(request, "장부에 적었습니다.")
    for errors in form.errors.values():
        messages.warning(request, " ".join(map(str, errors)))
    return redirect("resources:lot", lot_id)


@route(Act.LEDGER, methods=("GET",))
def ledger(request: Request) -> HttpResponse:
    """장부: every lot's equation, and the whole."""
    rows = list(Lot.objects.filter(state=Lot.State.RECEIVED).order_by("-received_on", "-id"))
    found = balances(row.id for row in rows)
    won = {
        key: sum(one.won.get(key, 0) for one in found.values())
        for key in ("income", "delivered", "reserved", "stock", "discarded", "returned")
    }
    context = {
        "title": "장부",
        "rows": [(row, found[row.id]) for row in rows],
        "won": won,
        "is_even": all(one.is_even for one in found.values()),
    }
    return render(request, "resources/ledger.html", context)


@route(Act.LEDGER)
def ledger_file(request: Request) -> HttpResponse:
    """후원금품 대장 as XLSX: with the givers' names, for inside the office; above fifty of them the head says yes first."""
    rows = list(Lot.objects.order_by("received_on", "id"))
    sheet = _book(rows, request.access.actor.day)
    note = "준 곳의 이름이 함께 나갑니다."
    return hand_out(request, sheet, title="후원금품 대장 내려받기", back=reverse("resources:ledger"), note=note)


def _book(rows: list[Lot], day: dt.date) -> exports.Sheet:
    found = balances(row.id for row in rows)
    columns = [
        sheets.Column("받은 날", "date"), sheets.Column("무엇"), sheets.Column("준 곳"), sheets.Column("맡은 곳"),
        sheets.Column("길"), sheets.Column("심사 번호"), sheets.Column("영수증 번호"), sheets.Column("단위"),
        sheets.Column("수량", "count"), sheets.Column("금액", "won", total=True),
        sheets.Column("나감", "won", total=True), sheets.Column("창고·나눔 몫", "won", total=True),
        sheets.Column("버림·돌려보냄", "won", total=True),
    ]  # fmt: skip
    lines: list[list[sheets.Cell]] = [
        [
            row.received_on, row.name, "이름 밝히지 않음" if row.is_anonymous else row.donor, row.get_custodian_display(),
            row.get_route_display(), row.review_reference, row.receipt_number, row.unit, row.quantity, row.total_won,
            found[row.id].won.get("delivered", 0),
            found[row.id].won.get("stock", 0) + found[row.id].won.get("reserved", 0),
            found[row.id].won.get("discarded", 0) + found[row.id].won.get("returned", 0),
        ]
        for row in rows
    ]  # fmt: skip
    note = "준 곳의 이름은 내부용입니다. 공개할 때는 빼야 합니다(사회복지법인 재무·회계 규칙 제41조의6)."
    return exports.Sheet(
        what="후원금품 대장",
        file_name=sheets.file_name("후원금품대장", day=day, ending="xlsx"),
        columns=columns,
        rows=lines,
        named=sum(bool(row.donor) and not row.is_anonymous for row in rows),
        notes=(note,),
    )


def _take(request: Request, form: LotForm) -> Lot:
    data = form.cleaned_data
    gift = actions.Gift(
        name=data["name"],
        kind=Lot.Kind(data["kind"]),
        custodian=Lot.Custodian(data["custodian"]),
        route=Lot.Route(data["route"]),
        unit=data["unit"],
        quantity=data["quantity"],
        total_won=data["total_won"],
        received_on=data["received_on"],
        donor=data["donor"],
        is_anonymous=data["is_anonymous"],
        review_reference=data["review_reference"],
        expires_on=data["expires_on"],
        restriction=data["restriction"],
        receipt_number=data["receipt_number"],
    )
    if "forward" in request.POST:
        messages.success(request, "모금회로 넘긴 것으로 적었습니다.")
        return actions.forward_lot(gift=gift, by=request.access.actor)
    messages.success(request, "받았습니다. 창고에 들어갔습니다.")
    return actions.receive_lot(gift=gift, once_key=data["once_key"], by=request.access.actor)


def _lot(lot_id: UUID) -> Lot:
    found = Lot.objects.filter(id=lot_id).first()
    if found is None:
        raise Refused
    return found

"""이동상담: the month's market days and the desk of a day."""

import datetime as dt
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render

from bokjihub.accounts.access.policy import Act, Facts
from bokjihub.accounts.access.route import Request, route
from bokjihub.audit.ids import uuid7
from bokjihub.clocks.calendar import add_months
from bokjihub.counselling.actions import market as actions
from bokjihub.counselling.forms import MarketContactForm, MarketDayForm
from bokjihub.counselling.models import MarketDay
from bokjihub.counselling.queries.market import contact_rows, last_place, market_dates, market_days, may_sit, totals
from bokjihub.ui import sheets
from bokjihub.ui.errors import OfficerError, told_to
from bokjihub.ui.words import official_date, short_date

COLUMNS = (
    sheets.Column("번호", "count"),
    sheets.Column("때", "moment"),
    sheets.Column("무엇을"),
    sheets.Column("어떻게"),
    sheets.Column("도움"),
    sheets.Column("이은 돈(원)", "won", total=True),
    sheets.Column("공공·민간"),
)


def market_facts(market_day_id: UUID, **_: str) -> Facts | None:
    """Facts of a market day: its dong."""
    area_id = MarketDay.objects.filter(id=market_day_id).values_list("area_id", flat=True).first()
    return Facts(area_id=area_id) if area_id else None


@route(Act.MARKET, methods=("GET",))
def markets(request: Request) -> HttpResponse:
    """이동상담일: this month's days that were opened, and those the market will open on."""
    actor = request.access.actor
    first = _month(request.GET.get("month", ""), actor.day)
    last = add_months(first, 1) - dt.timedelta(days=1)
    areas = actor.areas
    opened = list(market_days(areas, first, last))
    taken = {day.held_on for day in opened}
    return render(request, "counselling/markets.html", _markets(request, first, opened, taken))


@route(Act.MARKET, methods=("POST",))
def open_market_day(request: Request) -> HttpResponse:
    """이동상담 열기."""
    form = MarketDayForm(request.POST, areas=request.access.actor.areas, staff=may_sit(request.access.actor))
    if not form.is_valid():
        raise OfficerError("곳, 동, 날을 모두 적고, 시각은 10:00처럼 적어 주세요.")
    day = actions.open_market_day(
        kind=MarketDay.Kind(form.cleaned_data["kind"]),
        place=form.cleaned_data["place"],
        area=form.cleaned_data["area"],
        held_on=form.cleaned_data["held_on"],
        sitting=form.sitting,
        by=request.access.actor,
    )
    return redirect("counselling:market_desk", market_day_id=day.id)


@route(Act.MARKET, subject=market_facts)
def market_desk(request: Request, market_day_id: UUID) -> HttpResponse:
    """＋ 한 분: three taps; totals on the spot."""
    day = MarketDay.objects.select_related("area").get(id=market_day_id)
    form = MarketContactForm(request.POST or None, initial={"client_id": uuid7()})
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            actions.record_contact(market_day=day, heard=_heard(form), by=request.access.actor)
            return redirect("counselling:market_desk", market_day_id=market_day_id)
    context = {
        "title": f"{day.place} {short_date(day.held_on, today=request.access.actor.day)}",
        "day": day,
        "totals": totals(day),
        "form": form,
        "is_today": day.held_on == request.access.actor.day,
        "last": contact_rows(day)[-1:],
    }
    return render(request, "counselling/market_desk.html", context, status=422 if form.is_bound else 200)


@route(Act.MARKET, subject=market_facts, methods=("POST",))
def undo_contact(request: Request, market_day_id: UUID) -> HttpResponse:
    """방금 적은 것 되돌리기."""
    actions.undo_contact(market_day=MarketDay.objects.get(id=market_day_id), by=request.access.actor)
    return redirect("counselling:market_desk", market_day_id=market_day_id)


@route(Act.MARKET, subject=market_facts, methods=("GET",))
def market_file(request: Request, market_day_id: UUID, kind: str) -> HttpResponse:
    """The day as XLSX or CSV: numbers and answers, no names."""
    day = MarketDay.objects.select_related("area").get(id=market_day_id)
    rows = contact_rows(day)
    if kind == "csv":
        content, mime = sheets.csv_bytes(COLUMNS, rows), "text/csv; charset=utf-8"
    else:
        kind = "xlsx"
        content = sheets.xlsx(COLUMNS, rows, title=f"이동상담 {day.place} {official_date(day.held_on)}")
        mime = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    name = sheets.file_name("이동상담", day.place, day=day.held_on, ending=kind)
    return HttpResponse(
        content, content_type=mime, headers={"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}
    )


def _month(text: str, today: dt.date) -> dt.date:
    try:
        return dt.date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)


def _markets(request: Request, first: dt.date, opened: list[MarketDay], taken: set[dt.date]) -> dict[str, Any]:
    today = request.access.actor.day
    return {
        "title": "이동상담",
        "page_note": f"{first.year}년 {first.month}월",
        "opened": opened,
        "proposed": [day for day in market_dates(first.year, first.month) if day not in taken and day >= today],
        "before": f"{add_months(first, -1):%Y-%m}",
        "after": f"{add_months(first, 1):%Y-%m}",
        "form": MarketDayForm(
            areas=request.access.actor.areas,
            staff=may_sit(request.access.actor),
            initial={"held_on": today, "place": last_place(request.access.actor.areas)},
        ),
        "today": today,
    }


def _heard(form: MarketContactForm) -> actions.Heard:
    data = form.cleaned_data
    return actions.Heard(
        needs=tuple(data["needs"]),
        answer=data["answer"],
        linked_won=data["linked_won"] or 0,
        funding=data["funding"],
        name=data["name"],
        phone=data["phone"],
        agrees=data["agrees"],
        client_id=data["client_id"],
    )

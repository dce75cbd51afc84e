"""긴급지원 예산: the fiscal year by kind, its lines, and the table as a sheet."""

from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.policy import decide as may
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.areas.models import Area
from bokjihub.areas.queries import city_of
from bokjihub.audit import actions as audit
from bokjihub.audit.models import Entry
from bokjihub.emergency import books
from bokjihub.emergency.actions.budget import BudgetLine, enter_budget
from bokjihub.emergency.forms import BudgetForm
from bokjihub.emergency.models import Appropriation, Kind
from bokjihub.emergency.views.lists import WHOLE_CITY, XLSX
from bokjihub.ui.errors import told_to
from bokjihub.ui.sheets import Column, file_name, xlsx

RULES = (
    "지급은 그 회계연도에 나간 돈, 지급할 돈은 그해에 시작하는 승인된 결정에서 아직 나가지 않은 돈입니다.",
    "같은 해에 돌려받은 돈은 예산에 다시 들어옵니다. 지난해 지급분을 돌려받은 돈은 여기에 들지 않습니다.",
)
COLUMNS = (
    Column("구분"),
    Column("예산", "won", total=True),
    Column("지급", "won", total=True),
    Column("지급할 돈", "won", total=True),
    Column("돌려받은 돈", "won", total=True),
    Column("남은 돈", "won", total=True),
)


@route(Act.EMERGENCY, methods=("GET",))
def money(request: Request) -> HttpResponse:
    """한 회계연도의 예산과 남은 돈, 종류마다."""
    year = _year(request)
    form = BudgetForm(initial={"year": year, "on": request.access.actor.day, "once_key": uuid4()})
    return _money(request, year, form)


@route(Act.EMERGENCY_WORK, methods=("POST",))
def enter_line(request: Request) -> HttpResponse:
    """예산 한 줄 적기."""
    form = BudgetForm(request.POST)
    year = _year(request)
    if form.is_valid():
        data = dict(form.cleaned_data)
        key: UUID = data.pop("once_key")
        year = data["year"]
        line = BudgetLine(**{**data, "kind": Kind(data["kind"]), "purse": Appropriation.Purse(data["purse"])})
        with told_to(form):
            enter_budget(area=_city(request), line=line, once_key=key, by=request.access.actor)
            return redirect(f"{reverse('emergency:money')}?year={year}")
    return _money(request, year, form, status=422)


@route(Act.EMERGENCY, methods=("GET",))
def money_xlsx(request: Request) -> HttpResponse:
    """The year as XLSX, in won; no names leave with it."""
    year = _year(request)
    rows = [
        (row.label, row.budget, row.paid, row.decided, row.returned, row.balance)
        for row in books.year_money(_city(request), year)
    ]
    audit.record("emergency.money_xlsx", kind=Entry.Kind.EXPORT, detail={"year": year}, by=request.access.actor)
    name = file_name("긴급지원 예산", f"{year}년", day=request.access.actor.day, ending="xlsx")
    disposition = content_disposition_header(as_attachment=True, filename=name) or ""
    body = xlsx(COLUMNS, rows, title=f"긴급지원 예산 {year}년 (단위: 원)", notes=RULES)
    return HttpResponse(body, content_type=XLSX, headers={"Content-Disposition": disposition})


def _money(request: Request, year: int, form: BudgetForm, *, status: int = 200) -> HttpResponse:
    city = _city(request)
    rows = books.year_money(city, year)
    sums = [sum(getattr(row, name) for row in rows) for name in ("budget", "paid", "decided", "returned", "balance")]
    context = {
        "title": "긴급지원 예산",
        "page_note": f"{year}년 회계",
        "year": year,
        "years": books.years_with_money(city, request.access.actor.day),
        "columns": [
            *({"label": column.label, "kind": "won"} for column in COLUMNS[1:]),
            {"label": "집행", "kind": "text"},
        ],
        "rows": [
            {
                "label": row.label,
                "cells": [
                    row.budget, row.paid, row.decided, row.returned, row.balance,
                    "–" if row.percent is None else f"{row.percent}%",
                ],
            }
            for row in rows
        ],
        "total": {"cells": [*sums, f"{sums[1] * 100 // sums[0]}%" if sums[0] > 0 else "–"]},
        "short": [row for row in rows if row.budget and row.balance < 0],
        "notes": RULES,
        "lines": Appropriation.objects.filter(area=city, year=year).order_by("-on", "-at"),
        "form": form,
        "may_work": may(request.access.actor, Act.EMERGENCY_WORK).allowed,
    }  # fmt: skip
    return render(request, "emergency/money.html", context, status=status)


def _city(request: Request) -> Area:
    actor = request.access.actor
    post = next((post for post in actor.posts if post.role in WHOLE_CITY and post.area_id), None)
    if post is None:
        raise Refused
    city = city_of(get_object_or_404(Area.objects.select_related("parent"), id=post.area_id))
    if city is None:
        raise Refused
    return city


def _year(request: Request) -> int:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isdecimal() and len(asked) == 4 else books.fiscal_year(request.access.actor.day)

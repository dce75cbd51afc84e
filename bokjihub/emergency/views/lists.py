"""긴급지원 목록: what waits for whom, and the month by kind."""

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header

from bokjihub.accounts.access.policy import TABLE, Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.accounts.models import Role
from bokjihub.audit import actions as audit
from bokjihub.audit.models import Entry
from bokjihub.emergency import queries
from bokjihub.emergency.forms import PeriodForm
from bokjihub.emergency.queries import TABS, KindSum
from bokjihub.ui.sheets import Column, file_name, rounding_notes, xlsx
from bokjihub.ui.words import period

RULE = "건수는 그 기간에 첫 지급이 나간 지급 결정의 수, 금액은 그 기간에 나간 지급의 합입니다."
COLUMNS = (Column("구분"), Column("건수", "count", total=True), Column("금액", "thousand", total=True))
# Who sees the whole city: a dong's officer would read a part of the payments as if it were all of them.
WHOLE_CITY = (Role.EMERGENCY_OFFICER, Role.EMERGENCY_HEAD, Role.HOPE_UNIT)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@route(Act.EMERGENCY, methods=("GET",))
def aid_list(request: Request) -> HttpResponse:
    """Today's waiting aids under six headings, or everything requested in a period; sums by kind beside."""
    today = request.access.actor.day
    first, last = PeriodForm(request.GET).period(today)
    counts = queries.waiting_counts()
    chosen = request.GET.get("tab", "")
    tab = chosen if chosen in TABS or chosen == "all" else next((name for name in TABS if counts[name]), "all")
    lines = queries.requested_in(first, last) if tab == "all" else queries.waiting(tab)
    request.access.show(line.aid.household_id for line in lines)
    rows = queries.payments_in(first, last)
    cells = [(row.label, row.count, row.won) for row in rows]
    context = {
        "title": "긴급지원",
        "page_note": f"{period(first, last)} 지급 {sum(row.count for row in rows)}건",
        "tabs": _tabs(counts, tab),
        "tab": tab,
        "lines": lines,
        "form": PeriodForm(initial={"first": first, "last": last}),
        "first": first,
        "last": last,
        "columns": [{"label": "건수", "kind": "count"}, {"label": "금액", "kind": "thousand"}],
        "rows": [{"label": row.label, "cells": [row.count, row.won]} for row in rows],
        "total": {"cells": [sum(row.count for row in rows), sum(row.won for row in rows)]},
        "notes": [*rounding_notes(COLUMNS, cells), RULE],
        "today": today,
        **queries.onward_in(first, last),
        "sees_money": any(request.access.actor.has(role) for role in WHOLE_CITY),
        "may_set": request.access.actor.has(*TABLE[Act.SETTINGS]),
    }
    return render(request, "emergency/list.html", context)


@route(Act.EMERGENCY, methods=("GET",))
def list_xlsx(request: Request) -> HttpResponse:
    """긴급복지지원 실적 by kind as XLSX, in 천원; no names leave with it."""
    first, last = PeriodForm(request.GET).period(request.access.actor.day)
    rows = queries.payments_in(first, last)
    audit.record(
        "emergency.list_xlsx", kind=Entry.Kind.EXPORT, detail={"from": first, "to": last}, by=request.access.actor
    )
    name = file_name("긴급복지지원 실적", period(first, last), day=request.access.actor.day, ending="xlsx")
    disposition = content_disposition_header(as_attachment=True, filename=name) or ""
    return HttpResponse(_sheet(rows, first, last), content_type=XLSX, headers={"Content-Disposition": disposition})


def _sheet(rows: list[KindSum], first: dt.date, last: dt.date) -> bytes:
    title = f"긴급복지지원 실적 {period(first, last)} (단위: 건, 천원)"
    return xlsx(COLUMNS, [(row.label, row.count, row.won) for row in rows], title=title, notes=[RULE])


def _tabs(counts: dict[str, int], here: str) -> list[dict[str, object]]:
    path = reverse("emergency:list")
    items = [
        {"label": label, "url": f"{path}?tab={name}", "count": counts[name], "current": name == here}
        for name, (label, _) in TABS.items()
    ]
    return [*items, {"label": "모두", "url": f"{path}?tab=all", "count": "", "current": here == "all"}]

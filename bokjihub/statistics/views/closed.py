"""굳힌 실적표: closing a month or one table, and reading them with what was entered later."""

import dataclasses
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import TABLE, Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.audit.models import Entry
from bokjihub.statistics import actions
from bokjihub.statistics.forms import MonthForm, ScopeForm
from bokjihub.statistics.models import Snapshot
from bokjihub.statistics.queries import output
from bokjihub.statistics.queries.closed import MONTHLY, as_sent, closed_of, corrected, month_of
from bokjihub.statistics.queries.frame import Report
from bokjihub.statistics.queries.registry import REPORTS
from bokjihub.statistics.views.reports import find_definition, office_of
from bokjihub.ui.errors import told_to
from bokjihub.ui.files import attachment
from bokjihub.ui.words import particle

SHOWN = 120

LIST = "굳힌 표"


@route(Act.REPORT_KEPT, methods=("GET",))
def closed(request: Request) -> HttpResponse:
    """Every table that was closed, the newest period first."""
    city_id = _city(request.access.actor)
    context = {
        "title": "굳힌 실적표",
        "snapshots": closed_of(city_id)[:SHOWN] if city_id else [],
        "may_close": _may_close(request.access.actor),
        "form": MonthForm(initial={"month": month_of(request.access.actor.day)[0]}),
        "crumbs": _crumbs(),
    }
    return render(request, "statistics/closed.html", context)


@route(Act.REPORT_CLOSE)
def close_month(request: Request) -> HttpResponse:
    """한 달 굳히기: all tables of the monthly report."""
    form = MonthForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            made = actions.close_month(day=form.cleaned_data["month"], by=request.access.actor)
            messages.success(request, f"{made[0].first:%Y년 %-m월}의 실적표 {len(made)}장을 굳혔습니다.")
            return redirect("statistics:closed")
    context = {
        "title": "한 달 굳히기",
        "form": form,
        "names": [REPORTS[name].title for name in MONTHLY],
        "crumbs": _crumbs("한 달 굳히기"),
    }
    return render(request, "statistics/close_month.html", context, status=422 if form.errors else 200)


@route(Act.REPORT_CLOSE, methods=("POST",))
def close_report(request: Request, name: str) -> HttpResponse:
    """One table of the asked period."""
    form = ScopeForm(request.POST, areas=Area.objects.none())
    definition = find_definition(request, name)
    if form.is_valid():
        scope = form.cleaned_data["scope"]
        with told_to(form):
            made = actions.close_report(
                definition=definition, first=scope.first, last=scope.last, by=request.access.actor
            )
            messages.success(request, f"‘{made.title}’{particle(made.title, '을/를')} 굳혔습니다.")
            return redirect("statistics:closed_report", made.id)
    for words in form.non_field_errors() or ["굳히지 못했습니다. 기간을 다시 골라 주세요."]:
        messages.error(request, str(words))
    return redirect("statistics:report", name)


@route(Act.REPORT_KEPT, methods=("GET",))
def closed_report(request: Request, snapshot_id: UUID) -> HttpResponse:
    """The table as it was sent; beside it today's figures for who sees the same dongs."""
    snapshot = _kept(request, snapshot_id)
    report, changed = _with_corrections(request, snapshot)
    again = urlencode({"first": snapshot.first.isoformat(), "last": snapshot.last.isoformat()})
    context = {
        "title": snapshot.title,
        "page_note": "굳힌 표",
        "snapshot": snapshot,
        "changed": changed,
        "table": output.as_table(report),
        "live": f"{reverse('statistics:report', args=[snapshot.name])}?{again}" if snapshot.name in REPORTS else "",
        "crumbs": _crumbs(snapshot.title),
    }
    return render(request, "statistics/closed_report.html", context)


@route(Act.REPORT_KEPT, methods=("GET",))
def closed_file(request: Request, snapshot_id: UUID, shape: str) -> HttpResponse:
    """The closed table as a file, with its corrections; on record."""
    snapshot = _kept(request, snapshot_id)
    if shape not in ("xlsx", "upward"):
        raise Refused
    report, _ = _with_corrections(request, snapshot)
    actor = request.access.actor
    detail = {"report": snapshot.name, "snapshot": snapshot.id, "shape": shape}
    audit.record("report.file", kind=Entry.Kind.EXPORT, detail=detail, by=actor)
    upward = shape == "upward"
    body = (
        output.as_upward_xlsx(report, office=office_of(actor), made_by=actor.label)
        if upward
        else output.as_xlsx(report)
    )
    return attachment(body, f"{snapshot.title}_{snapshot.first:%Y%m%d}-{snapshot.last:%Y%m%d}_굳힘.xlsx")


@route(Act.REPORTS, methods=("GET",))
def survey_result(request: Request, duty_id: UUID) -> HttpResponse:
    """From Today's line to the yearly table: the year that is over."""
    year = request.access.actor.day.year - 1
    path = reverse("statistics:report", args=[actions.SURVEY_RESULT])
    return redirect(f"{path}?{urlencode({'first': f'{year}-01-01', 'last': f'{year}-12-31'})}")


def _with_corrections(request: Request, snapshot: Snapshot) -> tuple[Report, int | None]:
    """Corrections mean something only where today's count covers the very dongs that were counted."""
    if set(snapshot.reach) != set(request.access.actor.areas):
        return as_sent(snapshot), None
    found = corrected(snapshot)
    if found is None:
        return as_sent(snapshot), None
    kept = snapshot.frozen_at.date()
    note = f"{kept.year}. {kept.month}. {kept.day}. 굳힘 · 그 뒤로 달라진 칸 {found.changed:,}"
    return dataclasses.replace(found.report, notes=(note, *found.report.notes)), found.changed


def _kept(request: Request, snapshot_id: UUID) -> Snapshot:
    """A table of one's own city; any other is not there."""
    cities = {post.city_id for post in request.access.actor.posts}
    snapshot = Snapshot.objects.filter(id=snapshot_id, city_id__in=cities).first()
    if snapshot is None:
        raise Refused
    return snapshot


def _city(actor: Actor) -> UUID | None:
    return actor.main_post.city_id if actor.main_post else None


def _may_close(actor: Actor) -> bool:
    return bool(actor.roles & set(TABLE[Act.REPORT_CLOSE]))


def _crumbs(here: str = "") -> list[dict[str, str]]:
    """The way here; the list itself is not named twice."""
    way = [
        {"label": "현황", "url": reverse("statistics:reports")},
        {"label": LIST, "url": reverse("statistics:closed")},
    ]
    return [*way, {"label": here, "url": ""}] if here else [way[0], {"label": LIST, "url": ""}]

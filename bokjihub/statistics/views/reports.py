"""현황: the list of reports, one report on the screen, the records behind a figure, and the same report as a file."""

from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import TABLE, Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.audit.models import Entry
from bokjihub.statistics.forms import ScopeForm, WhyForm
from bokjihub.statistics.models import Snapshot
from bokjihub.statistics.queries import output, rows
from bokjihub.statistics.queries.closed import closed_as
from bokjihub.statistics.queries.compare import beside
from bokjihub.statistics.queries.frame import MOST_LINES, Definition, Report
from bokjihub.statistics.queries.registry import AT_A_GLANCE, REPORTS, in_order
from bokjihub.ui.files import CSV, XLSX, attachment

SHAPES = ("xlsx", "upward", "csv", "json")


@route(Act.REPORTS, methods=("GET",))
def reports(request: Request) -> HttpResponse:
    """Every report by name."""
    found = [one for one in REPORTS.values() if _may(request.access.actor, one)]
    context = {
        "title": "실적표",
        "shelves": [
            ("한눈에", [one for one in found if one.name in AT_A_GLANCE]),
            ("갈래마다", [one for one in in_order(found) if one.name not in AT_A_GLANCE]),
        ],
    }
    return render(request, "statistics/reports.html", context)


@route(Act.REPORTS, methods=("GET",))
def report(request: Request, name: str) -> HttpResponse:
    """One report for a period and a dong; figures open the records behind them for those who may see those."""
    definition = find_definition(request, name)
    form, built = _build(request, definition)
    drills = definition.behind is not None and bool(request.access.actor.roles & set(TABLE[Act.REPORT_ROWS]))
    behind = _behind_urls(request, definition, built) if built and drills else {}
    context = {
        "title": built.title if built else definition.title,
        "page_note": definition.code,
        "form": form,
        "table": output.as_table(built, behind) if built else None,
        "name": name,
        "stays_inside": definition.only is not None,
        "snapshot": _snapshot(request, built) if built else None,
        "may_close": built is not None and _may_close(request.access.actor, definition, built),
        "query": request.GET.urlencode(),
        "crumbs": [{"label": "현황", "url": reverse("statistics:reports")}, {"label": definition.title, "url": ""}],
    }
    return render(request, "statistics/report.html", context)


@route(Act.REPORT_ROWS, methods=("GET",))
def report_rows(request: Request, name: str) -> HttpResponse:
    """이 숫자를 이룬 줄: asked why first; then the newest records of one line, masked, each a link to its home."""
    definition = find_definition(request, name)
    if definition.behind is None:
        raise Refused
    _, built = _build(request, definition)
    key = request.GET.get("row", "total")
    why = WhyForm(request.GET if request.GET.get("why") else None)
    context: dict[str, Any] = {
        "title": f"{definition.title}에 든 기록",
        "form": why,
        "hidden": [(field, value) for field, value in request.GET.items() if field != "why"],
        "back": f"{reverse('statistics:report', args=[name])}?{_period(request)}",
        "crumbs": [
            {"label": "현황", "url": reverse("statistics:reports")},
            {"label": definition.title, "url": reverse("statistics:report", args=[name])},
            {"label": "든 기록", "url": ""},
        ],
    }
    if built is not None and why.is_valid():
        lines = definition.behind(built.scope, key)
        found = rows.records(lines)
        request.access.show(one.household_id for one in found)
        request.access.detail |= {"report": name, "row": key, "why": why.cleaned_data["why"]}
        row = next((one for one in [*built.rows, *([built.total] if built.total else [])] if one.key == key), None)
        context |= {
            "records": found,
            "row": row,
            "scope": built.scope,
            "has_more": len(lines) == MOST_LINES,
            "shown": rows.SHOWN,
        }
    return render(request, "statistics/rows.html", context)


@route(Act.REPORTS, methods=("GET",))
def report_file(request: Request, name: str, shape: str) -> HttpResponse:
    """The same report as XLSX (ours, or in the form that goes upward), CSV or JSON. Aggregates only; on record."""
    definition = find_definition(request, name)
    if definition.only is not None or shape not in SHAPES:
        raise Refused
    form, built = _build(request, definition)
    if built is None:
        context = {"title": definition.title, "form": form, "name": name}
        return render(request, "statistics/report.html", context, status=422)
    actor = request.access.actor
    detail = {"report": name, "shape": shape, "from": built.scope.first, "to": built.scope.last}
    audit.record("report.file", kind=Entry.Kind.EXPORT, detail=detail, by=actor)
    if shape == "json":
        return JsonResponse(output.as_json(built), json_dumps_params={"ensure_ascii": False, "indent": 1})
    file_name = f"{built.title}_{built.scope.first:%Y%m%d}-{built.scope.last:%Y%m%d}"
    if shape == "csv":
        return attachment(output.as_csv(built), f"{file_name}.csv", CSV)
    if shape == "upward":
        body = output.as_upward_xlsx(built, office=office_of(actor), made_by=actor.label)
        return attachment(body, f"{file_name}_보고.xlsx")
    return attachment(output.as_xlsx(built), f"{file_name}.xlsx", XLSX)


def _snapshot(request: Request, built: Report) -> Snapshot | None:
    """The closed table of this very period, where one was kept for the whole city."""
    post = request.access.actor.main_post
    if post is None or post.city_id is None or built.scope.area_ids:
        return None
    return closed_as(post.city_id, built)


def _may_close(actor: Actor, definition: Definition, built: Report) -> bool:
    is_over = built.scope.last < actor.day
    whole_city = not built.scope.area_ids and definition.only is None
    return is_over and whole_city and bool(actor.roles & set(TABLE[Act.REPORT_CLOSE]))


def find_definition(request: Request, name: str) -> Definition:
    """The report of that name; one that is not there and one that is not for this person look the same."""
    found = REPORTS.get(name)
    if found is None or not _may(request.access.actor, found):
        raise Refused
    return found


def _may(actor: Actor, definition: Definition) -> bool:
    return definition.only is None or bool(actor.roles & set(TABLE[definition.only]))


def _build(request: Request, definition: Definition) -> tuple[ScopeForm, Report | None]:
    areas = Area.objects.filter(id__in=request.access.actor.areas).order_by("code")
    form = ScopeForm(request.GET, areas=areas)
    if not form.is_valid():
        return form, None
    built = definition.build(form.cleaned_data["scope"])
    form.say(built.scope)
    return form, beside(definition, built) if form.cleaned_data["compare"] else built


def _behind_urls(request: Request, definition: Definition, built: Report) -> dict[str, str]:
    """The list behind each row of the table, the total included."""
    path, period = reverse("statistics:report_rows", args=[definition.name]), _period(request)
    keys = [row.key for row in [*built.rows, *([built.total] if built.total else [])]]
    keys = [key for key in keys if not definition.lists or key in definition.lists]
    return {key: f"{path}?{urlencode({'row': key})}&{period}" for key in keys}


def _period(request: Request) -> str:
    """Period and dong as they were asked."""
    return urlencode({key: request.GET[key] for key in ("first", "last", "area") if request.GET.get(key)})


def office_of(actor: Actor) -> str:
    """The office whose report it is: the city, or the province."""
    post = actor.main_post
    if post is None:
        return ""
    return Area.objects.filter(id=post.city_id or post.area_id).values_list("name", flat=True).first() or ""

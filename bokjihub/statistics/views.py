"""현황: the list of reports, one report on the screen, and the same report as a file."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.audit.models import Entry
from bokjihub.statistics.forms import ScopeForm
from bokjihub.statistics.queries import output
from bokjihub.statistics.queries.frame import Report
from bokjihub.statistics.queries.registry import REPORTS

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@route(Act.REPORTS, methods=("GET",))
def reports(request: Request) -> HttpResponse:
    """Every report by name."""
    return render(request, "statistics/reports.html", {"title": "실적표", "reports": REPORTS.values()})


@route(Act.REPORTS, methods=("GET",))
def report(request: Request, name: str) -> HttpResponse:
    """One report for a period and a dong."""
    form, built = _build(request, name)
    return render(
        request,
        "statistics/report.html",
        {
            "title": built.title if built else REPORTS[name].title,
            "page_note": REPORTS[name].code,
            "form": form,
            "table": output.as_table(built) if built else None,
            "name": name,
            "query": request.GET.urlencode(),
            "crumbs": [{"label": "현황", "url": "/statistics/"}, {"label": REPORTS[name].title, "url": ""}],
        },
    )


@route(Act.REPORTS, methods=("GET",))
def report_file(request: Request, name: str, shape: str) -> HttpResponse:
    """The same report as XLSX, CSV or JSON. Aggregates only; the download is on record."""
    form, built = _build(request, name)
    if built is None or shape not in {"xlsx", "csv", "json"}:
        return render(
            request, "statistics/report.html", {"title": REPORTS[name].title, "form": form, "name": name}, status=422
        )
    detail = {"report": name, "shape": shape, "from": built.scope.first, "to": built.scope.last}
    audit.record("report.file", kind=Entry.Kind.EXPORT, detail=detail, by=request.access.actor)
    if shape == "json":
        return JsonResponse(output.as_json(built), json_dumps_params={"ensure_ascii": False, "indent": 1})
    body, kind = (
        (output.as_xlsx(built), _XLSX) if shape == "xlsx" else (output.as_csv(built), "text/csv; charset=utf-8")
    )
    file_name = f"{built.title}_{built.scope.first:%Y%m%d}-{built.scope.last:%Y%m%d}.{shape}"
    return HttpResponse(
        body, content_type=kind, headers={"Content-Disposition": content_disposition_header(True, file_name) or ""}
    )


def _build(request: Request, name: str) -> tuple[ScopeForm, Report | None]:
    if name not in REPORTS:
        raise Refused
    areas = Area.objects.filter(id__in=request.access.actor.areas).order_by("code")
    form = ScopeForm(request.GET, areas=areas)
    return form, REPORTS[name].build(form.cleaned_data["scope"]) if form.is_valid() else None

"""서식 관리: a town's Excel forms: upload, look, compare, publish, retire; and the limits nurses approve."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.assessments.actions import limits as limit_actions
from bokjihub.assessments.actions import versions as actions
from bokjihub.assessments.forms import LimitForm, UploadForm
from bokjihub.assessments.models import FormVersion, Limit
from bokjihub.assessments.queries.forms import changes_of, forms_with_versions
from bokjihub.assessments.xlsform.definition import MODES
from bokjihub.ui.errors import OfficerError, told_to
from bokjihub.ui.sheets import file_name

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@route(Act.SETTINGS)
def forms(request: Request) -> HttpResponse:
    """서식: every form with its versions; a workbook is uploaded here."""
    form = UploadForm(request.POST or None, request.FILES or None)
    faults: list[str] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            version = actions.upload_version(content=file.read(), file_name=file.name, by=request.access.actor)
            return redirect("assessments:version", version.id)
        except OfficerError as error:
            form.add_error("file", error.sentence)
            faults = error.hint.splitlines()
    context = {"title": "서식", "forms": forms_with_versions(), "form": form, "faults": faults}
    return render(request, "assessments/forms.html", context, status=422 if form.errors else 200)


@route(Act.SETTINGS, methods=("POST",))
def enter_shipped(request: Request) -> HttpResponse:
    """기본 서식 넣기: the instruments that come with the product."""
    actions.enter_shipped(by=request.access.actor)
    return redirect("assessments:forms")


@route(Act.SETTINGS, methods=("GET",))
def version(request: Request, version_id: UUID) -> HttpResponse:
    """미리 보기: the form as it will be asked, how it is judged, and what it changes against the version before."""
    row = get_object_or_404(FormVersion.objects.select_related("form"), id=version_id)
    definition = row.read()
    context = {
        "title": f"{definition.title} {row.number}판",
        "row": row,
        "definition": definition,
        "mode": MODES.get(definition.mode, definition.mode),
        "changes": changes_of(row),
    }
    return render(request, "assessments/version.html", context)


@route(Act.SETTINGS, methods=("GET",))
def workbook(request: Request, version_id: UUID) -> HttpResponse:
    """엑셀 받기: the file of a version, to edit and upload as the next."""
    row = get_object_or_404(FormVersion.objects.select_related("form"), id=version_id)
    response = HttpResponse(bytes(row.workbook), content_type=XLSX)
    name = file_name("서식", row.form.code, f"{row.number}판", day=request.access.actor.day, ending="xlsx")
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{urlencode({'': name})[1:]}"
    return response


@route(Act.SETTINGS, methods=("POST",))
def publish(request: Request, version_id: UUID) -> HttpResponse:
    """내기."""
    row = get_object_or_404(FormVersion.objects.select_related("form"), id=version_id)
    actions.publish_version(version=row, by=request.access.actor)
    return redirect("assessments:version", version_id)


@route(Act.SETTINGS, methods=("POST",))
def retire(request: Request, version_id: UUID) -> HttpResponse:
    """거두기."""
    row = get_object_or_404(FormVersion.objects.select_related("form"), id=version_id)
    actions.retire_version(version=row, by=request.access.actor)
    return redirect("assessments:version", version_id)


@route(Act.HEALTH, methods=("GET",))
def limits(request: Request) -> HttpResponse:
    """기준값: which numbers decide about measuring again and referring, since when, who approved them."""
    day = request.access.actor.day
    rows = list(Limit.objects.all())
    context = {"title": "기준값", "rows": rows, "waiting": sum(row.approved_at is None for row in rows), "today": day}
    return render(request, "assessments/limits.html", context)


@route(Act.HEALTH, methods=("POST",))
def approve_limit(request: Request, limit_id: UUID) -> HttpResponse:
    """승인."""
    limit_actions.approve_limit(limit=get_object_or_404(Limit, id=limit_id), by=request.access.actor)
    return redirect("assessments:limits")


@route(Act.HEALTH)
def change_limit(request: Request, limit_id: UUID) -> HttpResponse:
    """새 값 적기: from a day on; it counts once approved."""
    row = get_object_or_404(Limit, id=limit_id)
    form = LimitForm(request.POST or None, initial={"value": row.value, "starts_on": request.access.actor.day})
    if request.method == "POST" and form.is_valid():
        with told_to(form):
            limit_actions.propose_limit(like=row, **form.cleaned_data, by=request.access.actor)
            return redirect("assessments:limits")
    context = {"title": f"{row.label} 새 값", "form": form, "row": row}
    return render(request, "assessments/change_limit.html", context, status=422 if form.errors else 200)

"""이름표 (설정), 사례의 우선 살필 대상, 담당자별 사례."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.cases.actions import labels as actions
from bokjihub.cases.forms import LabelForm, TagsForm
from bokjihub.cases.models import Case, CaseLabel
from bokjihub.cases.queries import cases as queries
from bokjihub.cases.queries.workload import workload as loads
from bokjihub.cases.views.steps import Step, name_of, one_form, trail, tried


@route(Act.SETTINGS)
def labels(request: Request) -> HttpResponse:
    """이름표: what the town calls its cases, since when, and what each local decision counts as."""
    form = LabelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        kind = CaseLabel.Kind(data.pop("kind"))
        if tried(form, lambda: actions.add_label(kind=kind, by=request.access.actor, **data)):
            return redirect("cases:labels")
    rows = CaseLabel.objects.order_by("kind", "ends_on", "label")
    context = {"title": "사례 이름표", "rows": rows, "form": form}
    return render(request, "cases/labels.html", context, status=422 if form.errors else 200)


@route(Act.SETTINGS, methods=("POST",))
def end_label(request: Request, label_id: UUID) -> HttpResponse:
    """거두기."""
    actions.end_label(label=get_object_or_404(CaseLabel, id=label_id), by=request.access.actor)
    return redirect("cases:labels")


@route(Act.CASE_WORK, subject=queries.case_facts)
def tags(request: Request, case_id: UUID) -> HttpResponse:
    """우선 살필 대상 고르기."""
    found = Case.objects.select_related("area").get(id=case_id)
    actor = request.access.actor
    offered = CaseLabel.objects.on(actor.day).filter(kind=CaseLabel.Kind.TAG)
    kept = CaseLabel.objects.filter(kind=CaseLabel.Kind.TAG, code__in=found.tags)
    form = TagsForm(request.POST or None, labels=(offered | kept).distinct(), initial={"tags": found.tags})
    return one_form(
        request,
        form,
        lambda: actions.set_tags(case=found, tags=form.cleaned_data["tags"], by=actor),
        Step(
            f"우선 살필 대상 - {name_of(found)}",
            "고르기",
            reverse("cases:case", args=[found.id]),
            crumbs=trail(found, "우선 살필 대상"),
        ),
    )


@route(Act.CASE_DECIDE, methods=("GET",))
def workload(request: Request) -> HttpResponse:
    """담당자별 사례: who carries how much, what is late; the way to hand work over."""
    rows = loads(Case.objects.all(), request.access.actor.day)
    context = {
        "title": "담당자별 사례",
        "page_note": f"{len(rows)}명 · 열린 사례 {sum(one.cases for one in rows)}",
        "rows": rows,
        "most": max((one.cases for one in rows), default=1),
        "crumbs": [{"label": "사례", "url": reverse("cases:my_cases")}, {"label": "담당자별", "url": ""}],
    }
    return render(request, "cases/workload.html", context)

"""신청 따라가기 (V24): begun from a screening, followed to its decision."""

import datetime as dt
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.benefits.actions import applications as actions
from bokjihub.benefits.forms import ApplyForm, DecisionForm, StepForm
from bokjihub.benefits.models import Application
from bokjihub.benefits.queries.applications import OBJECTION_DAYS, application_facts, due_of, followed, turns
from bokjihub.benefits.queries.ways import way_of
from bokjihub.discovery.models import WorkItem
from bokjihub.people.models import Household
from bokjihub.people.queries import head_of, household_facts
from bokjihub.ui.errors import OfficerError, refuse


@route(Act.APPLICATION, subject=household_facts, methods=("POST",))
def apply(request: Request, household_id: UUID) -> HttpResponse:
    """신청 돕기: begin to follow an application."""
    household = get_object_or_404(Household, id=household_id)
    form = ApplyForm(request.POST)
    group = way_of(form.cleaned_data["benefit"]).application_group if form.is_valid() else None
    if group is not None:
        work_item = WorkItem.objects.filter(household=household, closed_on__isnull=True).first()
        try:
            actions.open_application(
                household=household,
                benefit=form.cleaned_data["benefit"],
                group=group,
                on=request.access.actor.day,
                owner=work_item.owner if work_item else None,
                work_item=work_item,
                by=request.access.actor,
            )
            messages.success(request, f"{form.cleaned_data['benefit']} 신청을 따라갑니다.")
        except OfficerError as error:
            messages.error(request, error.sentence)
    return redirect("benefits:screening", household_id)


@route(Act.APPLICATION, methods=("GET",))
def applications(request: Request) -> HttpResponse:
    """신청 따라가기: whose turn it is."""
    everything = followed(request.access.actor.day)
    turn = request.GET.get("turn", "")
    rows = [one for one in everything if not turn or one.application.turn == turn]
    request.access.show(one.application.household_id for one in rows)
    here = reverse("benefits:applications")
    chips = [{"label": "모두", "url": here, "count": len(everything), "current": not turn}]
    chips += [
        {"label": label, "url": f"{here}?turn={value}", "count": count, "current": turn == value}
        for value, label, count in turns(everything)
    ]
    return render(request, "benefits/applications.html", {"title": "신청 따라가기", "rows": rows, "chips": chips})


@route(Act.APPLICATION, subject=application_facts)
def application(request: Request, application_id: UUID) -> HttpResponse:
    """One application: sent, waiting, decided."""
    row = get_object_or_404(Application.objects.select_related("household"), id=application_id)
    step, decision = StepForm(prefix="step"), DecisionForm(prefix="decision")
    if request.method == "POST":
        step, decision, done = _follow(request, row)
        if done:
            return redirect("benefits:application", application_id)
    context = {
        "title": f"{row.benefit} 신청",
        "row": row,
        "head": head_of(row.household_id),
        "way": way_of(row.benefit),
        "due_on": due_of(row),
        "objection_until": row.decided_on and row.decided_on + dt.timedelta(days=OBJECTION_DAYS),
        "step": step,
        "decision": decision,
    }
    return render(request, "benefits/application.html", context)


def _follow(request: Request, row: Application) -> tuple[StepForm, DecisionForm, bool]:
    by = request.access.actor
    order = request.POST.get("order", "")
    step = StepForm(request.POST if order in {"submit", "wait"} else None, prefix="step")
    decision = DecisionForm(request.POST if order == "decide" else None, prefix="decision")
    form = decision if order == "decide" else step
    if not form.is_valid():
        return step, decision, False
    data = form.cleaned_data
    try:
        if order == "submit":
            actions.submit_application(application=row, on=data["on"], by=by)
        elif order == "wait":
            actions.wait_for_person(application=row, what=data["what"], on=data["on"], by=by)
        else:
            actions.record_decision(application=row, by=by, **data)
    except OfficerError as error:
        refuse(form, error)
        return step, decision, False
    return step, decision, True

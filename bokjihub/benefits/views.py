"""급여 진단, 안내문, 신청 따라가기."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Request, route
from bokjihub.audit.models import Entry
from bokjihub.benefits import actions
from bokjihub.benefits.forms import ApplyForm, DecisionForm, FactForm, StepForm
from bokjihub.benefits.models import Application, StatedFact
from bokjihub.benefits.queries import (
    STATUS_WORDS,
    Columns,
    application_facts,
    applications_by_turn,
    open_applications,
    screening_of,
)
from bokjihub.discovery.models import WorkItem
from bokjihub.engines.benefits import api
from bokjihub.people.models import Household
from bokjihub.people.queries import head_of, household_facts
from bokjihub.ui.errors import OfficerError


@route(Act.SCREEN, subject=household_facts)
def screening(request: Request, household_id: UUID) -> HttpResponse:
    """The next question on top, what is known, and every benefit in three columns."""
    household = get_object_or_404(Household, id=household_id)
    columns = screening_of(household_id, request.access.actor.day)
    form = FactForm(request.POST or None, people=[(str(one.id), one.name) for one in columns.people])
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        person = next((one for one in columns.people if str(one.id) == data["who"]), None)
        try:
            actions.state_fact(
                household=household,
                name=data["fact"],
                value=data["value"],
                person=person,
                source=StatedFact.Source(data["source"]),
                on=request.access.actor.day,
                by=request.access.actor,
            )
            return redirect("benefits:screening", household_id)
        except OfficerError as error:
            form.add_error("value", error.sentence)
    return render(request, "benefits/screening.html", _page(request, household, columns) | {"form": form})


def _page(request: Request, household: Household, columns: Columns) -> dict[str, object]:
    head = head_of(household.id)
    kinds = {fact.name: fact for fact in api.facts()}
    question = columns.question
    fact = kinds.get(question.fact) if question else None
    who = columns.people[question.who] if question and question.who is not None and columns.people else None
    return {
        "title": "급여 진단",
        "household": household,
        "head": head,
        "columns": columns,
        "question": question,
        "question_fact": fact,
        "question_choices": _choices(fact),
        "question_who": who,
        "words": STATUS_WORDS,
        "applications": open_applications(household.id),
        "groups": Application.Group.choices,
    }


def _choices(fact: api.Fact | None) -> list[str]:
    if fact is None:
        return []
    return ["예", "아니오"] if fact.kind == "예아니오" else list(fact.choices)


@route(Act.SCREEN, subject=household_facts, methods=("POST",))
def save(request: Request, household_id: UUID) -> HttpResponse:
    """결과 저장."""
    household = get_object_or_404(Household, id=household_id)
    actions.save_screening(household=household, on=request.access.actor.day, by=request.access.actor)
    messages.success(request, "오늘의 진단 결과를 저장했습니다.")
    return redirect("benefits:screening", household_id)


@route(Act.SCREEN, subject=household_facts, methods=("GET",))
def leaflet(request: Request, household_id: UUID) -> HttpResponse:
    """어르신께 드릴 안내문: what, how much, where, in plain words; no column of refusals."""
    request.access.kind = Entry.Kind.EXPORT
    household = get_object_or_404(Household, id=household_id)
    columns = screening_of(household_id, request.access.actor.day)
    context = {
        "title": "받으실 수 있는 지원",
        "household": household,
        "head": head_of(household_id),
        "columns": columns,
    }
    return render(request, "benefits/leaflet.html", context)


@route(Act.APPLICATION, subject=household_facts, methods=("POST",))
def apply(request: Request, household_id: UUID) -> HttpResponse:
    """신청 돕기: begin to follow an application."""
    household = get_object_or_404(Household, id=household_id)
    form = ApplyForm(request.POST)
    if form.is_valid():
        work_item = WorkItem.objects.filter(household=household, closed_on__isnull=True).first()
        try:
            actions.open_application(
                household=household,
                benefit=form.cleaned_data["benefit"],
                group=Application.Group(form.cleaned_data["group"]),
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
    found = list(applications_by_turn())
    request.access.show(one.household_id for one in found)
    heads = {one.household_id: head_of(one.household_id) for one in found}
    rows = [(one, heads[one.household_id]) for one in found]
    return render(request, "benefits/applications.html", {"title": "신청 따라가기", "rows": rows})


@route(Act.APPLICATION, subject=application_facts)
def application(request: Request, application_id: UUID) -> HttpResponse:
    """One application: sent, waiting, decided."""
    row = get_object_or_404(Application.objects.select_related("household"), id=application_id)
    step, decision = StepForm(prefix="step"), DecisionForm(prefix="decision")
    if request.method == "POST":
        step, decision, done = _follow(request, row)
        if done:
            return redirect("benefits:application", application_id)
    context = {"title": f"{row.benefit} 신청", "row": row, "head": head_of(row.household_id)}
    return render(request, "benefits/application.html", context | {"step": step, "decision": decision})


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
        form.add_error(error.field if error.field in form.fields else None, error.sentence)
        return step, decision, False
    return step, decision, True

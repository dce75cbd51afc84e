"""건강: what was measured, filling a form at a visit or at the desk, what must be acted on, where somebody was sent (V22)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from csp.decorators import csp_update
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from bokjihub.accounts.access.policy import Act, Facts
from bokjihub.accounts.access.route import Request, route
from bokjihub.assessments.actions import record
from bokjihub.assessments.forms import DeedForm, FillForm, ReferForm
from bokjihub.assessments.models import Assessment, Flag, FormVersion, Referral
from bokjihub.assessments.queries.asked import Asked
from bokjihub.assessments.queries.forms import version_in_use, versions_in_use
from bokjihub.assessments.queries.household import (
    answers_in_words,
    assessment_facts,
    flag_facts,
    health_page,
    referral_facts,
)
from bokjihub.assessments.xlsform.definition import Definition, Question
from bokjihub.audit.ids import uuid7
from bokjihub.audit.models import Entry
from bokjihub.people.models import Consent, Household, Person
from bokjihub.people.queries import consent_for, head_of, household_facts, members
from bokjihub.ui.errors import OfficerError, refuse
from bokjihub.ui.words import masked_name, parse_day
from bokjihub.visits.models import Visit


def fill_facts(household_id: UUID, code: str) -> Facts | None:
    """Facts of the home a form is filled for, whatever the form."""
    return household_facts(household_id)


@route(Act.HEALTH, subject=household_facts, methods=("GET",))
def health(request: Request, household_id: UUID) -> HttpResponse:
    """건강: last figures with their course, what to act on, which form to fill."""
    household = Household.objects.select_related("area").get(id=household_id)
    actor = request.access.actor
    head = head_of(household_id)
    context = {
        "title": f"건강 — {masked_name(head.name) if head else '미상'}",
        "household": household,
        "page": health_page(household_id),
        "versions": versions_in_use(),
        "consent": consent_for(household_id, Consent.Purpose.HEALTH, actor.day),
        "visit": request.GET.get("visit", ""),
    }
    return render(request, "assessments/health.html", context)


# The engine that runs a form is compiled WebAssembly: this one page may run it, `eval` stays forbidden everywhere.
@csp_update({"script-src": ["'self'", "'wasm-unsafe-eval'"]})
@route(Act.HEALTH, subject=fill_facts)
def fill(request: Request, household_id: UUID, code: str) -> HttpResponse:
    """측정·검사 적기: the form as its version says, with or without a script; the server judges it either way."""
    version = version_in_use(code)
    if version is None:
        return redirect("assessments:health", household_id)
    people = list(members(household_id))
    form = FillForm(
        request.POST or None,
        people=[(str(one.id), f"{one.name} ({one.relation})") for one in people],
        initial=_proposal(request, household_id, people),
    )
    wrong: Mapping[str, str] = {}
    if request.method == "POST" and form.is_valid():
        try:
            row = record.record_assessment(
                person=Person.objects.get(id=form.cleaned_data["person"], household_id=household_id),
                version=version,
                filled=_filled(request, form, version.read()),
                by=request.access.actor,
            )
            return redirect("assessments:result", row.id)
        except record.AnswersToMend as error:
            wrong = {one.name: one.words for one in error.judged.wrong}
        except OfficerError as error:
            refuse(form, error)
    definition = version.read()
    head = head_of(household_id)
    context = {
        "title": f"{version.form.title} — {masked_name(head.name) if head else '미상'}",
        "form": form,
        "version": version,
        "definition": definition,
        "household_id": household_id,
        "asked": [_asked(one, request.POST, wrong) for one in definition.questions],
        "faults": [
            {"text": f"{_label(definition, name)}: {words}", "id": f"q-{name}"} for name, words in wrong.items()
        ],
        "client_id": request.POST.get("client_id") or uuid7(),
        "visit": request.POST.get("visit") or request.GET.get("visit", ""),
    }
    return render(request, "assessments/fill.html", context, status=422 if form.is_bound else 200)


@route(Act.HEALTH, methods=("GET",))
def xform(request: Request, version_id: UUID) -> HttpResponse:
    """The XForm of a version, for the engine in the browser. Names nobody."""
    version = get_object_or_404(FormVersion, id=version_id, published_at__isnull=False)
    return HttpResponse(version.xform, content_type="application/xml; charset=utf-8")


@route(Act.VISITS, methods=("GET",))
def blank(request: Request, code: str) -> HttpResponse:
    """빈 서식 인쇄: the form on paper to take along. Names nobody."""
    version = version_in_use(code)
    if version is None:
        return redirect("visits:day_plan_today")
    definition = version.read()
    context = {
        "title": version.form.title,
        "definition": definition,
        "version": version,
        "asked": [one for one in definition.questions if one.kind != "calculate"],
        "printed_by": request.access.actor.name,
        "printed_at": timezone.now(),
    }
    return render(request, "assessments/blank.html", context)


@route(Act.HEALTH, subject=assessment_facts, methods=("GET",))
def result(request: Request, assessment_id: UUID) -> HttpResponse:
    """결과: the figures, their range in words, what to do today; on paper for the person in plain words."""
    row = Assessment.objects.select_related("version__form", "person", "visit").get(id=assessment_id)
    is_paper = "paper" in request.GET
    if is_paper:
        request.access.kind = Entry.Kind.EXPORT
    context = {
        "title": f"{row.version.form.title} 결과" if not is_paper else "오늘 잰 결과",
        "row": row,
        "answers": answers_in_words(row),
        "unjudged": row.answers.get("unjudged", []),
        "flags": row.flags.order_by("opened_at"),
        "printed_by": request.access.actor.name,
        "printed_at": timezone.now(),
    }
    return render(request, "assessments/slip.html" if is_paper else "assessments/result.html", context)


@route(Act.HEALTH, subject=flag_facts)
def flag(request: Request, flag_id: UUID) -> HttpResponse:
    """살필 것: what was done today, or where the person is sent."""
    row = Flag.objects.select_related("assessment__version__form", "assessment__person").get(id=flag_id)
    is_sending = "to" in request.POST
    deed, sending = DeedForm(request.POST or None), ReferForm(request.POST or None)
    asked = sending if is_sending else deed
    if request.method == "POST" and asked.is_valid():
        try:
            if is_sending:
                record.refer(flag=row, to=sending.cleaned_data["to"], by=request.access.actor)
            else:
                record.handle_flag(flag=row, deed=deed.cleaned_data["deed"], by=request.access.actor)
            return redirect("assessments:health", row.household_id)
        except OfficerError as error:
            asked.add_error(error.field if error.field in asked.fields else None, error.sentence)
    context = {
        "title": f"{masked_name(row.assessment.person.name)} 살필 것",
        "row": row,
        "deed": deed if not is_sending else DeedForm(),
        "sending": sending if is_sending else ReferForm(),
        "referrals": row.referrals.order_by("-referred_on", "-id"),
    }
    return render(request, "assessments/flag.html", context, status=422 if request.method == "POST" else 200)


@route(Act.HEALTH, subject=referral_facts, methods=("POST",))
def seen(request: Request, referral_id: UUID) -> HttpResponse:
    """다녀오셨나요."""
    row = Referral.objects.select_related("flag").get(id=referral_id)
    record.record_seen(
        referral=row, was_seen="yes" in request.POST, note=request.POST.get("note", ""), by=request.access.actor
    )
    return redirect("assessments:health", row.household_id)


def _proposal(request: Request, household_id: UUID, people: list[Person]) -> dict[str, object]:
    day = request.access.actor.day
    has_consent = consent_for(household_id, Consent.Purpose.HEALTH, day) is not None
    return {
        "person": request.GET.get("person") or (str(people[0].id) if people else ""),
        "done_on": day,
        "basis": Assessment.Basis.CONSENT if has_consent else "",
    }


def _filled(request: Request, form: FillForm, definition: Definition) -> record.Filled:
    visit_id = request.POST.get("visit", "")
    client_id = request.POST.get("client_id", "")
    return record.Filled(
        answers={one.name: _given(one, request.POST) for one in definition.questions if one.is_asked},
        done_on=form.cleaned_data["done_on"],
        basis=Assessment.Basis(form.cleaned_data["basis"]),
        visit=Visit.objects.filter(id=visit_id).first() if visit_id else None,
        client_id=UUID(client_id) if client_id else None,
    )


def _given(question: Question, posted: QueryDict) -> str:
    if question.kind == "select_multiple":
        return " ".join(posted.getlist(question.name))
    value = posted.get(question.name, "").strip()
    if question.kind == "date" and value:
        day = parse_day(value, timezone.localdate())
        return day.isoformat() if day else value
    return value


def _asked(question: Question, posted: QueryDict, wrong: Mapping[str, str]) -> Asked:
    value = posted.get(question.name, "")
    return Asked(question, value, tuple(posted.getlist(question.name)), wrong.get(question.name, ""))


def _label(definition: Definition, name: str) -> str:
    found: Any = definition.question(name)
    return str(found.label) if found else name

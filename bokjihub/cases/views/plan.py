"""제공계획: writing it, reading it together and signing, approving, printing; and the checks."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from bokjihub.accounts.access.policy import Act, decide
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.accounts.models import ApprovalLine
from bokjihub.areas.queries import city_of
from bokjihub.assessments.queries.by_domain import frame
from bokjihub.audit.models import Entry
from bokjihub.cases.actions import plan as actions
from bokjihub.cases.actions.plan import Delivery, GoalLine, PlanContent, Progress, ServiceLine, TaskLine
from bokjihub.cases.deciders import may_decide
from bokjihub.cases.forms import (
    AgreeForm,
    AnswerForm,
    CheckForm,
    CheckGoalForm,
    CheckServiceForm,
    GoalRows,
    PlanForm,
    ServiceRows,
    TaskRows,
)
from bokjihub.cases.models import Case, Check, CheckService, Plan, PlanService, PlanSignature
from bokjihub.cases.queries import cases as queries
from bokjihub.cases.queries.results import plan_changes
from bokjihub.cases.queries.signing import box_of
from bokjihub.cases.views.steps import after_deciding, name_of, trail, tried
from bokjihub.clocks.calendar import month_deadline, next_working_day
from bokjihub.clocks.queries import signing_of
from bokjihub.exports.door import show_signature
from bokjihub.people.queries import addenda_of, head_of
from bokjihub.ui.signing import printed

Paper = ApprovalLine.Paper
LINES = {
    "goal": ("goals", ("words", "measure", "baseline", "target", "due_on")),
    "service": (
        "services",
        (
            "name",
            "need",
            "sector",
            "provider",
            "amount",
            "frequency",
            "starts_on",
            "ends_on",
            "expected_won",
            "funding",
            "arranged_by",
        ),
    ),
    "task": ("tasks", ("words", "due_on")),
}
# 보건의료등의 분야 (돌봄통합법 제2조제1호).
CARE_FIELDS = (
    ("medical", "보건의료"),
    ("health", "건강관리"),
    ("long_term", "장기요양"),
    ("daily", "일상생활돌봄"),
    ("housing", "주거"),
    ("family", "가족 지원"),
    ("other", "그 밖"),
)
ROWS = {"goal": GoalRows, "service": ServiceRows, "task": TaskRows}


@route(Act.CASE_WORK, subject=queries.case_facts, methods=("POST",))
def start_plan(request: Request, case_id: UUID) -> HttpResponse:
    """계획 시작, then the writing page."""
    row = actions.start_plan(case=Case.objects.get(id=case_id), by=request.access.actor)
    return redirect("cases:plan", case_id=case_id, version=row.version)


@route(Act.CASE_WORK, subject=queries.case_facts, methods=("POST",))
def revise_plan(request: Request, case_id: UUID) -> HttpResponse:
    """새 판, then the writing page."""
    row = actions.revise_plan(case=Case.objects.get(id=case_id), by=request.access.actor)
    return redirect("cases:plan", case_id=case_id, version=row.version)


@route(Act.CASE, subject=queries.case_facts)
def plan(request: Request, case_id: UUID, version: int) -> HttpResponse:
    """쓰는 화면 while it is a draft; read, and approved by another person, once agreed."""
    row = _plan(case_id, version)
    works = decide(request.access.actor, Act.CASE_WORK, request.access.facts).allowed
    if row.state == Plan.State.DRAFT and works:
        return _write(request, row)
    form = AnswerForm(request.POST or None)
    actor = request.access.actor
    if request.method == "POST" and form.is_valid():
        deed = request.POST.get("deed")
        done = (
            tried(form, lambda: actions.approve_plan(plan=row, by=actor))
            if deed == "approve"
            else tried(form, lambda: actions.return_plan(plan=row, reason=form.cleaned_data["answer"], by=actor))
        )
        if done:
            return redirect(after_deciding(row.case, actor))
    context = {
        "title": f"제공계획 {row.version}판 - {name_of(row.case)}",
        "page_note": row.get_state_display(),
        "plan": row,
        "form": form,
        "may_approve": row.state == Plan.State.AGREED
        and may_decide(row.case, row.id, actor, drafted_by=row.written_by),
        "signing": signing_of(row.id),
        "crumbs": trail(row.case, f"계획 {row.version}판"),
        "changes": plan_changes(row),
        "addenda": addenda_of([row.id]),
        "signature": PlanSignature.objects.filter(plan=row).first() if row.agreement == "signature" else None,
        **_lines(row),
    }
    return render(request, "cases/plan.html", context, status=422 if form.errors else 200)


def _write(request: Request, row: Plan) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    asks = {"service": {"needs": _needs(row), "posts": queries.colleagues_of(row.case, request.access.actor)}}
    sets = {
        key: rows(posted, prefix=key, initial=_initial(row, key), form_kwargs=asks.get(key, {}))
        for key, rows in ROWS.items()
    }
    names = ("family_opinion", "coordination", "private_help", "crisis_plan", "review_on")
    form = PlanForm(posted, initial={name: getattr(row, name) for name in names})
    if posted is not None and all([form.is_valid(), *(one.is_valid() for one in sets.values())]):
        content = PlanContent(
            goals=[GoalLine(**one) for one in _filled(sets["goal"])],
            services=[_service(one) for one in _filled(sets["service"])],
            tasks=[TaskLine(**one) for one in _filled(sets["task"])],
            **form.cleaned_data,
        )
        if tried(form, lambda: actions.write_plan(plan=row, content=content, by=request.access.actor)):
            onward = "cases:sign_plan" if posted.get("deed") == "sign" else "cases:plan"
            return redirect(onward, case_id=row.case_id, version=row.version)
    context = {
        "title": f"제공계획 {row.version}판 - {name_of(row.case)}",
        "page_note": "쓰는 중",
        "plan": row,
        "form": form,
        "sets": sets,
        "conflicts": _crowded(row),
        "changes": plan_changes(row),
        "crumbs": trail(row.case, f"계획 {row.version}판"),
    }
    return render(request, "cases/write_plan.html", context, status=422 if posted is not None else 200)


def _needs(row: Plan) -> list[tuple[str, str]]:
    """What the last survey found, gravest first: a service answers a need. Integrated care has the fields of its law."""
    if row.case.is_care:
        return list(CARE_FIELDS)
    survey = row.case.surveys.filter(submitted_on__isnull=False).order_by("-round").first()
    if survey is None:
        return []
    scores = dict(survey.answers.filter(score__gte=1).values_list("domain", "score"))
    found = [one for one in frame(survey.version).domains if one.code in scores]
    return [(one.code, one.label) for one in sorted(found, key=lambda one: -scores[one.code])]


def _initial(row: Plan, key: str) -> list[dict[str, Any]]:
    related, names = LINES[key]
    return [{name: getattr(one, name) for name in names} for one in getattr(row, related).order_by("order")]


def _filled(rows: Any) -> list[dict[str, Any]]:
    return [one for one in rows.cleaned_data if one.get("words") or one.get("name")]


def _service(row: dict[str, Any]) -> ServiceLine:
    won = row.pop("expected_won") or 0
    sector = PlanService.Sector(row.pop("sector"))
    return ServiceLine(**row, sector=sector, expected_won=won)


def _crowded(row: Plan) -> list[str]:
    """Providers that appear twice: the same help under two laws, or two people at the door on one day."""
    seen: dict[str, int] = {}
    for one in row.services.all():
        seen[one.name] = seen.get(one.name, 0) + 1
    return [name for name, count in seen.items() if count > 1]


def _lines(row: Plan) -> dict[str, Any]:
    return {
        "goals": row.goals.order_by("order"),
        "services": row.services.select_related("arranged_by__user").order_by("order"),
        "tasks": row.tasks.order_by("order"),
    }


@route(Act.CASE_WORK, subject=queries.case_facts)
def sign_plan(request: Request, case_id: UUID, version: int) -> HttpResponse:
    """함께 보는 화면: large plain sentences, and how the household answered."""
    row = _plan(case_id, version)
    if row.state != Plan.State.DRAFT:
        return redirect("cases:plan", case_id=case_id, version=version)
    head = head_of(row.household_id)
    form = AgreeForm(request.POST or None, request.FILES or None, initial={"agreed_by": head.name if head else ""})
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("agreed_by", "witness", "refusal_reason")}
        agreement = Plan.Agreement(form.cleaned_data["agreement"])
        signed = form.handwritten()
        if tried(
            form,
            lambda: actions.agree_plan(plan=row, agreement=agreement, signed=signed, by=request.access.actor, **said),
        ):
            return redirect("cases:case", case_id=case_id)
    context = {
        "title": f"{head.name} 님과 우리의 약속" if head else "우리의 약속",
        "plan": row,
        "form": form,
        "crumbs": trail(row.case, "함께 보기"),
        **_lines(row),
    }
    return render(request, "cases/sign_plan.html", context, status=422 if form.errors else 200)


@route(Act.CASE, subject=queries.case_facts, methods=("GET",))
def signature(request: Request, case_id: UUID, version: int) -> HttpResponse:
    """서명 보기: on record, and never kept by the browser."""
    return show_signature(request, PlanSignature.objects.filter(plan__case_id=case_id, plan__version=version).first())


@route(Act.CASE, subject=queries.case_facts, methods=("GET",))
def plan_sheet(request: Request, case_id: UUID, version: int) -> HttpResponse:
    """별지 제1호서식의 차례로: plan and check table on one sheet; on record as an export."""
    row = _plan(case_id, version)
    request.access.kind = Entry.Kind.EXPORT
    city = city_of(row.area)
    paper = Paper.CARE_PLAN if row.case.is_care else Paper.PLAN
    drafted, decided = (row.written_label, row.written_on), (row.approved_label, row.approved_on)
    signed = PlanSignature.objects.filter(plan=row).first() if row.agreement == "signature" else None
    context = {
        "title": "개인별지원계획서 및 점검표" if row.case.is_care else "수급권자별 사회보장급여 제공계획 및 점검표",
        "plan": row,
        "head": row.case.person or head_of(row.household_id),
        "signature": signed,
        "picture": printed(signed, f"서명 {row.agreed_by}"),
        "checks": row.checks.prefetch_related("services__service", "goals__goal").order_by("checked_on"),
        "office_name": city.name if city else "",
        "doc_number": f"{row.case.number} · {row.version}판",
        "addenda": addenda_of([row.id, *row.checks.values_list("id", flat=True)]),
        "approval_posts": box_of(row.case, row.id, paper, drafted, decided, row.approved_for),
        "printed_by": request.access.actor.label,
        "printed_at": timezone.now(),
        **_lines(row),
    }
    return render(request, "cases/plan_sheet.html", context)


@route(Act.CASE_WORK, subject=queries.case_facts)
def check(request: Request, case_id: UUID) -> HttpResponse:
    """점검: 모두 계획대로 in one press, or the exceptions; goals; the next day."""
    row = Plan.objects.filter(case_id=case_id, state=Plan.State.ACTIVE).select_related("case").first()
    if row is None:
        return redirect("cases:case", case_id=case_id)
    posted = request.POST if request.method == "POST" else None
    services = list(row.services.order_by("order"))
    goals = list(row.goals.order_by("order"))
    day = request.access.actor.day
    head = head_of(row.household_id)
    initial = {"next_on": _next_check(row.case, day), "spoke_with": head.relation if head else "본인"}
    form = CheckForm(posted, initial=initial)
    service_forms = [(one, CheckServiceForm(posted, prefix=f"s{one.order}")) for one in services]
    goal_forms = [(one, CheckGoalForm(posted, prefix=f"g{one.order}")) for one in goals]
    parts = [form, *(one for _, one in service_forms), *(one for _, one in goal_forms)]
    if posted is not None and not [part for part in parts if not part.is_valid()]:
        as_planned = posted.get("deed") == "all"
        data = dict(form.cleaned_data)
        method = Check.Method(data.pop("method"))
        delivered = {one.id: _delivery(part.cleaned_data, as_planned) for one, part in service_forms}
        progress = {
            one.id: Progress(part.cleaned_data["percent"], part.cleaned_data["evidence"])
            for one, part in goal_forms
            if part.cleaned_data["percent"] is not None
        }
        if tried(
            form,
            lambda: actions.record_check(
                plan=row,
                method=method,
                services={key: one for key, one in delivered.items() if one},
                goals=progress,
                by=request.access.actor,
                **data,
            ),
        ):
            return redirect("cases:case", case_id=case_id)
    context = {
        "title": f"점검 - {name_of(row.case)}",
        "plan": row,
        "form": form,
        "services": service_forms,
        "goals": goal_forms,
        "crumbs": trail(row.case, "점검"),
    }
    return render(request, "cases/check.html", context, status=422 if posted is not None else 200)


def _delivery(data: dict[str, Any], as_planned: bool) -> Delivery | None:
    """What was said of a service; nothing said counts as planned only under 모두 계획대로."""
    said = data["delivered"] or ("as_planned" if as_planned else "")
    if not said:
        return None
    satisfaction = int(data["satisfaction"]) if data["satisfaction"] else None
    return Delivery(CheckService.Delivered(said), satisfaction, data["note"])


def _next_check(found: Case, day: dt.date) -> dt.date:
    """A month on; a fortnight for a complex case (process §2.5); of integrated care half of what its rule allows."""
    if found.is_care:
        return month_deadline(day, 3)
    fortnight = next_working_day(day + dt.timedelta(days=14))
    return fortnight if found.kind == Case.Kind.COMPLEX else month_deadline(day, 1)


def _plan(case_id: UUID, version: int) -> Plan:
    found = Plan.objects.filter(case_id=case_id, version=version).select_related("case__area", "area").first()
    if found is None:
        raise Refused
    return found

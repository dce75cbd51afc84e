"""종결 올리기와 정하기, 사후관리 목록."""

import datetime as dt
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.policy import Act
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.cases.actions import closing as actions
from bokjihub.cases.deciders import may_decide
from bokjihub.cases.forms import AftercareForm, AnswerForm, ClosingForm
from bokjihub.cases.models import Aftercare, Case, Closing, Plan
from bokjihub.cases.proofs import ASKED_FOR, Draft, missing, reasons_of
from bokjihub.cases.queries import cases as queries
from bokjihub.cases.queries.results import results_of
from bokjihub.cases.views.steps import Step, after_deciding, name_of, one_form, trail, tried
from bokjihub.clocks.queries import signing_of
from bokjihub.people.models import Person

State = Case.State


@route(Act.CASE, subject=queries.case_facts)
def closing(request: Request, case_id: UUID) -> HttpResponse:
    """종결: proposed by whoever works on the case, decided by whoever decides it."""
    found = Case.objects.select_related("area", "manager__user").filter(id=case_id).first()
    if found is None:
        raise Refused
    if found.state == State.CLOSING:
        return _decide(request, found)
    if found.state not in (State.SERVING, State.LINK_ONLY, State.SUSPENDED):
        return redirect("cases:case", case_id=found.id)
    form = ClosingForm(request.POST or None, reasons=reasons_of(found))
    plan = found.plans.filter(state=Plan.State.ACTIVE).first()

    def deed() -> None:
        data = dict(form.cleaned_data)
        reason = Closing.Reason(data.pop("reason"))
        actions.propose_closing(case=found, reason=reason, by=request.access.actor, **data)

    step = Step(
        f"종결 올리기 - {name_of(found)}",
        "종결 올리기",
        reverse("cases:case", args=[found.id]),
        crumbs=trail(found, "종결"),
        extra={
            "case": found,
            "goals": queries.goal_results(plan),
            "surveys": found.surveys.filter(submitted_on__isnull=False).order_by("round"),
            "services": plan.services.order_by("order") if plan else [],
            "needs": [
                {"label": reason.label, "left": missing(found, Draft(reason)) or ["다 갖췄습니다"]}
                for reason in reasons_of(found)
            ],
            "asked": [(bound, " ".join(ASKED_FOR.get(bound.name, ()))) for bound in form.visible_fields()],
            "support": queries.support_of(found),
            "results": results_of(found),
        },
        template="cases/closing.html",
    )
    return one_form(request, form, deed, step)


def _decide(request: Request, found: Case) -> HttpResponse:
    asked = found.closings.filter(decided_on__isnull=True).first()
    if asked is None:
        raise Refused
    form = AnswerForm(request.POST or None)
    actor = request.access.actor
    if request.method == "POST" and form.is_valid():
        done = (
            tried(form, lambda: actions.approve_closing(closing=asked, by=actor))
            if request.POST.get("deed") == "approve"
            else tried(
                form, lambda: actions.return_closing(closing=asked, answer=form.cleaned_data["answer"], by=actor)
            )
        )
        if done:
            return redirect(after_deciding(found, actor))
    plan = found.plans.filter(state=Plan.State.ACTIVE).first()
    context = {
        "title": f"종결 심사 - {name_of(found)}",
        "case": found,
        "asked": asked,
        "goals": queries.goal_results(plan),
        "form": form,
        "support": queries.support_of(found),
        "results": results_of(found),
        "may_decide": may_decide(found, asked.id, actor, drafted_by=asked.asked_by),
        "signing": signing_of(asked.id),
        "crumbs": trail(found, "종결 심사"),
    }
    return render(request, "cases/decide_closing.html", context, status=422 if form.errors else 200)


@route(Act.CASES, methods=("GET",))
def aftercare(request: Request) -> HttpResponse:
    """사후관리 목록: missed looks first and counted, then this month, then the rest."""
    actor = request.access.actor
    rows = list(queries.due_aftercare())
    tabs = _aftercare_tabs(rows, actor.day)
    chosen = request.GET.get("tab") or ("missed" if tabs["missed"] else "all")
    shown = tabs.get(chosen, rows)
    request.access.show(row.household_id for row in shown)
    heads = {
        one.household_id: one
        for one in Person.objects.filter(household_id__in=[row.household_id for row in shown], is_head=True)
    }
    missed = len(tabs["missed"])
    context = {
        "title": "사후관리",
        "page_note": f"{len(rows)}번" + (f" · 기한을 넘긴 것 {missed}번" if missed else ""),
        "rows": [{"look": row, "head": heads.get(row.household_id)} for row in shown],
        "tabs": [
            {"label": label, "url": f"?tab={key}", "current": key == chosen, "count": len(tabs[key])}
            for key, label in (("missed", "넘긴 것"), ("month", "한 달 안"), ("all", "모두"))
        ],
        "day": actor.day,
        "crumbs": [{"label": "사례", "url": reverse("cases:my_cases")}, {"label": "사후관리", "url": ""}],
    }
    return render(request, "cases/aftercare.html", context)


def _aftercare_tabs(rows: list[Aftercare], day: dt.date) -> dict[str, list[Aftercare]]:
    soon = day + dt.timedelta(days=30)
    return {
        "missed": [row for row in rows if row.due_on < day],
        "month": [row for row in rows if day <= row.due_on <= soon],
        "all": rows,
    }


@route(Act.CASE_WORK, subject=queries.aftercare_facts)
def record_aftercare(request: Request, aftercare_id: UUID) -> HttpResponse:
    """사후관리 적기: 유지, 나빠짐(다시 사례관리), 좋아짐."""
    found = Aftercare.objects.select_related("case").get(id=aftercare_id)
    if found.done_on is not None:
        return redirect("cases:case", case_id=found.case_id)
    form = AftercareForm(request.POST or None)

    def deed() -> None:
        data = form.cleaned_data
        actions.record_aftercare(
            aftercare=found,
            method=Aftercare.Method(data["method"]),
            outcome=Aftercare.Outcome(data["outcome"]),
            signs=data["signs"],
            by=request.access.actor,
        )

    last = found.case.closings.filter(is_approved=True).first()
    return one_form(
        request,
        form,
        deed,
        Step(
            f"사후관리 {found.month}개월 - {name_of(found.case)}",
            "적기",
            reverse("cases:aftercare"),
            lead=f"종결 사유: {last.get_reason_display()}. {last.advice}" if last else "",
            crumbs=trail(found.case, f"사후관리 {found.month}개월"),
        ),
    )

"""사례 목록, 사례 흐름, 의뢰·접수·이관·기한·보류."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.access.policy import Act, decide
from bokjihub.accounts.access.route import Refused, Request, route
from bokjihub.accounts.models import Role
from bokjihub.cases.actions import request as requests
from bokjihub.cases.actions import stage
from bokjihub.cases.deciders import decider_of, may_decide
from bokjihub.cases.forms import (
    AcceptForm,
    ExtendForm,
    ReasonForm,
    ReferForm,
    SuspendForm,
    TransferAnswerForm,
    TransferForm,
)
from bokjihub.cases.models import CareApplication, Case, Plan
from bokjihub.cases.queries import cases as queries
from bokjihub.cases.queries.records import addenda_of_case, records_of
from bokjihub.cases.queries.results import results_of
from bokjihub.cases.stages import CARE_RULER, EVENTS, RULER, SELECTED
from bokjihub.cases.views.care import care_again, care_rows
from bokjihub.cases.views.steps import Step, after_deciding, name_of, one_form, trail
from bokjihub.clocks.queries import clocks_of, signing_of
from bokjihub.counselling.models import Counselling
from bokjihub.people.models import Consent, Household
from bokjihub.people.queries import consent_for, head_of, household_facts

State = Case.State
# A household whose case is over comes back as a new one, which is linked to the old one by itself (process §2.4).
REOPENED = {False: "cases:refer", True: "cases:apply_care"}
# Always there, never what the stage waits for.
STANDING = {*REOPENED.values(), "cases:extend", "cases:take_back_transfer", "cases:tags", "cases:relations"}
# Deeds that change something at once: buttons, never links.
POSTED = {"cases:start_plan", "cases:revise_plan", "cases:survey_again", "cases:take_back_transfer"}
TABS = (
    ("mine", "내 사례"),
    ("open", "모두"),
    ("care", "돌봄통합"),
    ("requested", "접수 기다림"),
    ("deciding", "결정 기다림"),
)


@route(Act.CASES, methods=("GET",))
def my_cases(request: Request) -> HttpResponse:
    """사례 목록: rows are cases, columns the stages with the day done or due; the longest waiting first."""
    actor = request.access.actor
    tab = request.GET.get("tab") or ("mine" if queries.mine(queries.open_cases(), actor).exists() else "open")
    found = _of_tab(tab, actor)
    lines = queries.case_lines(found, actor.day)
    request.access.show(line.case.household_id for line in lines)
    context = {
        "title": "사례",
        "page_note": f"{len(lines)}가구",
        "lines": lines,
        "stages": [stage.label for stage in (CARE_RULER if tab == "care" else RULER)],
        "tabs": [
            {"label": label, "url": f"?tab={key}", "current": key == tab, "count": _of_tab(key, actor).count()}
            for key, label in TABS
        ],
        "may_set": actor.has(Role.HOPE_UNIT),
        "day": actor.day,
    }
    return render(request, "cases/my_cases.html", context)


def _of_tab(tab: str, actor: Actor) -> Any:
    found = queries.open_cases()
    if tab == "mine":
        return queries.mine(found, actor)
    if tab == "care":
        return found.filter(kind=Case.Kind.CARE)
    if tab == "requested":
        return found.filter(state__in=[State.REQUESTED, State.TRANSFER_PENDING])
    if tab == "deciding":
        judged = Q(assessments__recorded_on__isnull=False, assessments__judged_on__isnull=True)
        agreed = Q(plans__state=Plan.State.AGREED)
        return found.filter(Q(state__in=[State.CONFERENCE, State.CLOSING]) | agreed | judged).distinct()
    return found


@route(Act.CASE, subject=queries.case_facts, methods=("GET",))
def case(request: Request, case_id: UUID) -> HttpResponse:
    """사례 흐름: the ruler, the goals, the duties, everything that happened, and the one next thing to do."""
    actor = request.access.actor
    found = _case(case_id)
    running = list(clocks_of([found.id]))
    events = list(found.events.order_by("on", "at"))
    marks = queries.ruler(found, events, running, actor.day)
    active = found.plans.filter(state=Plan.State.ACTIVE).first()
    context = {
        "title": f"사례 흐름 - {name_of(found)}",
        "page_note": f"{found.number} · {found.get_kind_display() or '구분 전'} · {found.get_held_by_display()}",
        "case": found,
        "marks": marks,
        "events": [
            {
                "kind": "stage",
                "at": event.on,
                "verb": EVENTS[event.event],
                "text": event.reason,
                "by": event.moved_label,
            }
            for event in reversed(events)
        ],
        "goals": queries.goal_results(
            active or found.plans.exclude(state=Plan.State.DRAFT).order_by("-version").first()
        ),
        "results": results_of(found),
        "care": CareApplication.objects.filter(case=found).first() if found.is_care else None,
        "assessments": found.assessments.order_by("round") if found.is_care else (),
        "has_relations": found.kin.exists() or found.around.exists(),
        "needs": queries.needs_of(found) if found.is_open else [],
        "names": queries.names_of([found])[found.id],
        "active": active,
        "waiting_plan": found.plans.filter(state__in=[Plan.State.DRAFT, Plan.State.AGREED]).first(),
        "surveys": found.surveys.order_by("round"),
        "decision": found.decisions.first(),
        "agenda": found.agenda.filter(decision__isnull=True).first(),
        "my_posts": {post.id for post in actor.posts},
        "duties": found.duties.select_related("post__user").order_by("due_on"),
        "checks": found.checks.order_by("-checked_on")[:3],
        "closing": found.closings.order_by("-asked_on", "-id").first(),
        "aftercare": found.aftercare.order_by("month"),
        "transfer": found.transfers.filter(answered_on__isnull=True).first(),
        "records": records_of(found) if decide(actor, Act.CASE_WORK, request.access.facts).allowed else [],
        "amended": addenda_of_case(found),
        "deeds": deeds(found, request),
        "day": actor.day,
        "crumbs": [{"label": "사례", "url": reverse("cases:my_cases")}, {"label": found.number, "url": ""}],
    }
    return render(request, "cases/case.html", context)


def deeds(found: Case, request: Request) -> list[dict[str, Any]]:
    """What this person may do now, the one next thing first."""
    actor, facts = request.access.actor, request.access.facts
    works = decide(actor, Act.CASE_WORK, facts).allowed
    decides = actor.has(decider_of(found))
    state = State(found.state)
    survey = found.surveys.order_by("-round").first()
    waiting = found.plans.filter(state__in=[Plan.State.DRAFT, Plan.State.AGREED]).first()
    waits_for_me = waiting is not None and waiting.state == "agreed" and may_decide(found, waiting.id, actor)
    asked = found.closings.filter(decided_on__isnull=True).first() if state == State.CLOSING else None
    rows: list[tuple[bool, str, str]] = [
        (state == State.REQUESTED and may_decide(found, found.id, actor), "접수 정하기", "cases:accept"),
        *(care_rows(found, works=works, decides=decides) if found.is_care else ()),
        (works and not found.is_care and state == State.ACCEPTED, "조사 시작", "cases:start_survey"),
        (works and not found.is_care and state == State.SURVEYING, "조사 이어 쓰기", "cases:survey"),
        (decides and state == State.CONFERENCE, "회의에서 결정", "cases:conferences"),
        (works and state in (State.SELECTED_GENERAL, State.SELECTED_COMPLEX), "제공계획 쓰기", "cases:start_plan"),
        (works and waiting is not None and waiting.state == "draft", "제공계획 쓰기", "cases:plan"),
        (waits_for_me, "계획 승인하기", "cases:plan"),
        (works and state == State.SERVING, "점검 적기", "cases:check"),
        *(care_again(found, works=works) if found.is_care else ()),
        (asked is not None and may_decide(found, asked.id, actor), "종결 정하기", "cases:closing"),
        (state == State.TRANSFER_PENDING and _may_answer(found, actor), "이관 답하기", "cases:answer_transfer"),
        (works and state in (State.SERVING, State.LINK_ONLY, State.SUSPENDED), "종결 올리기", "cases:closing"),
        (works and state == State.SERVING, "계획 고치기(새 판)", "cases:revise_plan"),
        (works and not found.is_care and state in (State.SERVING, State.LINK_ONLY), "다시 조사", "cases:survey_again"),
        (
            works and state in (*SELECTED, State.PLANNING, State.SERVING),
            "이관 제안",
            "cases:transfer",
        ),
        (works and state == State.SERVING, "보류", "cases:suspend"),
        (works and state == State.SUSPENDED, "다시 제공", "cases:resume"),
        (state == State.TRANSFER_PENDING and _proposed(found, actor), "이관 제안 거두기", "cases:take_back_transfer"),
        (decides and found.is_open and state != State.REQUESTED, "기한 늘리기", "cases:extend"),
        (works and _may_reopen(found), "다시 신청" if found.is_care else "다시 의뢰", REOPENED[found.is_care]),
        (works and found.is_open, "우선 살필 대상", "cases:tags"),
        (works and found.is_open, "가계도·생태도", "cases:relations"),
    ]
    found_deeds = []
    for allowed, label, name in rows:
        if allowed:
            found_deeds.append(
                {
                    "label": label,
                    "url": _url(name, found, survey.round if survey else 1, waiting),
                    "posts": name in POSTED,
                    "stands": name in STANDING,
                }
            )
    return found_deeds


def _url(name: str, found: Case, survey_round: int, waiting: Plan | None) -> str:
    if name == "cases:conferences":
        return f"{reverse(name)}?care={found.number}" if found.is_care else reverse(name)
    if name in REOPENED.values():
        return reverse(name, args=[found.household_id])
    args: list[Any] = [found.id]
    if name == "cases:survey":
        args.append(survey_round)
    if name == "cases:plan":
        args.append(waiting.version if waiting else 1)
    return reverse(name, args=args)


def _may_answer(found: Case, actor: Actor) -> bool:
    proposal = found.transfers.filter(answered_on__isnull=True).first()
    wanted = Role.HOPE_UNIT if proposal and proposal.to == Case.Holder.DISTRICT else Role.TEAM_HEAD
    return actor.has(wanted)


def _may_reopen(found: Case) -> bool:
    """It is over, and nothing of its kind is under way in the home."""
    if found.state not in Case.OVER:
        return False
    others = Case.objects.filter(household_id=found.household_id).exclude(state__in=Case.OVER)
    kind = others.filter(kind=Case.Kind.CARE) if found.is_care else others.exclude(kind=Case.Kind.CARE)
    return not kind.exists()


def _proposed(found: Case, actor: Actor) -> bool:
    return found.transfers.filter(answered_on__isnull=True, proposed_by=actor.id).exists()


@route(Act.CASE_WORK, subject=household_facts)
def refer(request: Request, household_id: UUID) -> HttpResponse:
    """사례 의뢰 of a household, from a counselling record where one led to it (`?counselling=`)."""
    household = Household.objects.get(id=household_id)
    counselling = _counselling(request.GET.get("counselling", ""), household_id)
    form = ReferForm(request.POST or None, initial={"reason": counselling.client_words if counselling else ""})

    def deed() -> None:
        data = form.cleaned_data
        to = Case.Holder(data["to"])
        requests.request_case(
            household=household, reason=data["reason"], to=to, counselling=counselling, by=request.access.actor
        )

    head = head_of(household_id)
    consent = consent_for(household_id, Consent.Purpose.COUNSELLING, request.access.actor.day)
    step = Step(
        title="사례 의뢰",
        button="의뢰하기",
        then=reverse("cases:of_household", args=[household_id]),
        lead="접수는 2업무일 안에 정해집니다. 접수한 날부터 조사 10일, 회의 5일, 계획 15일, 모두 30일 안쪽입니다.",
        extra={"household": household, "head": head, "consent": consent, "counselling": counselling},
    )
    return one_form(request, form, deed, step)


@route(Act.CASE, subject=household_facts, methods=("GET",))
def of_household(request: Request, household_id: UUID) -> HttpResponse:
    """The latest case of a household."""
    found = Case.objects.filter(household_id=household_id).order_by("-requested_on", "-id").first()
    if found is None:
        raise Refused
    return redirect("cases:case", case_id=found.id)


def _counselling(text: str, household_id: UUID) -> Counselling | None:
    try:
        wanted = UUID(text)
    except ValueError:
        return None
    return Counselling.objects.filter(id=wanted, household_id=household_id).first()


@route(Act.CASE_ACCEPT, subject=queries.case_facts)
def accept(request: Request, case_id: UUID) -> HttpResponse:
    """접수 또는 돌려보내기."""
    found = _case(case_id)
    actor = request.access.actor
    returning = request.POST.get("deed") == "return"
    managers = queries.possible_managers(found, actor.day)
    named = {"manager": found.manager_named_id} if found.manager_named_id else None
    accept_form = AcceptForm(None if returning else request.POST or None, managers=managers, initial=named)
    return_form = ReasonForm(request.POST if returning else None, prefix="back")
    then = after_deciding(found, actor)
    step = Step(
        "접수",
        "접수",
        then,
        crumbs=trail(found, "접수"),
        extra={"case": found, "return_form": return_form, "signing": signing_of(found.id)},
    )
    if returning:
        return one_form(
            request,
            return_form,
            lambda: requests.return_case(case=found, reason=return_form.cleaned_data["reason"], by=actor),
            Step("접수", "접수", then, extra={**step.extra, "form": accept_form}, template="cases/accept.html"),
        )
    return one_form(
        request,
        accept_form,
        lambda: requests.accept_case(case=found, manager=accept_form.cleaned_data["manager"], by=actor),
        Step("접수", "접수", then, crumbs=step.crumbs, extra=step.extra, template="cases/accept.html"),
    )


@route(Act.CASE_WORK, subject=queries.case_facts)
def transfer(request: Request, case_id: UUID) -> HttpResponse:
    """이관 제안 to the other side."""
    found = _case(case_id)
    to = Case.Holder.DONG if found.held_by == Case.Holder.DISTRICT else Case.Holder.DISTRICT
    form = TransferForm(request.POST or None)
    return one_form(
        request,
        form,
        lambda: requests.propose_transfer(
            case=found, to=to, reason=form.cleaned_data["reason"], by=request.access.actor
        ),
        Step(
            "이관 제안",
            f"{to.label}에 제안하기",
            reverse("cases:case", args=[found.id]),
            lead=f"{to.label}에서 3일 안에 받을지 답합니다. 그동안에도 기한은 그대로 갑니다.",
            crumbs=trail(found, "이관 제안"),
        ),
    )


@route(Act.CASE_ACCEPT, subject=queries.case_facts)
def answer_transfer(request: Request, case_id: UUID) -> HttpResponse:
    """이관 답."""
    found = _case(case_id)
    proposal = found.transfers.filter(answered_on__isnull=True).first()
    if proposal is None:
        return redirect("cases:case", case_id=found.id)
    managers = queries.possible_managers(Case(held_by=proposal.to, area=found.area), request.access.actor.day)
    form = TransferAnswerForm(request.POST or None, managers=managers)
    return one_form(
        request,
        form,
        lambda: requests.answer_transfer(
            proposal=proposal,
            is_accepted=form.cleaned_data["is_accepted"] == "yes",
            answer=form.cleaned_data["answer"],
            manager=form.cleaned_data["manager"],
            by=request.access.actor,
        ),
        Step(
            "이관 답",
            "답하기",
            reverse("cases:case", args=[found.id]),
            lead=f"이관하려는 까닭: {proposal.reason}",
            crumbs=trail(found, "이관 답"),
        ),
    )


@route(Act.CASE_WORK, subject=queries.case_facts, methods=("POST",))
def take_back_transfer(request: Request, case_id: UUID) -> HttpResponse:
    """이관 제안 거두기."""
    proposal = _case(case_id).transfers.filter(answered_on__isnull=True).first()
    if proposal is not None:
        requests.take_back_transfer(proposal=proposal, by=request.access.actor)
        messages.success(request, "이관 제안을 거두었습니다.")
    return redirect("cases:case", case_id=case_id)


@route(Act.CASE_DECIDE, subject=queries.case_facts)
def extend(request: Request, case_id: UUID) -> HttpResponse:
    """기한 늘리기: who decides the case is the approver; the reason stays."""
    found = _case(case_id)
    form = ExtendForm(request.POST or None, clocks=clocks_of([found.id]).order_by("due_on"))
    return one_form(
        request,
        form,
        lambda: stage.extend_limit(case=found, by=request.access.actor, **form.cleaned_data),
        Step(
            "기한 늘리기",
            "늘리기",
            reverse("cases:case", args=[found.id]),
            lead="이 기한은 ‘내외’라 넘어도 일을 막지 않습니다. 늘리면 까닭과 승인한 사람이 남습니다.",
            crumbs=trail(found, "기한 늘리기"),
        ),
    )


@route(Act.CASE_WORK, subject=queries.case_facts)
def suspend(request: Request, case_id: UUID) -> HttpResponse:
    """보류."""
    found = _case(case_id)
    form = SuspendForm(request.POST or None)
    return one_form(
        request,
        form,
        lambda: stage.suspend_case(case=found, by=request.access.actor, **form.cleaned_data),
        Step("보류", "보류하기", reverse("cases:case", args=[found.id]), crumbs=trail(found, "보류")),
    )


@route(Act.CASE_WORK, subject=queries.case_facts)
def resume(request: Request, case_id: UUID) -> HttpResponse:
    """다시 제공."""
    found = _case(case_id)
    form = ReasonForm(request.POST or None)
    return one_form(
        request,
        form,
        lambda: stage.resume_case(case=found, reason=form.cleaned_data["reason"], by=request.access.actor),
        Step("다시 제공", "다시 제공하기", reverse("cases:case", args=[found.id]), crumbs=trail(found, "다시 제공")),
    )


def _case(case_id: UUID) -> Case:
    found = (
        Case.objects.filter(id=case_id)
        .select_related("manager__user", "area", "household", "person", "reopened_from")
        .first()
    )
    if found is None:
        raise Refused
    return found

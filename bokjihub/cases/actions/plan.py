"""제공계획: written, read together and agreed, approved by another person, revised as a new version; and its checks."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import ApprovalLine, Post
from bokjihub.audit import actions as audit
from bokjihub.cases.actions.signing import Remind, send_down, send_up, sign_up
from bokjihub.cases.actions.stage import ReasonMissing, WrongStage, move_case, remind
from bokjihub.cases.deciders import SamePersonDecides, absent_of, demand_turn
from bokjihub.cases.models import (
    Case,
    Check,
    CheckGoal,
    CheckService,
    ClientTask,
    Goal,
    Plan,
    PlanService,
    PlanSignature,
)
from bokjihub.cases.stages import check_clock, plan_clock
from bokjihub.clocks import actions as clocks
from bokjihub.clocks.calendar import add_months
from bokjihub.clocks.queries import clocks_of
from bokjihub.people.actions import keep_signature
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.signing import Handwritten

PState, Agreement = Plan.State, Plan.Agreement
# 돌봄통합법 시행규칙 제10조 as the outer bound: three months after the first plan, then six.
FIRST_REVIEW_MONTHS, LATER_REVIEW_MONTHS = 3, 6


class PlanFixed(OfficerError):
    """동의를 받은 계획은 고칠 수 없습니다. 새 판을 만들어 주세요."""


class PlanUnfinished(OfficerError):
    """계획에 빠진 것이 있습니다."""


class AgreementMissing(OfficerError):
    """동의한 분과 방법을 적어 주세요. 말로 동의하셨으면 함께 확인한 사람, 서명하지 않으셨으면 그 까닭이 있어야 합니다."""


class NotInForce(OfficerError):
    """시행 중인 계획이 아닙니다."""


class CheckUnfinished(OfficerError):
    """점검에 빠진 것이 있습니다."""


@dataclass(frozen=True)
class GoalLine:
    """One goal as written."""

    words: str
    target: str
    due_on: dt.date
    measure: str = ""
    baseline: str = ""
    term: Goal.Term = Goal.Term.SHORT


@dataclass(frozen=True)
class ServiceLine:
    """One service as written."""

    name: str
    provider: str
    amount: str
    starts_on: dt.date
    sector: PlanService.Sector = PlanService.Sector.PUBLIC
    need: str = ""
    frequency: str = ""
    ends_on: dt.date | None = None
    arranged_by: Post | None = None
    expected_won: int = 0
    funding: str = ""


@dataclass(frozen=True)
class TaskLine:
    """One thing the household does itself."""

    words: str
    due_on: dt.date | None = None


@dataclass(frozen=True)
class PlanContent:
    """The whole sheet."""

    goals: Sequence[GoalLine]
    services: Sequence[ServiceLine]
    tasks: Sequence[TaskLine] = ()
    coordination: str = ""
    private_help: str = ""
    family_opinion: str = ""
    crisis_plan: str = ""
    review_on: dt.date | None = None


@dataclass(frozen=True)
class Delivery:
    """How one service went."""

    delivered: CheckService.Delivered = CheckService.Delivered.AS_PLANNED
    satisfaction: int | None = None
    note: str = ""


@dataclass(frozen=True)
class Progress:
    """How far one goal has come."""

    percent: int
    evidence: str = ""


@transaction.atomic
def start_plan(*, case: Case, by: Actor) -> Plan:
    """계획 시작: the first version, to be looked at again within three months."""
    move_case(case=case, event="start_plan", by=by)
    return _new_version(case, None, by)


@transaction.atomic
def adopt_plan(*, case: Case, stands_for: Plan.StandsFor, source: Plan | None = None, by: Actor) -> Plan:
    """계획 갈음 (돌봄통합법 제13조제1항 단서): a plan of another law stands for the 개인별지원계획.

    A 지원계획 of this household is copied as it is in force; a 통합재가서비스 계획 is written off the provider's sheet.
    """
    if not case.is_care:
        raise WrongStage("다른 법의 계획으로 갈음하는 것은 통합지원 사례만 할 수 있습니다.")
    if (stands_for == Plan.StandsFor.SUPPORT) != (source is not None):
        raise NotInForce("갈음할 제공계획을 고르세요. 이 가구에서 시행 중인 것이어야 합니다.", field="source")
    if source is not None and (source.household_id != case.household_id or source.state != PState.ACTIVE):
        raise NotInForce(field="source")
    plan = start_plan(case=case, by=by)
    plan.stands_for, plan.source_plan = stands_for, source
    plan.save(update_fields=["stands_for", "source_plan"])
    return write_plan(plan=plan, content=_copied(source, by.day), by=by) if source is not None else plan


@transaction.atomic
def write_plan(*, plan: Plan, content: PlanContent, by: Actor) -> Plan:
    """계획 쓰기: replaces the lines of a draft. Refused once the household has agreed."""
    if plan.state != PState.DRAFT:
        raise PlanFixed
    review_on = content.review_on or plan.review_on
    months = FIRST_REVIEW_MONTHS if plan.version == 1 else LATER_REVIEW_MONTHS
    if not plan.written_on < review_on <= add_months(plan.written_on, months):
        raise PlanUnfinished(f"다시 보는 날은 {months}개월 안이어야 합니다.", field="review_on")
    plan.goals.all().delete()
    plan.services.all().delete()
    plan.tasks.all().delete()
    stands = {"plan": plan, "household_id": plan.household_id, "area_id": plan.area_id}
    Goal.objects.bulk_create(Goal(**stands, order=n, **vars(one)) for n, one in enumerate(content.goals, 1))
    PlanService.objects.bulk_create(
        PlanService(**stands, order=n, **vars(one)) for n, one in enumerate(content.services, 1)
    )
    ClientTask.objects.bulk_create(ClientTask(**stands, order=n, **vars(one)) for n, one in enumerate(content.tasks, 1))
    for name in ("coordination", "private_help", "family_opinion", "crisis_plan"):
        setattr(plan, name, getattr(content, name).strip())
    plan.review_on = review_on
    plan.written_by, plan.written_label = by.id, by.label
    plan.save()
    audit.record("case.plan_write", subjects=[plan.household_id], detail={"plan": plan.id}, by=by)
    return plan


@transaction.atomic
def agree_plan(
    *,
    plan: Plan,
    agreement: Plan.Agreement,
    agreed_by: str = "",
    witness: str = "",
    refusal_reason: str = "",
    signed: Handwritten | None = None,
    by: Actor,
) -> Plan:
    """함께 보고 서명: the household agrees, or says why not; the plan is fixed and goes to another person for approval.

    A signature is a picture or a paper that is kept somewhere; agreeing by word needs a second hearer.
    """
    if plan.state != PState.DRAFT:
        raise PlanFixed
    left = _gaps(plan)
    if left:
        raise PlanUnfinished(f"계획에 빠진 것이 있습니다: {', '.join(left)}.")
    refused = agreement == Agreement.REFUSED
    if (refused and not refusal_reason.strip()) or (not refused and not agreed_by.strip()):
        raise AgreementMissing(field="refusal_reason" if refused else "agreed_by")
    if agreement == Agreement.SPOKEN and not witness.strip():
        raise AgreementMissing(field="witness")
    if agreement == Agreement.SIGNATURE:
        row = PlanSignature(plan=plan, household_id=plan.household_id, area_id=plan.area_id)
        keep_signature(row=row, signed=signed, by=by)
    plan.state, plan.agreement, plan.agreed_on = PState.AGREED, agreement, by.day
    plan.agreed_by, plan.witness = agreed_by.strip(), witness.strip()
    plan.refusal_reason = refusal_reason.strip() if refused else ""
    plan.save()
    _remind_approver(plan, by)
    audit.record("case.plan_agree", subjects=[plan.household_id], detail={"plan": plan.id, "how": agreement}, by=by)
    return plan


@transaction.atomic
def approve_plan(*, plan: Plan, by: Actor) -> Plan:
    """계획 승인 by another person than the writer. The version before is kept as revised; the first check gets its day.

    Where the plan is signed in several steps, each but the last signs and hands it on.
    """
    case = plan.case
    demand_turn(case, plan.id, by)
    if plan.state != PState.AGREED:
        raise WrongStage("동의를 받은 계획만 승인할 수 있습니다.")
    if plan.written_by == by.id:
        raise SamePersonDecides
    if not sign_up(case=case, subject_id=plan.id, remind=_approving_clock(case, by), by=by):
        return plan
    case.plans.filter(state=PState.ACTIVE).update(state=PState.REVISED, ended_on=by.day)
    plan.state, plan.approved_by, plan.approved_label, plan.approved_on = PState.ACTIVE, by.id, by.label, by.day
    plan.approved_for = absent_of(case, plan.id, by)
    plan.save()
    if case.state == Case.State.PLANNING:
        move_case(case=case, event="approve_plan", by=by)
    else:
        audit.record("case.plan_approve", subjects=[plan.household_id], detail={"plan": plan.id}, by=by)
    clocks.finish_clocks(subject_id=case.id, codes=(plan_clock(case), "case.total"), by=by)
    if case.is_care and not case.checks.exists():
        remind(case=case, code="care.assess_again", verb="상태 평가하기", title="대상자 상태 평가", by=by)
    if not (case.is_care and case.checks.exists()):
        remind(case=case, code=check_clock(case), verb="점검하기", title="점검", by=by)
    return plan


@transaction.atomic
def return_plan(*, plan: Plan, reason: str, by: Actor) -> Plan:
    """계획 되돌림 with the reason; the writer mends it and asks the household again."""
    demand_turn(plan.case, plan.id, by)
    if plan.state != PState.AGREED:
        raise WrongStage("승인을 기다리는 계획이 아닙니다.")
    if not reason.strip():
        raise ReasonMissing("되돌리는 까닭을 적어 주세요.", field="reason")
    send_down(subject_id=plan.id, reason=reason[:200], by=by)
    plan.state, plan.agreement, plan.agreed_on = PState.DRAFT, "", None
    plan.agreed_by = plan.witness = plan.refusal_reason = ""
    plan.save()
    for clock in _plan_clocks(plan.case):
        title = "계획이 되돌아옴"
        remind(
            case=plan.case,
            code=plan_clock(plan.case),
            verb="계획 고치기",
            title=title,
            started_on=clock[0],
            due_on=clock[1],
            by=by,
        )
    audit.record("case.plan_return", subjects=[plan.household_id], words=reason, detail={"plan": plan.id}, by=by)
    return plan


@transaction.atomic
def revise_plan(*, case: Case, by: Actor) -> Plan:
    """새 판: a copy of the plan in force with the lines that are not over; the old one stays until this is approved."""
    standing = case.plans.filter(state__in=[PState.DRAFT, PState.AGREED]).first()
    if standing is not None:
        return standing
    active = case.plans.filter(state=PState.ACTIVE).first()
    if active is None:
        raise NotInForce
    return write_plan(plan=_new_version(case, active, by), content=_copied(active, by.day), by=by)


def _copied(active: Plan, day: dt.date) -> PlanContent:
    """The lines of a plan that are not over on a day."""
    return PlanContent(
        goals=[
            GoalLine(one.words, one.target, one.due_on, one.measure, one.baseline, Goal.Term(one.term))
            for one in active.goals.order_by("order")
        ],
        services=[
            ServiceLine(
                name=one.name,
                provider=one.provider,
                amount=one.amount,
                starts_on=one.starts_on,
                sector=PlanService.Sector(one.sector),
                need=one.need,
                frequency=one.frequency,
                ends_on=one.ends_on,
                arranged_by=one.arranged_by,
                expected_won=one.expected_won,
                funding=one.funding,
            )
            for one in active.services.order_by("order")
            if one.ends_on is None or one.ends_on >= day
        ],
        tasks=[TaskLine(one.words, one.due_on) for one in active.tasks.order_by("order")],
        coordination=active.coordination,
        private_help=active.private_help,
        family_opinion=active.family_opinion,
        crisis_plan=active.crisis_plan,
    )


@transaction.atomic
def record_check(
    *,
    plan: Plan,
    method: Check.Method,
    spoke_with: str,
    next_on: dt.date,
    services: Mapping[UUID, Delivery],
    goals: Mapping[UUID, Progress],
    new_needs: str = "",
    by: Actor,
) -> Check:
    """점검: every service, every goal, and the day of the next one (three months at first, six at most)."""
    if plan.state != PState.ACTIVE:
        raise NotInForce
    if set(services) != set(plan.services.values_list("id", flat=True)):
        raise CheckUnfinished("계획의 서비스마다 어떻게 되고 있는지 적어 주세요.", field="services")
    if any(one.delivered != "as_planned" and not one.note.strip() for one in services.values()):
        raise CheckUnfinished("계획대로가 아닌 서비스에는 까닭을 적어 주세요.", field="services")
    # Of integrated care the law lets the first check come within three months and every later one within six.
    is_later = plan.case.is_care or plan.case.checks.exists()
    months = LATER_REVIEW_MONTHS if is_later else FIRST_REVIEW_MONTHS
    if not by.day < next_on <= add_months(by.day, months):
        raise CheckUnfinished(f"다음 점검은 {months}개월 안의 날이어야 합니다.", field="next_on")
    stands = {"household_id": plan.household_id, "area_id": plan.area_id}
    row = Check.objects.create(
        plan=plan,
        case_id=plan.case_id,
        **stands,
        checked_on=by.day,
        method=method,
        spoke_with=spoke_with.strip(),
        new_needs=new_needs.strip(),
        next_on=next_on,
        checked_by=by.id,
        checked_label=by.label,
    )
    CheckService.objects.bulk_create(
        CheckService(check_record=row, service_id=service_id, **stands, **vars(one))
        for service_id, one in services.items()
    )
    CheckGoal.objects.bulk_create(
        CheckGoal(check_record=row, goal_id=goal_id, **stands, progress=one.percent, evidence=one.evidence.strip())
        for goal_id, one in goals.items()
    )
    remind(case=plan.case, code=check_clock(plan.case), verb="점검하기", title="점검", due_on=next_on, by=by)
    audit.record("case.check", subjects=[plan.household_id], detail={"check": row.id, "next_on": next_on}, by=by)
    return row


def _new_version(case: Case, replaces: Plan | None, by: Actor) -> Plan:
    last = case.plans.order_by("-version").values_list("version", flat=True).first() or 0
    return Plan.objects.create(
        case=case,
        household_id=case.household_id,
        area_id=case.area_id,
        version=last + 1,
        replaces=replaces,
        written_on=by.day,
        written_by=by.id,
        written_label=by.label,
        review_on=add_months(by.day, FIRST_REVIEW_MONTHS),
    )


def _gaps(plan: Plan) -> list[str]:
    wanted = (
        (plan.goals.exists(), "목표"),
        (plan.services.exists(), "서비스"),
        (plan.case.kind != Case.Kind.COMPLEX or bool(plan.crisis_plan), "위기 때 연락·대응(고난도는 꼭)"),
    )
    return [words for stands, words in wanted if not stands]


def _plan_clocks(case: Case) -> list[tuple[dt.date, dt.date]]:
    return [(one.started_on, one.due_on) for one in clocks_of([case.id]) if one.policy.code == plan_clock(case)]


def _remind_approver(plan: Plan, by: Actor) -> None:
    case = plan.case
    paper = ApprovalLine.Paper.CARE_PLAN if case.is_care else ApprovalLine.Paper.PLAN
    send_up(
        case=case,
        paper=paper,
        subject_id=plan.id,
        drafted_by=plan.written_by,
        verb="계획 승인하기",
        remind=_approving_clock(case, by),
        by=by,
    )


def _approving_clock(case: Case, by: Actor) -> Remind:
    """The running days go to whoever approves; a later version gets the shipped days of a plan."""
    started_on, due_on = next(iter(_plan_clocks(case)), (by.day, None))
    return lambda role, post, verb: remind(
        case=case,
        code=plan_clock(case),
        verb=verb,
        title="제공계획 승인",
        started_on=started_on,
        due_on=due_on,
        role=role,
        post=post,
        by=by,
    )

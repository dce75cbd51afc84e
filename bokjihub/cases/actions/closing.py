"""종결과 사후관리: proposed with what the reason asks for, approved by another, looked at again after 1, 3 and 6 months."""

import datetime as dt

from django.db import transaction

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import ApprovalLine, Role
from bokjihub.audit import actions as audit
from bokjihub.cases.actions.request import request_case
from bokjihub.cases.actions.signing import Remind, send_down, send_up, sign_up
from bokjihub.cases.actions.stage import CLOCKS, ReasonMissing, move_case, remind
from bokjihub.cases.deciders import SamePersonDecides, absent_of, demand_turn
from bokjihub.cases.models import Aftercare, Case, Closing, Plan
from bokjihub.cases.proofs import Draft, missing, reasons_of
from bokjihub.cases.stages import check_clock
from bokjihub.clocks import actions as clocks
from bokjihub.clocks.calendar import month_deadline
from bokjihub.clocks.queries import clocks_of
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.words import particle

AFTERCARE_MONTHS = (1, 3, 6)
Reason = Closing.Reason


class ClosingNotProven(OfficerError):
    """종결 사유를 뒷받침하는 것이 빠졌습니다."""


class AlreadyDecided(OfficerError):
    """이미 다른 분이 정했습니다."""


class AftercareDone(OfficerError):
    """이 달의 사후관리는 이미 적었습니다."""


@transaction.atomic
def propose_closing(
    *,
    case: Case,
    reason: Closing.Reason,
    proof: str = "",
    refused_by: str = "",
    capacity_judged: str = "",
    second_offer_by: str = "",
    continuing: str = "",
    client_view: str = "",
    advice: str = "",
    next_on: dt.date | None = None,
    by: Actor,
) -> Closing:
    """종결 올리기. Refused, naming what is missing, while the reason is not proven; whoever decides gets seven days."""
    if reason not in reasons_of(case):
        raise ClosingNotProven(
            f"‘{reason.label}’{particle(reason.label, '은/는')} 통합지원을 마치는 까닭이 아닙니다(돌봄통합법 시행규칙 제11조).",
            field="reason",
        )
    draft = Draft(reason, proof, refused_by, capacity_judged, second_offer_by, continuing, next_on is not None)
    left = missing(case, draft)
    if left:
        raise ClosingNotProven(
            f"‘{reason.label}’{particle(reason.label, '으로/로')} 마치려면 있어야 할 것이 빠졌습니다: {', '.join(left)}.",
            field="reason",
        )
    grades = list(case.surveys.filter(submitted_on__isnull=False).order_by("round").values_list("grade", flat=True))
    row = Closing.objects.create(
        case=case,
        household_id=case.household_id,
        area_id=case.area_id,
        reason=reason,
        proof=proof.strip(),
        refused_by=refused_by.strip(),
        capacity_judged=capacity_judged.strip(),
        second_offer_by=second_offer_by.strip(),
        continuing=continuing.strip(),
        client_view=client_view.strip(),
        advice=advice.strip(),
        grade_before=grades[0] if grades else "",
        grade_after=grades[-1] if grades else "",
        next_on=next_on,
        asked_on=by.day,
        asked_by=by.id,
        asked_label=by.label,
    )
    came_from = Case.State(case.state)
    move_case(case=case, event="propose_closing", reason=reason.label, by=by)
    audit.record(
        "case.closing_from", subjects=[case.household_id], detail={"closing": row.id, "from": came_from}, by=by
    )
    send_up(
        case=case,
        paper=ApprovalLine.Paper.CLOSING,
        subject_id=row.id,
        drafted_by=by.id,
        verb="종결 정하기",
        remind=_closing_clock(case, by),
        by=by,
    )
    return row


@transaction.atomic
def approve_closing(*, closing: Closing, by: Actor) -> Case:
    """종결 승인 by another person. Clocks and rights of the case end; the dong gets its three looks afterwards.

    Where a closing is signed in several steps, each but the last signs and hands it on.
    """
    case = closing.case
    _demand_turn(closing, by)
    if not sign_up(case=case, subject_id=closing.id, remind=_closing_clock(case, by), by=by):
        return case
    _decide(closing, is_approved=True, answer="", by=by)
    move_case(
        case=case, event="approve_closing", reason=closing.get_reason_display(), facts={"closed_on": by.day}, by=by
    )
    case.plans.filter(state=Plan.State.ACTIVE).update(state=_plan_end(closing), ended_on=by.day)
    case.plans.filter(state__in=[Plan.State.DRAFT, Plan.State.AGREED]).update(
        state=Plan.State.TERMINATED, ended_on=by.day
    )
    clocks.finish_clocks(subject_id=case.id, codes=CLOCKS, by=by)
    accounts.end_assignments(source_id=case.id, by=by)
    if closing.reason != Reason.DUPLICATE:
        _plan_aftercare(closing, by)
    return case


@transaction.atomic
def return_closing(*, closing: Closing, answer: str, by: Actor) -> Case:
    """종결 되돌림 with the reason; the manager has the case again where it was."""
    if not answer.strip():
        raise ReasonMissing("되돌리는 까닭을 적어 주세요.", field="answer")
    case = closing.case
    _demand_turn(closing, by)
    send_down(subject_id=closing.id, reason=answer[:200], by=by)
    _decide(closing, is_approved=False, answer=answer.strip(), by=by)
    asked = case.events.filter(event="propose_closing").order_by("-at", "-id").first()
    to = Case.State(asked.from_state) if asked else Case.State.SERVING
    move_case(case=case, event="return_closing", to=to, reason=answer, by=by)
    clocks.finish_clocks(subject_id=case.id, codes=("case.closing",), by=by)
    remind(case=case, code=check_clock(case), verb="다시 보기", title="종결이 되돌아옴", by=by)
    return case


@transaction.atomic
def record_aftercare(
    *, aftercare: Aftercare, method: Aftercare.Method, outcome: Aftercare.Outcome, signs: str, by: Actor
) -> Aftercare:
    """사후관리 적기. Worse means a new case at once, linked to this one; stable to the last month ends it."""
    if aftercare.done_on is not None:
        raise AftercareDone
    if not signs.strip():
        raise ReasonMissing("무엇을 보고 들으셨는지 적어 주세요.", field="signs")
    case = aftercare.case
    reopened = None
    if outcome == Aftercare.Outcome.WORSE:
        reason = f"사후관리 {aftercare.month}개월에 나빠짐: {signs.strip()}"
        reopened = request_case(household=case.household, reason=reason, reopened_from=case, by=by)
    aftercare.done_on, aftercare.method, aftercare.outcome = by.day, method, outcome
    aftercare.signs, aftercare.reopened = signs.strip(), reopened
    aftercare.done_by, aftercare.done_label = by.id, by.label
    aftercare.save()
    clocks.finish_clocks(subject_id=aftercare.id, by=by)
    detail = {"aftercare": aftercare.id, "outcome": outcome}
    audit.record("case.aftercare", subjects=[case.household_id], words=signs, detail=detail, by=by)
    _end_when_over(case, reopened, by)
    return aftercare


def _closing_clock(case: Case, by: Actor) -> Remind:
    started_on = next((one.started_on for one in clocks_of([case.id]) if one.policy.code == "case.closing"), by.day)
    return lambda role, post, verb: remind(
        case=case, code="case.closing", verb=verb, title="종결 심사", started_on=started_on, role=role, post=post, by=by
    )


def _demand_turn(closing: Closing, by: Actor) -> None:
    demand_turn(closing.case, closing.id, by)
    if closing.decided_on is not None:
        raise AlreadyDecided
    if closing.asked_by == by.id:
        raise SamePersonDecides


def _decide(closing: Closing, *, is_approved: bool, answer: str, by: Actor) -> None:
    closing.decided_on, closing.decided_by, closing.decided_label = by.day, by.id, by.label
    closing.is_approved, closing.answer = is_approved, answer
    closing.decided_for = absent_of(closing.case, closing.id, by)
    closing.save(update_fields=["decided_for", "decided_on", "decided_by", "decided_label", "is_approved", "answer"])


def _plan_end(closing: Closing) -> Plan.State:
    return Plan.State.COMPLETED if closing.reason == Reason.GOAL_MET else Plan.State.TERMINATED


def _plan_aftercare(closing: Closing, by: Actor) -> None:
    """Always by the dong, also for what the district held (process §2.1). A date asked for moves the first look."""
    case = closing.case
    for month in AFTERCARE_MONTHS:
        due_on = closing.next_on if month == 1 and closing.next_on else month_deadline(by.day, month)
        row = Aftercare.objects.create(
            case=case, household_id=case.household_id, area_id=case.area_id, month=month, due_on=due_on
        )
        clocks.start_clock(
            code="case.aftercare",
            subject_kind="cases.aftercare",
            subject_id=row.id,
            area_id=case.area_id,
            household_id=case.household_id,
            role=Role.DONG_OFFICER,
            title=f"사후관리 {month}개월 · {case.number}",
            verb="살피기",
            started_on=by.day,
            due_on=due_on,
            by=by,
        )
    move_case(case=case, event="plan_aftercare", by=by)


def _end_when_over(case: Case, reopened: Case | None, by: Actor) -> None:
    """After the last look, or when a new case takes over: the looks still open are over with it."""
    waiting = list(case.aftercare.filter(done_on__isnull=True))
    if waiting and reopened is None:
        return
    for row in waiting:
        clocks.finish_clocks(subject_id=row.id, by=by)
    reason = f"재사례관리 {reopened.number}" if reopened else "사후관리를 마침"
    move_case(case=case, event="end", reason=reason, facts={"ended_on": by.day}, by=by)

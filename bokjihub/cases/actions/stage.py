"""The one way a case moves, the clocks that follow it, and more time with a reason."""

import datetime as dt
from typing import Any

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Post, Role
from bokjihub.audit import actions as audit
from bokjihub.cases.deciders import demand_decider
from bokjihub.cases.models import Case, StageEvent
from bokjihub.cases.stages import BACK, EVENTS, check_clock, target
from bokjihub.clocks import actions as clocks
from bokjihub.clocks.models import Clock, Extension
from bokjihub.ui.errors import OfficerError

SUBJECT = "cases.case"
# Every clock a case may have running on itself; duties and aftercare have their own.
CLOCKS = (
    "case.accept",
    "case.survey",
    "case.conference",
    "case.plan",
    "case.total",
    "case.check",
    "case.closing",
    "case.transfer",
    "care.survey",
    "care.judge",
    "care.tell",
    "care.plan",
    "care.check",
    "care.assess_again",
)


class WrongStage(OfficerError):
    """지금 단계에서는 할 수 없는 일입니다."""


class MovedMeanwhile(OfficerError):
    """그 사이 다른 분이 이 사례를 다음 단계로 넘겼습니다. 화면을 다시 열어 주세요."""


class ReasonMissing(OfficerError):
    """까닭을 적어 주세요."""


@transaction.atomic
def move_case(
    *,
    case: Case,
    event: str,
    reason: str = "",
    to: Case.State | None = None,
    facts: dict[str, Any] | None = None,
    by: Actor,
) -> StageEvent:
    """Take a case one step along the table of moves and write it down. Refused where the table knows no such step."""
    came_from = case.state
    goal = _goal(case, event, to)
    facts = {**(facts or {}), "state": goal}
    # The state in the filter makes two people who press at once one winner and one told.
    if not Case.objects.filter(id=case.id, state=came_from).update(**facts):
        raise MovedMeanwhile
    for name, value in facts.items():
        setattr(case, name, value)
    return write_event(case=case, event=event, came_from=came_from, reason=reason, by=by)


@transaction.atomic
def write_event(*, case: Case, event: str, came_from: str, reason: str = "", by: Actor) -> StageEvent:
    """One immutable line in the history of a case, and one in the access record."""
    row = StageEvent.objects.create(
        case=case,
        household_id=case.household_id,
        area_id=case.area_id,
        event=event,
        from_state=came_from,
        to_state=case.state,
        on=by.day,
        reason=reason.strip(),
        moved_by=by.id,
        moved_label=by.label,
    )
    detail = {"case": case.id, "from": came_from, "to": case.state}
    audit.record(f"case.{event}", subjects=[case.household_id], words=reason, detail=detail, by=by)
    return row


@transaction.atomic
def remind(
    *,
    case: Case,
    code: str,
    verb: str,
    title: str = "",
    started_on: dt.date | None = None,
    due_on: dt.date | None = None,
    role: Role | None = None,
    post: Post | None = None,
    by: Actor,
) -> Clock:
    """Start or move a clock of the case: the manager's own, unless a role must act, or one post of that role."""
    manager: Post | None = post if role else case.manager
    return clocks.start_clock(
        code=code,
        subject_kind=SUBJECT,
        subject_id=case.id,
        area_id=case.area_id,
        household_id=case.household_id,
        role=role or (Role(manager.role) if manager else Role.DONG_OFFICER),
        post_id=manager.id if manager else None,
        title=f"{title or case.get_state_display()} · {case.number}",
        verb=verb,
        started_on=started_on or by.day,
        due_on=due_on,
        by=by,
    )


@transaction.atomic
def extend_limit(*, case: Case, clock: Clock, due_on: dt.date, reason: str, by: Actor) -> Extension:
    """기한 늘리기: by whoever decides the case, never by its manager alone; the old day stays on record."""
    demand_decider(case, by)
    if clock.subject_id != case.id:
        raise WrongStage("이 사례의 기한이 아닙니다.")
    if not reason.strip():
        raise ReasonMissing(field="reason")
    clocks.extend_clock(clock=clock, due_on=due_on, reason=reason.strip(), by=by)
    row = clock.extensions.latest("at")
    audit.record("case.extend", subjects=[case.household_id], words=reason, detail={"case": case.id}, by=by)
    return row


@transaction.atomic
def suspend_case(*, case: Case, reason: str, review_on: dt.date, by: Actor) -> Case:
    """보류: hospital, prison or a stay elsewhere. Looked at again within sixty days; nothing is forgotten meanwhile."""
    if not reason.strip():
        raise ReasonMissing(field="reason")
    if not by.day < review_on <= by.day + dt.timedelta(days=60):
        raise WrongStage("보류한 사례는 60일 안에 다시 봅니다. 그 안의 날을 골라 주세요.", field="review_on")
    move_case(case=case, event="suspend", reason=reason, by=by)
    remind(case=case, code=check_clock(case), verb="다시 보기", title="보류", due_on=review_on, by=by)
    return case


@transaction.atomic
def resume_case(*, case: Case, reason: str, by: Actor) -> Case:
    """보류를 풀고 다시 제공한다. The next check gets its day anew."""
    move_case(case=case, event="resume", reason=reason, by=by)
    remind(case=case, code=check_clock(case), verb="점검하기", title="점검", by=by)
    return case


def _goal(case: Case, event: str, to: Case.State | None) -> Case.State:
    if event in BACK:
        source, targets = BACK[event]
        if case.state == source and to in targets:
            return to
    else:
        found = target(event, case.state)
        if found is not None:
            return found
    raise WrongStage(f"‘{case.get_state_display()}’ 단계에서는 ‘{EVENTS[event]}’ 할 수 없습니다.")

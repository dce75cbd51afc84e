"""의뢰, 접수, 이관: how a case begins and who holds it."""

import datetime as dt

from django.db import transaction

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import ApprovalLine, Assignment, Post, Role
from bokjihub.audit import actions as audit
from bokjihub.cases.actions.signing import Remind, send_down, send_up, sign_up
from bokjihub.cases.actions.stage import CLOCKS, ReasonMissing, WrongStage, move_case, remind, write_event
from bokjihub.cases.deciders import SamePersonDecides, demand_decider, demand_turn
from bokjihub.cases.models import Case, TransferProposal
from bokjihub.cases.queries.cases import latest_closed, next_number, possible_managers, worry_of
from bokjihub.clocks import actions as clocks
from bokjihub.clocks.queries import clocks_of
from bokjihub.counselling.actions.record import step_taken
from bokjihub.counselling.models import Counselling
from bokjihub.discovery.actions.work import mark_linked
from bokjihub.discovery.models import WorkItem
from bokjihub.people.models import Consent, Household
from bokjihub.people.queries import consent_for
from bokjihub.ui.errors import OfficerError

Holder, State = Case.Holder, Case.State
TAKEN_BACK = "제안한 쪽이 거둠"


class AlreadyInCase(OfficerError):
    """이 가구는 이미 사례관리 중입니다."""


class CannotManage(OfficerError):
    """그 분은 이 사례를 맡을 수 없습니다. 동 사례는 그 동을 맡은 팀, 지원단 사례는 통합사례관리사 가운데서 골라 주세요."""


class NotYourProposal(OfficerError):
    """이관을 제안한 분이 거둡니다. 받는 쪽에서는 돌려보낼 수 있습니다."""


class AnsweredAlready(OfficerError):
    """이미 다른 분이 답했습니다."""


@transaction.atomic
def request_case(
    *,
    household: Household,
    reason: str,
    to: Case.Holder = Holder.DONG,
    counselling: Counselling | None = None,
    reopened_from: Case | None = None,
    by: Actor,
) -> Case:
    """사례관리 의뢰. Refused while the household already has an open case; one closed within a year is linked by itself."""
    if not reason.strip():
        raise ReasonMissing("왜 사례관리가 필요한지 적어 주세요.", field="reason")
    casework = Case.objects.filter(household=household).exclude(kind=Case.Kind.CARE)
    standing = casework.exclude(state__in=Case.OVER).first()
    if standing is not None:
        raise AlreadyInCase(f"이 가구는 이미 사례관리 중입니다({standing.number}).")
    work_item = worry_of(household, counselling)
    former = reopened_from or latest_closed(household.id, since=by.day - dt.timedelta(days=365))
    case = Case.objects.create(
        number=next_number(by.day),
        household=household,
        area_id=household.area_id,
        work_item=work_item,
        counselling=counselling,
        reopened_from=former,
        held_by=to,
        reason=reason.strip(),
        requested_on=by.day,
        requested_by=by.id,
        requested_label=by.label,
        consent=_consent_of(household, counselling, by.day),
    )
    write_event(case=case, event="reopen" if former else "request", came_from="", reason=reason, by=by)
    if work_item is not None and work_item.closed_on is None and work_item.state != WorkItem.State.LOCATING:
        mark_linked(work_item=work_item, by=by)
    step_taken(household_id=household.id, disposition=Counselling.Disposition.CASE, by=by)
    send_up(
        case=case,
        paper=ApprovalLine.Paper.OPENING,
        subject_id=case.id,
        drafted_by=by.id,
        verb="접수 정하기",
        remind=_opening_clock(case, by),
        by=by,
    )
    return case


@transaction.atomic
def accept_case(*, case: Case, manager: Post, by: Actor) -> Case:
    """접수: day 0 of the thirty days. The manager gets the household and the clocks of survey and plan.

    Where the intake is signed in several steps, each but the last names the manager and hands it on.
    """
    demand_turn(case, case.id, by)
    _demand_manager(case, manager, by)
    if not sign_up(case=case, subject_id=case.id, remind=_opening_clock(case, by), by=by):
        Case.objects.filter(id=case.id).update(manager_named=manager)
        case.manager_named = manager
        return case
    facts = {"manager": manager, "manager_named": None, "accepted_on": by.day}
    move_case(case=case, event="accept", facts=facts, by=by)
    clocks.finish_clocks(subject_id=case.id, codes=("case.accept",), by=by)
    _give(case, manager, by)
    if case.is_care:
        remind(case=case, code="care.survey", verb="조사 맡기기", title="통합지원 조사", by=by)
        return case
    remind(case=case, code="case.survey", verb="조사하기", title="욕구·위기도 조사", by=by)
    remind(case=case, code="case.total", verb="계획까지 마치기", title="접수에서 계획까지", by=by)
    return case


@transaction.atomic
def return_case(*, case: Case, reason: str, by: Actor) -> Case:
    """돌려보내기 with the reason; whoever asked sees it on the household, and their worry stays open."""
    demand_turn(case, case.id, by)
    if not reason.strip():
        raise ReasonMissing("돌려보내는 까닭을 적어 주세요.", field="reason")
    send_down(subject_id=case.id, reason=reason[:200], by=by)
    move_case(case=case, event="return", reason=reason, facts={"ended_on": by.day}, by=by)
    clocks.finish_clocks(subject_id=case.id, codes=CLOCKS, by=by)
    return case


@transaction.atomic
def propose_transfer(*, case: Case, to: Case.Holder, reason: str, by: Actor) -> TransferProposal:
    """이관 제안: dong to district or back. Never silent: the other side takes it or gives it back; no clock restarts."""
    if case.held_by == to:
        raise WrongStage("이미 그곳에서 맡고 있습니다.", field="to")
    if not reason.strip():
        raise ReasonMissing("이관하려는 까닭을 적어 주세요.", field="reason")
    row = TransferProposal.objects.create(
        case=case,
        household_id=case.household_id,
        area_id=case.area_id,
        to=to,
        from_state=case.state,
        reason=reason.strip(),
        proposed_on=by.day,
        proposed_by=by.id,
    )
    move_case(case=case, event="propose_transfer", reason=reason, by=by)
    role = Role.HOPE_UNIT if to == Holder.DISTRICT else Role.TEAM_HEAD
    remind(case=case, code="case.transfer", verb="받을지 정하기", title="이관 제안", role=role, by=by)
    return row


@transaction.atomic
def answer_transfer(
    *, proposal: TransferProposal, is_accepted: bool, answer: str = "", manager: Post | None = None, by: Actor
) -> Case:
    """이관 답: by the side asked, not by who proposed. Taken: new manager, rights and clocks move; given back: with a reason."""
    case = proposal.case
    if proposal.answered_on is not None:
        raise AnsweredAlready
    if proposal.proposed_by == by.id:
        raise SamePersonDecides
    former = case.manager
    if is_accepted:
        case.held_by = Holder(proposal.to)
    demand_decider(Case(held_by=proposal.to), by)
    if is_accepted and manager is None:
        raise CannotManage("누가 맡을지 골라 주세요.", field="manager")
    if not is_accepted and not answer.strip():
        raise ReasonMissing("돌려보내는 까닭을 적어 주세요.", field="answer")
    if is_accepted and manager is not None:
        _demand_manager(case, manager, by)
    proposal.answered_on, proposal.answered_by = by.day, by.id
    proposal.is_accepted, proposal.answer = is_accepted, answer.strip()
    proposal.save(update_fields=["answered_on", "answered_by", "is_accepted", "answer"])
    facts = {"held_by": proposal.to, "manager": manager} if is_accepted else {}
    move_case(case=case, event="answer_transfer", to=State(proposal.from_state), reason=answer, facts=facts, by=by)
    clocks.finish_clocks(subject_id=case.id, codes=("case.transfer",), by=by)
    if is_accepted and manager is not None:
        accounts.end_assignments(source_id=case.id, by=by)
        _give(case, manager, by)
        _move_clocks(case, former, by)
    return case


@transaction.atomic
def take_back_transfer(*, proposal: TransferProposal, by: Actor) -> Case:
    """이관 제안 거두기 before the other side has answered: by who proposed. The case is where it was, its days ran on."""
    if proposal.answered_on is not None:
        raise AnsweredAlready
    if proposal.proposed_by != by.id:
        raise NotYourProposal
    proposal.answered_on, proposal.is_accepted, proposal.answer = by.day, False, TAKEN_BACK
    proposal.save(update_fields=["answered_on", "is_accepted", "answer"])
    case = proposal.case
    move_case(case=case, event="take_back_transfer", to=State(proposal.from_state), reason=TAKEN_BACK, by=by)
    clocks.finish_clocks(subject_id=case.id, codes=("case.transfer",), by=by)
    return case


def _opening_clock(case: Case, by: Actor) -> Remind:
    return lambda role, post, verb: remind(
        case=case, code="case.accept", verb=verb, title="사례 의뢰", role=role, post=post, by=by
    )


def _consent_of(household: Household, counselling: Counselling | None, day: dt.date) -> Consent | None:
    if counselling is not None and counselling.consent is not None and counselling.consent.is_valid(day):
        return counselling.consent
    return consent_for(household.id, Consent.Purpose.COUNSELLING, day)


def _demand_manager(case: Case, manager: Post, by: Actor) -> None:
    if manager.id not in {post.id for post in possible_managers(case, by.day)}:
        raise CannotManage(field="manager")


def _give(case: Case, manager: Post, by: Actor) -> None:
    """The manager's post holds the household; the dong team keeps seeing it while the dong holds the case."""
    purpose = Assignment.Purpose.CASE
    accounts.assign(subject_id=case.household_id, purpose=purpose, source_id=case.id, post_id=manager.id, by=by)
    if case.held_by == Holder.DONG and manager.team_id:
        accounts.assign(
            subject_id=case.household_id, purpose=purpose, source_id=case.id, team_id=manager.team_id, by=by
        )


def _move_clocks(case: Case, former: Post | None, by: Actor) -> None:
    """The same days, another owner (process §2.2: the clock of thirty days does not restart)."""
    for clock in clocks_of([case.id]):
        if former is not None and clock.post_id == former.id:
            remind(
                case=case,
                code=clock.policy.code,
                verb=clock.verb,
                title=clock.title.split(" · ")[0],
                started_on=clock.started_on,
                due_on=clock.due_on,
                by=by,
            )
    audit.record("case.clocks_move", subjects=[case.household_id], detail={"case": case.id}, by=by)

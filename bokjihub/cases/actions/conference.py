"""사례회의: call, invite, decide each case with reasons and duties, finish the minutes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.models import Pledge, Post, Role
from bokjihub.areas.models import Area
from bokjihub.audit import actions as audit
from bokjihub.cases.actions.labels import name_decision
from bokjihub.cases.actions.stage import CLOCKS, WrongStage, move_case, remind
from bokjihub.cases.deciders import demand_decider
from bokjihub.cases.models import AgendaItem, Attendee, AttendeeSignature, Case, CaseLabel, Conference, Decision, Duty
from bokjihub.cases.queries.grades import IN_CARE, advised_for
from bokjihub.cases.queries.guests import USUAL, parts_allowed
from bokjihub.clocks import actions as clocks
from bokjihub.discovery.actions.work import remind as remind_worry
from bokjihub.partners.models import Agency
from bokjihub.people.actions import keep_signature
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.signing import Handwritten
from bokjihub.ui.words import official_date, with_particle

Code, State = Decision.Code, Case.State
EVENT = {
    Code.CASE_GENERAL: "select_general",
    Code.CASE_COMPLEX: "select_complex",
    Code.LINK_ONLY: "link_only",
    Code.NOT_SELECTED: "not_select",
}
KIND = {Code.CASE_GENERAL: Case.Kind.GENERAL, Code.CASE_COMPLEX: Case.Kind.COMPLEX, Code.LINK_ONLY: Case.Kind.LINK}
QUORUM = 2


class PledgeMissing(OfficerError):
    """비밀유지 서약이 없는 분은 참석으로 적을 수 없습니다. 서약부터 받아 주세요."""


class TooFewPresent(OfficerError):
    """참석한 분이 둘 이상이어야 결정할 수 있습니다."""


class DecisionNeedsReason(OfficerError):
    """조사가 권한 것과 다르게 결정하려면, 또 미선정이면 까닭을 적어 주세요."""


class MinutesFinished(OfficerError):
    """회의록을 이미 마쳤거나 취소한 회의입니다."""


class OnAnotherAgenda(OfficerError):
    """이 사례는 다른 회의의 안건입니다."""


class DecidedAlready(OfficerError):
    """결정한 안건이 있어 취소할 수 없습니다. 남은 안건을 정하고 회의록을 마쳐 주세요."""


class WhyCalledOff(OfficerError):
    """왜 취소하는지 적어 주세요."""


class MinutesUnfinished(OfficerError):
    """회의록을 마친 뒤에 서명을 받습니다. 서명한 뒤에는 적은 것이 바뀌지 않아야 합니다."""


class NotPresent(OfficerError):
    """참석하지 않은 분은 회의록에 서명하지 않습니다."""


class UndecidedLeft(OfficerError):
    """아직 결정하지 않은 안건이 있습니다."""


class CaseUnknown(OfficerError):
    """그 번호의 사례를 찾지 못했습니다. 번호를 다시 보거나, 그 사례를 맡은 곳에 물어 주세요."""


class DutyUnclear(OfficerError):
    """할 일에는 누가, 무엇을, 언제까지가 모두 있어야 합니다."""


@dataclass(frozen=True)
class NewDuty:
    """Who does what by when."""

    post: Post
    what: str
    due_on: dt.date


@transaction.atomic
def call_conference(
    *, kind: Conference.Kind, area: Area, held_on: dt.date, place: str, chair: str, cases: Sequence[Case], by: Actor
) -> Conference:
    """회의 부르기 with the cases on the agenda; who calls it sits in it."""
    row = Conference.objects.create(
        kind=kind, area=area, held_on=held_on, place=place.strip(), chair=chair.strip(), called_by=by.id
    )
    for case in cases:
        put_on_agenda(conference=row, case=case, by=by)
    post = by.main_post
    if post is not None:
        invite(conference=row, post=Post.objects.get(id=post.id), by=by)
    audit.record("case.conference_call", detail={"conference": row.id, "held_on": held_on}, by=by)
    return row


@transaction.atomic
def put_on_agenda(*, conference: Conference, case: Case, by: Actor) -> AgendaItem:
    """안건 올리기: a case that waits for its meeting, or one in care that needs the others; 가1, 가2 … where names are covered."""
    _open(conference)
    if case.state != State.CONFERENCE and case.state not in IN_CARE:
        raise WrongStage(
            f"{with_particle(case.number, '은/는')} 회의에 올릴 단계가 아닙니다({case.get_state_display()})."
        )
    standing = AgendaItem.objects.filter(
        case=case,
        decision__isnull=True,
        conference__finished_on__isnull=True,
        conference__called_off_on__isnull=True,
    ).first()
    if standing is not None and standing.conference_id != conference.id:
        raise OnAnotherAgenda(
            f"{with_particle(case.number, '은/는')} {official_date(standing.conference.held_on)} 회의의 안건입니다. "
            "그 회의에서 다루거나 그 회의를 취소해 주세요.",
            field="number",
        )
    if standing is not None:
        return standing
    survey = case.surveys.filter(submitted_on__isnull=False).order_by("-round").first()
    row = AgendaItem.objects.create(
        conference=conference,
        case=case,
        household_id=case.household_id,
        area_id=case.area_id,
        survey=survey,
        mark=f"가{conference.agenda.count() + 1}",
        shared=[part for part in USUAL if part in parts_allowed(case, by.day)],
    )
    audit.record("case.agenda", subjects=[case.household_id], detail={"conference": conference.id}, by=by)
    return row


@transaction.atomic
def invite(
    *,
    conference: Conference,
    post: Post | None = None,
    agency: Agency | None = None,
    name: str = "",
    organisation: str = "",
    pledged_on: dt.date | None = None,
    seat: str = "",
    by: Actor,
) -> Attendee:
    """참석자 부르기: a colleague (whose pledge the system knows) or an outsider with the day of the signed pledge."""
    _open(conference)
    if post is not None:
        pledge = (
            Pledge.objects.filter(user=post.user, expires_on__gte=conference.held_on).order_by("-signed_at").first()
        )
        name, organisation = post.user.name, post.title or Role(post.role).label
        pledged_on = pledge.signed_at.date() if pledge else None
    row, _ = Attendee.objects.update_or_create(
        conference=conference,
        name=name.strip(),
        organisation=organisation.strip() or (agency.name if agency else ""),
        defaults={"post": post, "agency": agency, "pledged_on": pledged_on, "seat": seat},
    )
    audit.record("case.conference_invite", detail={"conference": conference.id, "attendee": row.id}, by=by)
    return row


@transaction.atomic
def mark_present(*, attendee: Attendee, is_present: bool, by: Actor) -> Attendee:
    """참석 표시. Refused without a pledge of secrecy (사회보장급여법 제49조)."""
    _open(attendee.conference)
    if is_present and attendee.pledged_on is None:
        raise PledgeMissing(f"{attendee.name} 님의 비밀유지 서약이 없습니다. 서약부터 받아 주세요.")
    attendee.is_present = is_present
    attendee.save(update_fields=["is_present"])
    audit.record("case.conference_present", detail={"attendee": attendee.id, "present": is_present}, by=by)
    return attendee


@transaction.atomic
def decide_case(
    *,
    item: AgendaItem,
    code: Decision.Code,
    discussion: str,
    reason: str = "",
    dissent: str = "",
    duties: Sequence[NewDuty] = (),
    local: CaseLabel | None = None,
    by: Actor,
) -> Decision:
    """이 사례 결정: the meeting's own decision beside the grade's advice; duties become clocks of the people named."""
    case, conference = item.case, item.conference
    _open(conference)
    demand_decider(case, by)
    if conference.attendees.filter(is_present=True).count() < QUORUM:
        raise TooFewPresent
    if not discussion.strip():
        raise DecisionNeedsReason("무엇을 논의했는지 적어 주세요.", field="discussion")
    if (code == Code.CARE) != case.is_care:
        raise WrongStage(
            "통합지원 사례는 ‘개인별지원계획 의견’으로, 다른 사례는 그 밖의 결정으로 적습니다.", field="code"
        )
    if (code in (Code.CONTINUE, Code.CARE)) != (case.state in IN_CARE):
        raise WrongStage(
            "선정은 회의를 기다리는 사례에, ‘사례관리 이어감’은 이미 함께하는 사례에 고릅니다.", field="code"
        )
    advised = advised_for(item)
    if (code != advised or code == Code.NOT_SELECTED) and not reason.strip():
        raise DecisionNeedsReason(field="reason")
    row = Decision.objects.create(
        item=item,
        case=case,
        household_id=case.household_id,
        area_id=case.area_id,
        code=code,
        discussion=discussion.strip(),
        advised=advised or "",
        reason=reason.strip(),
        dissent=dissent.strip(),
        decided_on=by.day,
        decided_by=by.id,
        decided_label=by.label,
    )
    if local is not None:
        name_decision(case=case, local=local, code=code, by=by)
    for duty in duties:
        add_duty(decision=row, duty=duty, by=by)
    if code in (Code.CONTINUE, Code.CARE):
        audit.record("case.continue", subjects=[case.household_id], detail={"item": item.id}, by=by)
        return row
    facts: dict[str, object] = {"decided_on": by.day, "kind": KIND.get(code, "")}
    if code == Code.NOT_SELECTED:
        facts["ended_on"] = by.day
    move_case(case=case, event=EVENT[code], reason=reason, facts=facts, by=by)
    clocks.finish_clocks(subject_id=case.id, codes=("case.conference",), by=by)
    _go_on(case, code, by)
    return row


@transaction.atomic
def add_duty(*, decision: Decision, duty: NewDuty, by: Actor) -> Duty:
    """할 일 나누기: the named post finds it in Today until it is done."""
    if not duty.what.strip():
        raise DutyUnclear(field="what")
    row = Duty.objects.create(
        decision=decision,
        case_id=decision.case_id,
        household_id=decision.household_id,
        area_id=decision.area_id,
        post=duty.post,
        what=duty.what.strip(),
        due_on=duty.due_on,
    )
    clocks.start_clock(
        code="case.duty",
        subject_kind="cases.duty",
        subject_id=row.id,
        area_id=row.area_id,
        household_id=row.household_id,
        role=Role(duty.post.role),
        post_id=duty.post.id,
        title=f"{row.what[:80]} · {decision.case.number}",
        verb="마치기",
        started_on=by.day,
        due_on=duty.due_on,
        by=by,
    )
    return row


@transaction.atomic
def finish_duty(*, duty: Duty, outcome: str, by: Actor) -> Duty:
    """할 일 마침 with what came of it."""
    if not outcome.strip():
        raise DutyUnclear("어떻게 되었는지 한 줄 적어 주세요.", field="outcome")
    duty.done_on, duty.outcome = by.day, outcome.strip()
    duty.save(update_fields=["done_on", "outcome"])
    clocks.finish_clocks(subject_id=duty.id, by=by)
    audit.record("case.duty_done", subjects=[duty.household_id], words=outcome, detail={"duty": duty.id}, by=by)
    return duty


@transaction.atomic
def finish_minutes(*, conference: Conference, by: Actor) -> Conference:
    """회의록 마침: every case on the agenda was decided."""
    _open(conference)
    if conference.agenda.filter(decision__isnull=True).exists():
        raise UndecidedLeft
    conference.finished_on = by.day
    conference.save(update_fields=["finished_on"])
    audit.record("case.conference_finish", detail={"conference": conference.id}, by=by)
    return conference


@transaction.atomic
def sign_minutes(*, attendee: Attendee, signed: Handwritten | None, by: Actor) -> AttendeeSignature:
    """회의록 서명: one member who was there signs the finished minutes; what is put right later stands beside as an addendum."""
    if attendee.conference.finished_on is None:
        raise MinutesUnfinished
    if not attendee.is_present:
        raise NotPresent
    row = AttendeeSignature(attendee=attendee)
    keep_signature(row=row, signed=signed, by=by)
    audit.record("case.minutes_sign", detail={"conference": attendee.conference_id, "attendee": attendee.id}, by=by)
    return row


@transaction.atomic
def call_off_conference(*, conference: Conference, why: str, by: Actor) -> Conference:
    """회의 취소: its cases wait for another meeting, the addresses of outside members are dead. Refused once a case is decided."""
    _open(conference)
    if conference.agenda.filter(decision__isnull=False).exists():
        raise DecidedAlready
    if not why.strip():
        raise WhyCalledOff(field="why")
    conference.called_off_on, conference.called_off_why = by.day, why.strip()
    conference.save(update_fields=["called_off_on", "called_off_why"])
    audit.record("case.conference_off", words=why, detail={"conference": conference.id}, by=by)
    return conference


def _open(conference: Conference) -> None:
    if conference.is_over:
        raise MinutesFinished


def _go_on(case: Case, code: Decision.Code, by: Actor) -> None:
    """What the decision sets going: a plan, the check of a link, or the search for other help."""
    if code in (Code.CASE_GENERAL, Code.CASE_COMPLEX):
        remind(case=case, code="case.plan", verb="계획 쓰기", title="제공계획", by=by)
        return
    clocks.finish_clocks(subject_id=case.id, codes=("case.total",), by=by)
    if code == Code.LINK_ONLY:
        remind(case=case, code="case.check", verb="연계 확인하기", title="서비스연계", by=by)
        return
    clocks.finish_clocks(subject_id=case.id, codes=CLOCKS, by=by)
    accounts.end_assignments(source_id=case.id, by=by)
    worry = case.work_item
    if worry is not None and worry.closed_on is None:
        title = f"사례 미선정, 다른 도움 찾기 · {worry.number}"
        remind_worry(work_item=worry, code="work_item.outcome", verb="다른 도움 찾기", title=title, by=by)

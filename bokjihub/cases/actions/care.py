"""돌봄통합: applied for, surveyed, judged by another person, told; judged again while the care goes on.

의료ㆍ요양 등 지역 돌봄의 통합지원에 관한 법률 제10조–제13조. Plan, meeting, checks, links and closing are the actions of every case.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max

from bokjihub.accounts import actions as accounts
from bokjihub.accounts.access.actors import Actor
from bokjihub.audit import actions as audit
from bokjihub.cases.actions.stage import CLOCKS, ReasonMissing, WrongStage, move_case, remind, write_event
from bokjihub.cases.deciders import SamePersonDecides, decider_of, demand_decider
from bokjihub.cases.models import CareApplication, CareAssessment, CareSignature, Case
from bokjihub.cases.models.care import CARE_LAW_BEGAN
from bokjihub.cases.queries.cases import next_number, worry_of
from bokjihub.clocks import actions as clocks
from bokjihub.discovery.actions.work import mark_linked
from bokjihub.discovery.models import WorkItem
from bokjihub.people.actions import keep_named_signature
from bokjihub.people.models import Person
from bokjihub.ui.errors import OfficerError
from bokjihub.ui.signing import Handwritten

Group, Way, Urgent, Paper = CareApplication.Group, CareApplication.Way, CareApplication.Urgent, CareApplication.Paper
Level, State = CareAssessment.Level, Case.State
ELDERLY_AGE = 65
# What lets the office survey and pass on without asking again (개인정보 보호법 제15조제1항제2호).
LEGAL_BASIS = "돌봄통합법 제10조제3항, 시행령 제9조제2항"


class BeforeTheLaw(OfficerError):
    """돌봄통합법은 2026년 3월 27일부터 시행됩니다. 그 앞의 날로는 신청을 받을 수 없습니다."""


class AlreadyInCare(OfficerError):
    """이 분의 통합지원이 이미 진행 중입니다."""


class NotInGroup(OfficerError):
    """65세 이상이 아닙니다. 심한 장애가 있거나 우리 시가 협의하여 인정한 분이면 그 대상으로 골라 주세요."""


class ApplicantMissing(OfficerError):
    """신청한 분의 이름과 본인과의 관계를 적어 주세요."""


class AgreementMissing(OfficerError):
    """관련기관이 신청하거나 직권으로 신청할 때에는 먼저 설명하고 동의를 받아야 합니다(돌봄통합법 제10조제2항, 시행규칙 제7조제1항)."""


class OfficeSigns(OfficerError):
    """직권으로 신청한 것은 신청인의 서명을 받지 않습니다. 동의하신 분과 날이 신청서에 적혀 있습니다."""


class PaperMissing(OfficerError):
    """행정정보 공동이용에 동의하지 않으시면 서류를 받아야 합니다(시행규칙 제7조제5항)."""


class AssessmentFixed(OfficerError):
    """판정한 조사는 고칠 수 없습니다. 달라진 것은 다시 평가해 주세요."""


class AssessmentUnfinished(OfficerError):
    """조사에 빠진 것이 있습니다."""


@dataclass(frozen=True)
class Applied:
    """An application as it was handed in."""

    group: CareApplication.Group
    way: CareApplication.Way = Way.SELF
    applicant: str = ""
    relation: str = ""
    urgent: CareApplication.Urgent | None = None
    agreed_by: str = ""
    agreed_on: dt.date | None = None
    shares_records: bool = True
    papers: Sequence[CareApplication.Paper] = ()
    discharged_from: str = ""
    discharged_on: dt.date | None = None
    receiving: str = ""
    wish: str = ""


@dataclass(frozen=True)
class Found:
    """What the survey found: levels by item, words by item."""

    surveyed_on: dt.date
    surveyor: str
    levels: dict[str, int]
    words: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def apply_care(
    *, person: Person, applied: Applied, to: Case.Holder = Case.Holder.DISTRICT, by: Actor
) -> CareApplication:
    """통합지원 신청 (시행규칙 제7조). Refused before the law was in force, while one runs, and without the agreement it needs."""
    if by.day < CARE_LAW_BEGAN:
        raise BeforeTheLaw
    standing = Case.objects.filter(person=person, kind=Case.Kind.CARE).exclude(state__in=Case.OVER).first()
    if standing is not None:
        raise AlreadyInCare(f"이 분의 통합지원이 이미 진행 중입니다({standing.number}).", field="person")
    _demand_right(person, applied, by.day)
    household = person.household
    worry = worry_of(household)
    case = Case.objects.create(
        number=next_number(by.day),
        household=household,
        area_id=household.area_id,
        kind=Case.Kind.CARE,
        person=person,
        work_item=worry,
        held_by=to,
        reason=applied.wish.strip() or f"통합지원 신청({applied.way.label})",
        requested_on=by.day,
        requested_by=by.id,
        requested_label=by.label,
        legal_basis=LEGAL_BASIS,
    )
    row = CareApplication.objects.create(
        case=case,
        household=household,
        area_id=household.area_id,
        group=applied.group,
        way=applied.way,
        applicant=applied.applicant.strip(),
        relation=applied.relation.strip(),
        urgent=applied.urgent or "",
        agreed_by=applied.agreed_by.strip(),
        agreed_on=applied.agreed_on,
        shares_records=applied.shares_records,
        papers=list(applied.papers),
        discharged_from=applied.discharged_from.strip(),
        discharged_on=applied.discharged_on,
        receiving=applied.receiving.strip(),
        wish=applied.wish.strip(),
    )
    write_event(case=case, event="apply_care", came_from="", reason=applied.way.label, by=by)
    if worry is not None and worry.closed_on is None and worry.state != WorkItem.State.LOCATING:
        mark_linked(work_item=worry, by=by)
    remind(case=case, code="case.accept", verb="접수 정하기", title="통합지원 신청", role=decider_of(case), by=by)
    return row


@transaction.atomic
def sign_application(
    *, application: CareApplication, signer: str, signed: Handwritten | None, by: Actor
) -> CareSignature:
    """신청 서명: the applicant under the application as it was read out (별지 제1호서식); a public officer applies without one."""
    if application.way == Way.OFFICE:
        raise OfficeSigns
    row = CareSignature(application=application, household_id=application.household_id, area_id=application.area_id)
    keep_named_signature(row=row, signer=signer, signed=signed, by=by)
    audit.record("care.sign", subjects=[application.household_id], detail={"case": application.case_id}, by=by)
    return row


@transaction.atomic
def ask_assessment(*, case: Case, source: CareAssessment.Source, by: Actor) -> CareAssessment:
    """조사 맡기기 (법 제10조제3항·제4항): to an officer or a body named by the law; again while the care goes on (법 제12조제2항)."""
    if not case.is_care or case.state not in (State.ACCEPTED, State.SERVING, State.SUSPENDED):
        raise WrongStage("조사는 접수한 통합지원 사례에, 다시 평가는 서비스를 드리는 동안에 합니다.")
    open_one = case.assessments.filter(judged_on__isnull=True).first()
    if open_one is not None:
        return open_one
    if case.state == State.ACCEPTED:
        move_case(case=case, event="start_assessment", reason=source.label, by=by)
    last = case.assessments.aggregate(last=Max("round"))["last"] or 0
    row = CareAssessment.objects.create(
        case=case,
        household_id=case.household_id,
        area_id=case.area_id,
        round=last + 1,
        source=source,
        asked_on=by.day,
    )
    if row.round == 1:
        remind(case=case, code="care.survey", verb="조사 결과 적기", title="통합지원 조사", by=by)
    audit.record("care.ask", subjects=[case.household_id], detail={"assessment": row.id, "source": source}, by=by)
    return row


@transaction.atomic
def record_assessment(*, assessment: CareAssessment, found: Found, by: Actor) -> CareAssessment:
    """조사 결과 적기: every item weighed; then it goes to whoever judges. Written again until it is judged."""
    if assessment.judged_on is not None:
        raise AssessmentFixed
    left = [label for key, label in CareAssessment.ITEMS if found.levels.get(key) is None]
    left += [label for key, label in CareAssessment.FINDINGS if key != "other" and not found.words.get(key, "").strip()]
    if not found.surveyor.strip():
        left.append("조사자")
    if left:
        raise AssessmentUnfinished(f"조사에 빠진 것이 있습니다: {', '.join(left)}.")
    if not assessment.asked_on <= found.surveyed_on <= by.day:
        raise AssessmentUnfinished("조사한 날은 맡긴 날부터 오늘까지여야 합니다.", field="surveyed_on")
    for key, _ in CareAssessment.ITEMS:
        setattr(assessment, key, found.levels[key])
    assessment.findings = {key: found.words.get(key, "").strip() for key, _ in CareAssessment.FINDINGS}
    assessment.surveyed_on, assessment.surveyor = found.surveyed_on, found.surveyor.strip()
    is_first = assessment.recorded_on is None
    assessment.recorded_on, assessment.recorded_by, assessment.recorded_label = by.day, by.id, by.label
    assessment.save()
    case = assessment.case
    if is_first and assessment.round == 1:
        write_event(case=case, event="record_assessment", came_from=case.state, by=by)
    clocks.finish_clocks(subject_id=case.id, codes=("care.survey", "care.assess_again"), by=by)
    remind(case=case, code="care.judge", verb="종합판정하기", title="종합판정", role=decider_of(case), by=by)
    audit.record("care.record", subjects=[case.household_id], detail={"assessment": assessment.id}, by=by)
    return assessment


@transaction.atomic
def judge_assessment(
    *,
    assessment: CareAssessment,
    is_target: bool,
    medical_need: int,
    care_need: int,
    reason: str,
    by: Actor,
) -> CareAssessment:
    """종합판정 (법 제12조제1항, 시행령 제5조) by another person than the recorder; the person must be told what came out."""
    case = assessment.case
    demand_decider(case, by)
    if assessment.judged_on is not None:
        raise AssessmentFixed
    if assessment.recorded_on is None:
        raise AssessmentUnfinished("조사 결과를 먼저 적어 주세요.")
    if assessment.recorded_by == by.id:
        raise SamePersonDecides
    if not reason.strip():
        raise ReasonMissing("무엇을 보고 그렇게 판정했는지 적어 주세요.", field="reason")
    assessment.is_target, assessment.reason = is_target, reason.strip()
    assessment.medical_need, assessment.care_need = medical_need, care_need
    assessment.judged_on, assessment.judged_by, assessment.judged_label = by.day, by.id, by.label
    assessment.save()
    clocks.finish_clocks(subject_id=case.id, codes=("care.judge",), by=by)
    audit.record("care.judge", subjects=[case.household_id], words=reason, detail={"assessment": assessment.id}, by=by)
    _go_on(case, assessment, by)
    return assessment


@transaction.atomic
def tell_judgement(
    *, assessment: CareAssessment, how: CareAssessment.Told, told_on: dt.date, by: Actor
) -> CareAssessment:
    """판정 결과 안내 (법 제12조제1항). Where the person is no target, the file is over with it."""
    if assessment.judged_on is None or assessment.told_on is not None:
        raise WrongStage("아직 안내하지 않은 판정만 안내할 수 있습니다.")
    if not assessment.judged_on <= told_on <= by.day:
        raise WrongStage("안내한 날은 판정일부터 오늘까지여야 합니다.", field="told_on")
    assessment.told_on, assessment.told_how, assessment.told_label = told_on, how, by.label
    assessment.save(update_fields=["told_on", "told_how", "told_label"])
    case = assessment.case
    clocks.finish_clocks(subject_id=case.id, codes=("care.tell",), by=by)
    if case.state == State.NOT_SELECTED:
        accounts.end_assignments(source_id=case.id, by=by)
    audit.record("care.tell", subjects=[case.household_id], detail={"assessment": assessment.id, "how": how}, by=by)
    return assessment


def _demand_right(person: Person, applied: Applied, day: dt.date) -> None:
    """The group, the applicant and the agreement the law asks for."""
    age = person.age_on(day)
    if applied.group == Group.ELDERLY and (age is None or age < ELDERLY_AGE):
        raise NotInGroup(field="group")
    if applied.way in (Way.FAMILY, Way.GUARDIAN) and not (applied.applicant.strip() and applied.relation.strip()):
        raise ApplicantMissing(field="applicant")
    if applied.way == Way.AGENCY and not applied.applicant.strip():
        raise ApplicantMissing("어느 기관의 누가 신청하는지 적어 주세요.", field="applicant")
    if applied.way in (Way.AGENCY, Way.OFFICE) and not (applied.agreed_by.strip() and applied.agreed_on):
        raise AgreementMissing(field="agreed_by")
    if applied.agreed_on and applied.agreed_on > day:
        raise AgreementMissing("동의한 날은 오늘보다 뒤일 수 없습니다.", field="agreed_on")
    if (applied.way == Way.OFFICE) != (applied.urgent is not None):
        raise ReasonMissing("직권으로 신청하는 까닭은 시행령 제4조의 어느 호인지 고르세요.", field="urgent")
    wanted = [Paper.REGISTER] + [Paper.DISABILITY] * (applied.group == Group.DISABLED)
    wanted += [Paper.FAMILY] * (applied.way == Way.FAMILY)
    if not applied.shares_records and (left := [one.label for one in wanted if one not in applied.papers]):
        raise PaperMissing(
            f"행정정보 공동이용에 동의하지 않으시면 서류를 받아야 합니다: {', '.join(left)}(시행규칙 제7조제5항).",
            field="papers",
        )


def _go_on(case: Case, assessment: CareAssessment, by: Actor) -> None:
    """What the judgement sets going."""
    if assessment.round > 1:
        remind(case=case, code="care.tell", verb="판정 결과 알리기", title="다시 한 판정", by=by)
        remind(case=case, code="care.assess_again", verb="상태 평가하기", title="대상자 상태 평가", by=by)
        return
    facts = {"decided_on": by.day}
    if assessment.is_target:
        move_case(case=case, event="judge_target", reason=assessment.reason, facts=facts, by=by)
        remind(case=case, code="care.plan", verb="계획 쓰기", title="개인별지원계획", by=by)
    else:
        facts["ended_on"] = by.day
        move_case(case=case, event="judge_other", reason=assessment.reason, facts=facts, by=by)
        clocks.finish_clocks(subject_id=case.id, codes=CLOCKS, by=by)
    remind(case=case, code="care.tell", verb="판정 결과 알리기", title="종합판정 결과", by=by)

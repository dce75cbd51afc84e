"""요청과 현장확인 (제7조, 제8조제1항)."""

import datetime as dt
import re

from django.db import transaction
from django.db.models import F

from bokjihub.accounts.access.actors import Actor
from bokjihub.accounts.actions import assign
from bokjihub.accounts.models import Assignment
from bokjihub.audit import actions as audit
from bokjihub.audit.ids import uuid7
from bokjihub.clocks import calendar
from bokjihub.counselling.actions.record import step_taken
from bokjihub.counselling.models import Counselling
from bokjihub.discovery.actions.work import mark_linked
from bokjihub.discovery.models import WorkItem
from bokjihub.emergency import duties, errors, limits, queries
from bokjihub.emergency.models import DETAILS, CrisisReason, EmergencyAid, Kind, NumberBook, illness_mark
from bokjihub.people.models import Household
from bokjihub.ui.words import official_date, particle, with_particle

State = EmergencyAid.State
# A three-character category of the disease classification (KCD): what "the same illness" is judged by.
CATEGORY = re.compile(r"[A-Z][0-9]{2}")


@transaction.atomic
def request_aid(
    *,
    household: Household,
    kind: Kind,
    reason: CrisisReason,
    requested_on: dt.date,
    detail: str = "",
    household_size: int = 1,
    counselling: Counselling | None = None,
    work_item: WorkItem | None = None,
    continues: EmergencyAid | None = None,
    new_crisis: str = "",
    foreign_group: str = "",
    foreign_proof: str = "",
    illness: str = "",
    by: Actor,
) -> EmergencyAid:
    """긴급지원 요청: from a counselling or directly. An officer gets the on-site clock and the right to the household.

    Refused when the reason did not count that day, when the same help is open, when it is unclear whether an earlier
    crisis goes on (its months would add up), for a foreigner outside the five groups (시행령 제1조의2), and for medical
    help for the same illness too soon.
    """
    _check_request(kind, detail, reason, requested_on, by)
    _check_foreigner(foreign_group, foreign_proof)
    _check_no_open_twin(household, kind, detail)
    illness = illness.strip().upper() if kind == Kind.MEDICAL else ""
    if kind == Kind.MEDICAL:
        _check_illness(household, illness, requested_on, continues)
    earlier = queries.earlier_aid(household.id, kind, detail, reason.code, requested_on)
    if earlier and continues is None and not new_crisis.strip():
        raise errors.SameCrisisUnclear(
            f"{official_date(earlier.requested_on)}에 같은 사유로 {with_particle(earlier.title, '을/를')} 요청했습니다"
            f"({earlier.number}). 같은 위기가 이어진 것인지, 새 위기라면 무엇이 다른지 적어 주세요.",
            field="new_crisis",
        )
    if continues and (continues.household_id, continues.kind, continues.detail) != (household.id, kind, detail):
        raise errors.WrongStep
    aid = EmergencyAid(
        number=_next_number(requested_on.year),
        episode=continues.episode if continues else uuid7(),
        household=household,
        area=household.area,
        kind=kind,
        detail=detail,
        reason=reason,
        new_crisis=new_crisis.strip(),
        household_size=household_size,
        foreign_group=foreign_group,
        foreign_proof=foreign_proof.strip() if foreign_group else "",
        counselling=counselling,
        work_item=work_item or (counselling.work_item if counselling else None) or _open_worry(household),
        requested_on=requested_on,
        requested_by=by.id,
        officer=duties.officer_for(household.area, by),
    )
    aid.illness = illness
    aid.save(force_insert=True)
    if aid.officer_id:
        assign(
            subject_id=household.id,
            purpose=Assignment.Purpose.EMERGENCY,
            source_id=aid.id,
            post_id=aid.officer_id,
            by=by,
        )
    duties.start_for_officer(aid, duties.ON_SITE, title="현장확인", verb="현장확인 적기", since=requested_on, by=by)
    step_taken(household_id=household.id, disposition=Counselling.Disposition.EMERGENCY, by=by)
    item = aid.work_item
    if item is not None and item.closed_on is None and item.state != WorkItem.State.LOCATING:
        mark_linked(work_item=item, by=by)
    audit.record("emergency.request", subjects=[household.id], detail={"number": aid.number, "kind": kind}, by=by)
    return aid


@transaction.atomic
def record_on_site(
    *,
    aid: EmergencyAid,
    on_site_on: dt.date,
    findings: str,
    same_kind_source: str,
    financial_consent: EmergencyAid.Later,
    household_size: int,
    is_officer_first: bool = False,
    by: Actor,
) -> EmergencyAid:
    """현장확인: what was seen, that no other law gives the same (제3조제2항), and the consent to financial data.

    Same help found does not stop the record (it may lead to a refusal), but no grant can be asked for then.
    """
    if aid.state not in (State.REQUESTED, State.ON_SITE) or aid.grants.exists():
        raise errors.WrongStep
    if not aid.requested_on <= on_site_on <= by.day:
        raise errors.FutureDay("현장확인은 요청한 날부터 오늘 사이여야 합니다.", field="on_site_on")
    if not findings.strip():
        raise errors.FindingsMissing(field="findings")
    if not same_kind_source.strip():
        raise errors.CheckMissing(field="same_kind_source")
    if not financial_consent:
        raise errors.ConsentMissing(field="financial_consent")
    aid.on_site_on = on_site_on
    aid.findings = findings.strip()
    aid.same_kind_source = same_kind_source.strip()
    aid.same_kind_checked = not queries.same_kind_found(aid)
    aid.financial_consent = financial_consent
    aid.household_size = household_size
    aid.is_officer_first = is_officer_first
    aid.state = State.ON_SITE
    aid.save()
    duties.finish(aid, duties.ON_SITE, by=by)
    duties.start_for_officer(aid, duties.DECIDE, title="결정 올리기", verb="지급 결정 올리기", since=on_site_on, by=by)
    audit.record("emergency.on_site", subjects=[aid.household_id], detail={"number": aid.number}, by=by)
    return aid


def _check_request(kind: Kind, detail: str, reason: CrisisReason, requested_on: dt.date, by: Actor) -> None:
    if requested_on > by.day:
        raise errors.FutureDay(field="requested_on")
    if detail not in DETAILS.get(kind, ("",)):
        raise errors.DetailMissing(field="detail")
    if kind == Kind.MEDICAL and reason.code != queries.ILLNESS:
        raise errors.MedicalNeedsIllness(field="reason")
    if not reason.counts_on(requested_on):
        until = f" {official_date(reason.ends_on)}까지만" if reason.ends_on and reason.ends_on < requested_on else ""
        since = "" if until else f" {official_date(reason.starts_on)}부터"
        raise errors.ReasonNotInForce(
            f"‘{reason.name}’{particle(reason.name, '은/는')}{until or since} 인정하는 "
            f"위기사유입니다({reason.basis}). {official_date(requested_on)} 요청에는 다른 사유를 골라 주세요.",
            field="reason",
        )


def _check_no_open_twin(household: Household, kind: Kind, detail: str) -> None:
    twin = queries.open_aids(household.id).filter(kind=kind, detail=detail).first()
    if twin:
        raise errors.SameKindHelp(
            f"이 가구에 열린 {with_particle(twin.title, '이/가')} 있습니다({twin.number}, {twin.get_state_display()}). "
            "더 필요하면 그 지원을 연장해 주세요.",
            field="kind",
        )


def _check_foreigner(group: str, proof: str) -> None:
    if group and group not in EmergencyAid.Foreign.values:
        raise errors.NotThisForeigner(field="foreign_group")
    if group and not proof.strip():
        raise errors.ForeignProofMissing(field="foreign_proof")


def _check_illness(household: Household, illness: str, day: dt.date, continues: EmergencyAid | None) -> None:
    """The notice's rule: the same illness not again within so many months of the end, unless the same crisis goes on
    (the second time of 제10조제3항 goes through the committee).
    """
    if illness and not CATEGORY.fullmatch(illness):
        raise errors.IllnessUnknown(field="illness")
    if continues is not None:
        return
    limit = limits.limit_on(Kind.MEDICAL, day)
    if limit.same_cause_months is None:
        return
    earlier = queries.medical_help_since(household.id, calendar.add_months(day, -limit.same_cause_months))
    if earlier and not illness:
        raise errors.IllnessMissing(field="illness")
    same = next((aid for aid in earlier if aid.illness_mark == illness_mark(illness)), None)
    if same:
        until = calendar.add_months(same.ended, limit.same_cause_months)
        raise errors.SameIllness(
            f"같은 상병({illness})으로 {official_date(same.ended)}까지 의료지원을 했습니다({same.number}). "
            f"{official_date(until)}이 지나야 다시 지원할 수 있습니다({limit.same_cause_basis}).",
            field="illness",
        )


def _open_worry(household: Household) -> WorkItem | None:
    return WorkItem.objects.filter(household=household, closed_on__isnull=True).first()


def _next_number(year: int) -> str:
    """2026-긴-0437. The row of the year is locked until the end of the transaction: no number twice, none lost."""
    NumberBook.objects.get_or_create(year=year)
    NumberBook.objects.filter(year=year).update(last=F("last") + 1)
    return f"{year}-긴-{NumberBook.objects.get(year=year).last:04d}"

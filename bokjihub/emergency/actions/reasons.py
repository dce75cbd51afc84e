"""조례로 정하는 위기사유 (긴급복지지원법 제2조제8호): a town's own, within the six standards of 시행규칙 제1조의2, from its day."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import uuid4

from django.db import transaction

from bokjihub.accounts.access.actors import Actor
from bokjihub.audit import actions as audit
from bokjihub.emergency.models import CrisisReason
from bokjihub.ui.errors import OfficerError


class Standard(StrEnum):
    """시행규칙 제1조의2: what an ordinance may make a crisis."""

    CARE = "제1호"
    STOPPED = "제2호"
    WAITING = "제3호"
    CUT_OFF = "제4호"
    ARREARS = "제5호"
    SIMILAR = "제6호"


STANDARD_WORDS = {
    Standard.CARE: "가구원의 보호·양육·간호로 소득활동이 미미함",
    Standard.STOPPED: "기초생활보장 급여가 중지됨",
    Standard.WAITING: "급여를 신청했으나 결정 전이거나 수급자가 아님",
    Standard.CUT_OFF: "체납으로 수도·가스 등이 상당 기간 중단됨",
    Standard.ARREARS: "사회보험료·임차료 등이 상당 기간 체납됨",
    Standard.SIMILAR: "그 밖에 이에 준하는 사유",
}


class ReasonUnclear(OfficerError):
    """사유의 이름과 조례의 이름·조항을 적어 주세요."""


class NotOurReason(OfficerError):
    """법과 고시의 사유는 여기서 바꾸지 않습니다. 우리 조례의 사유만 고칠 수 있습니다."""


class EndsTooSoon(OfficerError):
    """끝나는 날은 오늘이거나 앞날이어야 합니다. 이미 받은 요청의 사유는 그대로 둡니다."""


@dataclass(frozen=True)
class TownReason:
    """A reason as an ordinance words it."""

    name: str
    standard: Standard
    ordinance: str
    starts_on: dt.date


@transaction.atomic
def add_town_reason(*, reason: TownReason, by: Actor) -> CrisisReason:
    """조례의 위기사유 더하기: counts for requests from its day on, never before."""
    if not reason.name.strip() or not reason.ordinance.strip():
        raise ReasonUnclear(field="name" if not reason.name.strip() else "ordinance")
    row = CrisisReason.objects.create(
        code=f"{CrisisReason.TOWNS}{uuid4().hex[:12]}",
        name=reason.name.strip(),
        basis=f"{reason.ordinance.strip()} (시행규칙 제1조의2{reason.standard})",
        status=CrisisReason.VERIFIED,
        starts_on=reason.starts_on,
    )
    audit.record("emergency.reason_add", detail={"reason": row.id, "name": row.name, "basis": row.basis}, by=by)
    return row


@transaction.atomic
def end_town_reason(*, reason: CrisisReason, ends_on: dt.date, by: Actor) -> CrisisReason:
    """조례의 위기사유 거두기: the last day it counts. Requests made on it keep it."""
    if not reason.is_towns:
        raise NotOurReason
    if ends_on < max(by.day, reason.starts_on):
        raise EndsTooSoon(field="ends_on")
    reason.ends_on = ends_on
    reason.save(update_fields=["ends_on"])
    audit.record("emergency.reason_end", detail={"reason": reason.id, "ends_on": ends_on}, by=by)
    return reason
